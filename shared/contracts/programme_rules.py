"""The parts of a programme's rules that others may rely on: values of `ProgrammeRulesSet`."""

from datetime import date
from typing import Literal

from shared.domain import value
from shared.ids import ProjectId


@value
class DatedRule:
    """Something is due by a day. `addressee` is the body it goes to, or ""."""

    kind: str
    addressee: str = ""


@value
class ResultsSection:
    """A section that every results package of a category must hold."""

    id: str
    name: str
    name_en: str


@value
class ResultsForm:
    """What a results package of a category must hold, and whether every target needs an item."""

    category: str
    sections: tuple[ResultsSection, ...]
    required_kinds: tuple[str, ...]
    every_target: bool


@value
class ResultsRule:
    """How results are handed in; `held_by_unit` says whether originals may stay with the unit."""

    shift: Literal["none", "previous_working_day"] = "none"
    replace_last_report: bool = True
    held_by_unit: bool = True
    forms: tuple[ResultsForm, ...] = ()


@value
class SupervisionRules:
    """When a light turns amber, and how often a unit is reminded by hand of one obligation."""

    amber_days: int = 3
    reminder_cooldown_days: int = 1


@value
class ReportingPeriod:
    """A stretch of days that leads report on, both days included; `label` follows the year of its id."""

    id: str
    first_day: date
    last_day: date
    label: str


@value
class Category:
    """A kind of outcome, and the projects that belong to it."""

    projects: tuple[ProjectId, ...]
