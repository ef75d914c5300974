"""The rules of a unit's team in a project."""

from dataclasses import replace
from typing import Any

import pytest

from services.applications.rule_parts import ParticipationRules
from services.applications.team.decider import (
    DECIDER,
    ExactlyOnePerson,
    NotTakingPart,
    OnlyTheUnitsOwnTeam,
    TwoPersonsNeeded,
)
from tests.applications.participation.examples import EXECUTING, FACTS, LEAD
from tests.applications.team.examples import (
    LEADER_NAMED,
    LI,
    LIAISON_NAMED,
    NAME_LEADER,
    NAME_LIAISON,
    REGISTER,
    REGISTERED,
    WANG,
    ZHAO,
)
from tests.scenario import Scenario

team = Scenario(DECIDER)
NAMINGS = [
    pytest.param(NAME_LEADER, LEADER_NAMED, id="responsible leader"),
    pytest.param(NAME_LIAISON, LIAISON_NAMED, id="liaison"),
]
EVERY_WISH = [REGISTER, NAME_LEADER, NAME_LIAISON]


class TestTheTeam:
    def test_a_unit_that_takes_part_sets_up_its_team(self) -> None:
        team.given().when(REGISTER).then(REGISTERED)

    def test_the_same_again_changes_nothing(self) -> None:
        team.given(REGISTERED).when(REGISTER).then_nothing()

    def test_it_may_be_put_otherwise(self) -> None:
        smaller = replace(REGISTER, composition="办公室主任")
        put = replace(REGISTERED, composition="办公室主任")
        team.given(REGISTERED).when(smaller).then(put)

    def test_the_executing_unit_sets_up_the_leads(self) -> None:
        leads = replace(REGISTER, unit_id=LEAD, role="lead", by=EXECUTING)
        team.given().when(leads).then(replace(REGISTERED, unit_id=LEAD, role="lead"))


class TestNaming:
    @pytest.mark.parametrize(("name", "named"), NAMINGS)
    def test_one_person_is_named(self, name: Any, named: Any) -> None:
        team.given(REGISTERED).when(name).then(named)

    @pytest.mark.parametrize(("name", "named"), NAMINGS)
    def test_the_same_person_again_changes_nothing(self, name: Any, named: Any) -> None:
        team.given(named).when(name).then_nothing()

    @pytest.mark.parametrize(("name", "named"), NAMINGS)
    def test_another_person_replaces_and_who_was_before_stays_on_record(
        self, name: Any, named: Any
    ) -> None:
        successor = replace(named, account_id=ZHAO, replaces=named.account_id)
        team.given(named).when(replace(name, accounts=(ZHAO,))).then(successor)

    @pytest.mark.parametrize(("name", "named"), NAMINGS)
    @pytest.mark.parametrize("accounts", [(), (WANG, ZHAO)], ids=["nobody", "two"])
    def test_two_at_once_or_nobody_is_refused(self, name: Any, named: Any, accounts: Any) -> None:
        wrong = replace(name, accounts=accounts)
        team.given(named).when(wrong).then_rejected(ExactlyOnePerson)

    def test_the_same_person_named_twice_is_one(self) -> None:
        team.given().when(replace(NAME_LEADER, accounts=(WANG, WANG))).then(LEADER_NAMED)

    def test_one_person_does_not_hold_both(self) -> None:
        also_liaison = replace(NAME_LIAISON, accounts=(WANG,))
        also_leader = replace(NAME_LEADER, accounts=(LI,))
        team.given(LEADER_NAMED).when(also_liaison).then_rejected(TwoPersonsNeeded)
        team.given(LIAISON_NAMED).when(also_leader).then_rejected(TwoPersonsNeeded)

    @pytest.mark.covers("AMB-20")
    def test_the_rules_may_let_one_person_hold_both(self) -> None:
        lenient = replace(FACTS, rules=ParticipationRules(contacts_distinct=False))
        both = replace(NAME_LIAISON, project=lenient, accounts=(WANG,))
        team.given(LEADER_NAMED).when(both).then(replace(LIAISON_NAMED, account_id=WANG))
        both = replace(NAME_LEADER, project=lenient, accounts=(LI,))
        team.given(LIAISON_NAMED).when(both).then(replace(LEADER_NAMED, account_id=LI))


@pytest.mark.parametrize("wish", EVERY_WISH, ids=["team", "responsible leader", "liaison"])
class TestWhoAndWhen:
    @pytest.mark.parametrize("by", ["", LEAD, EXECUTING])
    def test_nobody_names_the_people_of_another_unit(self, wish: Any, by: str) -> None:
        team.given().when(replace(wish, by=by)).then_rejected(OnlyTheUnitsOwnTeam)

    def test_a_unit_that_takes_no_part_names_nobody(self, wish: Any) -> None:
        team.given().when(replace(wish, role=None)).then_rejected(NotTakingPart)
