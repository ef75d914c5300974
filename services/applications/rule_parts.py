"""What a programme's rules say about results, coverage and how units come and go: values of its events.

A field may be added with a default; nothing is renamed or removed.
"""

from datetime import date
from typing import Literal

from shared.domain import value

type Approver = Literal["organiser_leader", "organiser_staff"]
type Leaving = Literal["with_approval", "free", "not_allowed"]


@value
class ReportingPeriod:
    """A stretch of days that leads report on by its last one (REQ-38). Both days belong to it.

    `id` begins with the year it is named for, as `2018T1`; `label` is what follows that year in print.
    """

    id: str
    first_day: date
    last_day: date
    label: str


@value
class ResultsSection:
    """A section that every results package of a category must hold."""

    id: str
    name: str
    name_en: str


@value
class ResultsForm:
    """What a results package of a category holds (REQ-07, REQ-08, REQ-09).

    `required_kinds` are kinds of ledger items of which it needs at least one. `every_target` says
    whether a target without a ledger item must be made up for, or is only warned of (REQ-28).
    """

    category: str
    sections: tuple[ResultsSection, ...]
    required_kinds: tuple[str, ...]
    every_target: bool


@value
class ResultsRule:
    """How results and ledgers are handed in.

    `shift` says what happens when the last day is no working day (AMB-09); `replace_last_report`
    whether they stand for the report of the period in which they fall (AMB-35); `held_by_unit`
    whether originals may stay with the unit, listed in the ledger only (AMB-33); `late_within_grace`
    whether what comes after the due date but within the grace is accepted as late (AMB-24), or as in time.
    """

    shift: Literal["none", "previous_working_day"] = "none"
    replace_last_report: bool = True
    held_by_unit: bool = True
    late_within_grace: bool = True
    forms: tuple[ResultsForm, ...] = ()

    def marks_late(self, kind: str) -> bool:
        """Return whether something of a kind is late when it comes within its grace."""
        return kind == "results" and self.late_within_grace


@value
class CoverageRule:
    """What counts when each unit has to take part (REQ-13).

    A lead's executing unit takes part by that, or not (AMB-13). What a unit under another one of the roll
    takes part in counts for the one above, or each has to take part for itself (AMB-14).
    """

    executing_units_count: bool = True
    children_roll_up: bool = True


@value
class ParticipationRules:
    """How units come and go, where the notice leaves it open.

    `supplementary_until` is the last day of the supplementary form, None if there is none, and
    `supplementary_approver` accepts it (AMB-04). `paper_accepted`: the staff may enter forms that
    came on paper (AMB-19). `contacts_distinct`: responsible leader and liaison are two persons
    (AMB-20). `leaving`: how a unit that takes part leaves, `opinion_before_leaving`: not before
    the lead has been heard (AMB-11). A project with fewer than `co_leads_expected` is shown as
    short of them (AMB-10). A unit takes part in at most `max_per_unit` projects, None for any number
    (AMB-28). `unique_per_project`: a lead's executing unit does not co-lead there (AMB-36).
    """

    supplementary_until: date | None = None
    supplementary_approver: Approver = "organiser_leader"
    paper_accepted: bool = True
    contacts_distinct: bool = True
    leaving: Leaving = "with_approval"
    opinion_before_leaving: bool = True
    co_leads_expected: int = 1
    max_per_unit: int | None = None
    unique_per_project: bool = True


@value
class SupervisionRules:
    """How the organiser follows up what is owed.

    A light turns amber `amber_days` before something is due (PRA-05). A unit is reminded by hand of
    one obligation once in `reminder_cooldown_days`, which is once a day at most (REQ-43).
    """

    amber_days: int = 3
    reminder_cooldown_days: int = 1
