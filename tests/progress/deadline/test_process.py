"""What an announced programme and the applications to lead it lead to."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.progress.deadline.commands import NoteFulfilment, SetDeadline
from services.progress.deadline.process import react
from shared.contracts.applications import UnitApplied
from shared.store.events import Recorded, Stream
from tests.progress.deadline.examples import SET_COMMAND
from tests.progress.examples import (
    ANNOUNCED,
    GUOZI,
    JIAOTONG,
    P08,
    PROGRAMME,
    RESULTS,
    SECOND_QUARTER,
    accepted,
    shanghai,
)
from tests.progress.work_plan.examples import PLAN_OWED, joined

AT = shanghai(5, 8, 9)
NOTE = NoteFulfilment(obligation="lead_application", subject=P08, at=AT)
APPLIED = UnitApplied(programme_id=PROGRAMME, project_id=P08, unit_id=GUOZI, role="lead")


def recorded(event: object) -> Recorded[object]:
    nobody = UUID(int=0)
    stream: Stream[object] = Stream("programme", PROGRAMME)
    return Recorded(event, stream, 1, nobody, AT, AT, "system", type(event).__name__, nobody)


def test_every_project_owes_every_obligation_and_its_lead_owns_them() -> None:
    reactions = list(react(recorded(ANNOUNCED)))

    assert len(reactions) == 3 * 4
    assert [r.stream.name for r in reactions[:4]] == [
        "deadline:lead-application~2017-p08",
        "deadline:progress-report~2017-p08~2017q2",
        "deadline:progress-report~2017-p08~2017q3",
        "deadline:results~2017-p08",
    ]
    assert reactions[1].command == SET_COMMAND


@pytest.mark.covers("AMB-24")
def test_what_the_announcement_says_of_the_grace_holds_for_the_deadline() -> None:
    strict = replace(RESULTS, late_within_grace=True)
    reactions = react(recorded(replace(ANNOUNCED, obligations=(SECOND_QUARTER, strict))))

    marked = [reaction.command.late_within_grace for reaction in reactions]
    assert marked == [False, True] * 3


def test_applying_to_lead_meets_the_deadline_of_the_unit_that_owes_it() -> None:
    (reaction,) = react(recorded(APPLIED))

    assert reaction.stream.name == "deadline:lead-application~2017-p08"
    assert reaction.command == replace(NOTE, from_unit=GUOZI)


def test_whoever_was_accepted_as_lead_has_met_it() -> None:
    (reaction,) = react(recorded(accepted(P08, GUOZI, "lead")))

    assert reaction.command == NOTE


def test_co_leads_owe_no_application() -> None:
    assert list(react(recorded(replace(APPLIED, role="co_lead")))) == []
    assert list(react(recorded(accepted(P08, GUOZI)))) == []


def test_whoever_was_accepted_as_co_lead_owes_its_plan() -> None:
    (reaction,) = react(recorded(joined(P08, JIAOTONG)))

    assert reaction.stream.name == "deadline:co-lead-plan~2017-p08~jiaotong-ju"
    assert reaction.command == SetDeadline(
        programme_id=PROGRAMME,
        obligation="co_lead_plan",
        subject="2017-p08~jiaotong-ju",
        project_id=P08,
        owner_unit_id=JIAOTONG,
        label=PLAN_OWED.label,
        due_at=PLAN_OWED.due_at,
        grace_until=PLAN_OWED.grace_until,
    )
