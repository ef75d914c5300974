"""The tables of this service's read models, side by side because its queries join them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shared.timing.timers import timer_table

metadata = sa.MetaData()

timers = timer_table(metadata)

deadlines = sa.Table(
    "deadlines",
    metadata,
    sa.Column("obligation", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("project_id", sa.Text, nullable=False),
    sa.Column("owner_unit_id", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("grace_until", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("within_grace", sa.Boolean, nullable=False),
    sa.Column("fulfilled_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("deadlines_project", "project_id"),
    sa.Index("deadlines_owner", "owner_unit_id"),
    sa.Index("deadlines_due", "due_at", "obligation", "subject"),
)

progress_reports = sa.Table(
    "progress_reports",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("filed_by_unit_id", sa.Text, nullable=False),
    sa.Column("on_paper", sa.Boolean, nullable=False),
    sa.Column("main_practices", sa.Text, nullable=False),
    sa.Column("problems", sa.Text, nullable=False),
    sa.Column("to_coordinate", sa.Text, nullable=False),
    sa.Column("next_plan", sa.Text, nullable=False),
    sa.Column("pictures", JSONB, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("progress_reports_pictures", "pictures", postgresql_using="gin"),
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("uploaded_by", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
)

ledger_items = sa.Table(
    "ledger_items",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("target", sa.Integer, nullable=False),
    sa.Column("target_text", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("made_up_title", sa.Boolean, nullable=False),
    sa.Column("archive_number", sa.Text, nullable=False),
    sa.Column("document_number", sa.Text, nullable=False),
    sa.Column("responsible", sa.Text, nullable=False),
    sa.Column("dated", sa.Date, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("retention", sa.Text, nullable=False),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("filed_by_unit_id", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("held_by_unit", sa.Boolean, nullable=False),
    sa.Column("names_people", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("void_reason", sa.Text, nullable=False),
    sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ledger_items_sha256", "sha256"),
)

results_packages = sa.Table(
    "results_packages",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("filed_by_unit_id", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("sections", JSONB, nullable=False),
    sa.Column("rules_relied_on", JSONB, nullable=False),
    sa.Column("party_organisations", sa.Integer, nullable=False),
    sa.Column("party_members", sa.Integer, nullable=False),
    sa.Column("participants", JSONB, nullable=False),
    sa.Column("manifest", JSONB, nullable=False),
    sa.Column("manifest_sha256", sa.Text, nullable=False),
    sa.Column("bare_targets", JSONB, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("form_check", sa.Text, nullable=False),
    sa.Column("missing", JSONB, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("freezes_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("results_packages_programme", "programme_id"),
)

programmes = sa.Table(
    "programmes",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("legal_basis", JSONB, nullable=False),
    sa.Column("results", JSONB, nullable=False),
)

projects = sa.Table(
    "projects",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("targets", JSONB, nullable=False),
)

leads = sa.Table(
    "leads",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("executing_unit_id", sa.Text, nullable=False),
    sa.Index("leads_unit", "unit_id"),
    sa.Index("leads_executing_unit", "executing_unit_id"),
)

participations = sa.Table(
    "participations",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Index("participations_unit", "unit_id"),
)
