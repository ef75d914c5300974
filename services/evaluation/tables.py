"""The read-model tables of this service, gathered so that a test can hold them to the migrations."""

import sqlalchemy as sa

metadata = sa.MetaData()
