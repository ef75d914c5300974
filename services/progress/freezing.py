"""Whether a project's results are frozen: after that moment nothing of them changes (X7, AMB-24)."""

from datetime import datetime

import sqlalchemy as sa

from services.progress.tables import results_packages
from shared.store.sql import Connection, Statement

FROZEN = Statement(
    sa.select(sa.literal(1)).where(
        results_packages.c.project_id == sa.bindparam("project_id"),
        results_packages.c.freezes_at <= sa.bindparam("at", type_=sa.DateTime(timezone=True)),
    )
)


async def is_frozen(project_id: str, at: datetime, connection: Connection) -> bool:
    """Return whether a project's results are frozen at a moment, fired or not."""
    return await FROZEN.fetch_one(connection, project_id=project_id, at=at) is not None
