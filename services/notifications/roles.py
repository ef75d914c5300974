"""The roles that a notice may be for, and what each is called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from shared.domain import value

type Addressed = Literal[
    "unit",
    "former_unit",
    "reviewer",
    "addressees",
    "lead",
    "lead_leader",
    "co_leads",
    "contact_leader",
    "staff",
    "leaders",
    "reviewers",
    "all_units",
]
ROLES: tuple[str, ...] = get_args(Addressed.__value__)
OF_A_PROJECT = frozenset({"lead", "lead_leader", "co_leads", "contact_leader"})
"""Roles that somebody has in a project: an event without one has nobody in them."""

OF_THE_OFFICE = frozenset({"staff", "leaders", "reviewers", "all_units"})
"""Roles that are told of any event."""


@value
class Meaning:
    """What something means, in Chinese and in English."""

    zh: str
    en: str


NAMES: Mapping[str, Meaning] = MappingProxyType(
    {
        "unit": Meaning(zh="所涉单位", en="the unit concerned"),
        "former_unit": Meaning(zh="原单位", en="the unit it passed from"),
        "reviewer": Meaning(zh="所涉评委", en="the reviewer concerned"),
        "addressees": Meaning(zh="通知主送单位", en="the units it is addressed to"),
        "lead": Meaning(zh="牵头领办单位", en="the lead"),
        "lead_leader": Meaning(zh="牵头领办单位的责任领导", en="the lead's responsible leader"),
        "co_leads": Meaning(zh="联办单位", en="the co-leads"),
        "contact_leader": Meaning(zh="项目联系领导", en="the contact leader"),
        "staff": Meaning(zh="主办单位工作人员", en="the organiser's staff"),
        "leaders": Meaning(zh="主办单位领导", en="the organiser's leaders"),
        "reviewers": Meaning(zh="全体评委", en="all reviewers"),
        "all_units": Meaning(zh="名册上的所有单位", en="every unit of the roll"),
    }
)
