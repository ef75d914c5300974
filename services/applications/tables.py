"""The service's own tables, as its migrations leave them."""

import sqlalchemy as sa

metadata = sa.MetaData()
