"""Where this service's read models are registered."""

import sqlalchemy as sa

metadata = sa.MetaData()
