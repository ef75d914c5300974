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

programmes = sa.Table(
    "programmes",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("legal_basis", JSONB, nullable=False),
    sa.Column("scheme_addressee", sa.Text, nullable=False),
    sa.Column("plan_readers", sa.Text, nullable=False),
    sa.Column("monthly_day", sa.Text, nullable=False),
    sa.Column("results", JSONB, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
)

projects = sa.Table(
    "projects",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("content_and_targets", sa.Text, nullable=False),
)

work_plans = sa.Table(
    "work_plans",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("addressee", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

work_plan_versions = sa.Table(
    "work_plan_versions",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("addressee", sa.Text, nullable=False),
    sa.Column("filed_by_unit_id", sa.Text, nullable=False),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
)

plan_milestones = sa.Table(
    "plan_milestones",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("milestone_id", sa.Text, primary_key=True),
    sa.Column("series", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),
    sa.Column("activity_lead", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reached_on", sa.Date),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("ledger_item_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
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

teams = sa.Table(
    "teams",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("registered", sa.Boolean, nullable=False),
    sa.Column("liaison", sa.Text, nullable=False),
)

programme_rules = sa.Table(
    "programme_rules",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("projects", JSONB, nullable=False),
    sa.Column("task_confirmation_working_days", sa.Integer, nullable=False),
    sa.Column("practice_picture_required", sa.Boolean, nullable=False),
    sa.Column("practice_channels_required", sa.Text, nullable=False),
    sa.Column("amber_days", sa.Integer, nullable=False),
    sa.Column("reminder_cooldown_days", sa.Integer, nullable=False),
    sa.Column("periods", JSONB, nullable=False),
)

tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("task_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("work", sa.Text, nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("activity_lead_unit_id", sa.Text, nullable=False),
    sa.Column("helping_unit_ids", JSONB, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reported_at", sa.DateTime(timezone=True)),
    sa.Column("confirm_by", sa.DateTime(timezone=True)),
    sa.Column("closed_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("tasks_unit", "unit_id"),
    sa.Index("tasks_due", "due_at", "project_id", "task_id"),
)

good_practices = sa.Table(
    "good_practices",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("practice_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("drafted_by_unit_id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("pictures", JSONB, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("recommended", sa.Boolean, nullable=False),
    sa.Column("channels", JSONB, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("shared_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("good_practices_begun", "begun_at", "project_id", "practice_id"),
    sa.Index("good_practices_pictures", "pictures", postgresql_using="gin"),
)

supervisions = sa.Table(
    "supervisions",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("supervision_id", sa.Text, primary_key=True),
    sa.Column("held_on", sa.Date, nullable=False),
    *(
        sa.Column(name, sa.Text, nullable=False)
        for name in ("met", "finding", "recorded_by", "answer", "answered_by_unit_id")
    ),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("state", "demand", "evidence")),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("closed_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False),
)
