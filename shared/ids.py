"""Identifiers that travel between services. Two ids of different things never mix.

Ids of the office's own things (units, projects, programmes) are the slugs that the office's
data uses, for example `guozi-wei` or `2017-p08`: lower-case letters, digits and hyphens.
"""

import re
from typing import NewType
from uuid import UUID, uuid5

AccountId = NewType("AccountId", str)
ProgrammeId = NewType("ProgrammeId", str)
ProjectId = NewType("ProjectId", str)
UnitId = NewType("UnitId", str)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PERIOD_PATTERN = r"^20\d{2}[A-Z]\d{1,2}$"
"""A reporting period of a year, such as 2017Q2: the calendar's quarters or what a programme lists."""

NAMESPACE = UUID("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2017")
"""Every derived identifier of Lingban is a UUIDv5 below this one (RFC 9562)."""


def derived_id(*parts: object) -> UUID:
    """Return the UUIDv5 that these parts always lead to, in every process and every run."""
    return uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts))
