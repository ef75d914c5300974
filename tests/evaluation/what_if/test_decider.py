"""A simulation is logged once, with its rules and whoever ran it."""

from dataclasses import replace

from services.evaluation.what_if.commands import RunWhatIf
from services.evaluation.what_if.decider import DECIDER, WhatIfIdTaken
from services.evaluation.what_if.events import DraftRules, WhatIfRun
from shared.ids import AccountId, ProgrammeId
from tests.scenario import Scenario

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
DRAFT = DraftRules(
    min_score=5500,
    min_valid=5,
    aggregate="trimmed_mean",
    lead=1200,
    co_lead=600,
    cap=2000,
    cap_scope="unit_year",
)
RUN = RunWhatIf(programme_id=PROGRAMME, what_if_id="lower-mark", rules=DRAFT, by=AccountId("staff"))
WAS_RUN = WhatIfRun(
    programme_id=PROGRAMME, what_if_id="lower-mark", rules=DRAFT, by=AccountId("staff")
)

what_if = Scenario(DECIDER)


def test_who_tried_which_rules_is_logged() -> None:
    what_if.given().when(RUN).then(WAS_RUN)


def test_the_same_again_is_logged_once() -> None:
    what_if.given(WAS_RUN).when(RUN).then_nothing()


def test_one_id_stands_for_one_simulation_of_one_person() -> None:
    other_rules = replace(RUN, rules=replace(DRAFT, min_score=5000))

    what_if.given(WAS_RUN).when(other_rules).then_rejected(WhatIfIdTaken)
    what_if.given(WAS_RUN).when(replace(RUN, by=AccountId("leader"))).then_rejected(WhatIfIdTaken)
