"""Which notices are to be sent by e-mail now: what the digest has gathered, and what is due today."""

import sqlalchemy as sa

from services.notifications.channel import projection as channels
from services.notifications.notification import projection as notices
from shared.store.sql import Statement

_n, _c, _earlier = notices.table.c, channels.table.c, notices.table.alias("earlier")
_urgent = sa.and_(
    _n.kind == "reminder",
    _n.due_at > sa.bindparam("today", type_=notices.MOMENT),
    _n.due_at <= sa.bindparam("tomorrow", type_=notices.MOMENT),
)
_pending = sa.and_(
    _n.state == "visible",
    _n.queued_at >= _c.bound_at,
    _n.email_state.in_([sa.literal("open"), sa.literal("retrying")]),
    sa.or_(_n.retry_at.is_(None), _n.retry_at <= sa.func.clock_timestamp()),
    sa.or_(_n.queued_at <= sa.bindparam("gathered", type_=notices.MOMENT), _urgent),
)
_with_address = sa.join(notices.table, channels.table, _n.recipient == _c.recipient)
_repeated = sa.exists().where(
    _earlier.c.recipient == _n.recipient,
    _earlier.c.title == _n.title,
    _earlier.c.text == _n.text,
    _earlier.c.mailed_at >= sa.bindparam("today", type_=notices.MOMENT),
)
_some = (
    sa.select(_n.recipient)
    .select_from(_with_address)
    .where(_pending)
    .group_by(_n.recipient)
    .order_by(sa.func.min(_n.queued_at))
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
PENDING = Statement(
    sa.select(
        *(_n.id, _n.recipient, _n.title, _n.text, _n.queued_at, _n.email_attempts, _c.address),
        sa.func.coalesce(_urgent, sa.false()).label("urgent"),
        _repeated.label("repeated"),
    )
    .select_from(_with_address)
    .where(_pending, _n.recipient.in_(_some))
    .order_by(_n.queued_at, _n.id)
)
"""All that is to be sent now to some recipients, the oldest first."""
