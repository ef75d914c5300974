"""The tables of the results library: what was published, and which decisions stand.

Published results are in the library while the decision that the project passed stands. They leave it with
a revision, and are back once the revised decision is confirmed as a pass.
"""

import sqlalchemy as sa

from services.progress.tables import ledger_items, metadata

published_results = sa.Table(
    "published_results",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("published_results_programme", "programme_id"),
)
decided_projects = sa.Table(
    "decided_projects",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("confirmed", sa.Boolean, nullable=False),
)

passed_for_good = sa.and_(decided_projects.c.outcome == "pass", decided_projects.c.confirmed)
in_library = sa.exists().where(
    published_results.c.project_id == ledger_items.c.project_id,
    decided_projects.c.project_id == ledger_items.c.project_id,
    passed_for_good,
)
copyable = sa.and_(
    sa.or_(ledger_items.c.kind == "system_text", ledger_items.c.kind == "method_text"),
    ledger_items.c.state == "filed",
    ledger_items.c.names_people.is_(sa.false()),
    in_library,
)
"""Which items of ledgers everyone may see: systems and models in the library, never lists of people."""
