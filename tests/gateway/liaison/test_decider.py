"""The rules of being liaison of one project, one example each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.gateway.account.events import AccessGranted, AccessRevoked, AccountEvent
from services.gateway.account_refusals import NoSuchAccount, RoleStandsAlone, UnitMissing
from services.gateway.liaison.commands import NameLiaison, ReleaseLiaison
from services.gateway.liaison.decider import DECIDER
from shared.http.rights import Role
from shared.ids import ProjectId
from tests.gateway.account.examples import AT, CREATED, GRANTED, LI, LOCKED
from tests.scenario import Scenario

account = Scenario(DECIDER)
P08, P18 = ProjectId("2017-p08"), ProjectId("2017-p18")
LATER = AT + timedelta(days=1)
NAME = NameLiaison(account_id=LI, project_id=P08, as_of=AT)
NAMED = AccessGranted(account_id=LI, roles=(Role.LIAISON,), project_id=P08, as_of=AT)
RELEASE = ReleaseLiaison(account_id=LI, project_id=P08, as_of=LATER)
RELEASED = AccessRevoked(account_id=LI, roles=(Role.LIAISON,), project_id=P08, as_of=LATER)


@pytest.mark.covers("REQ-33")
@pytest.mark.parametrize("then", [(), (GRANTED,), (LOCKED,)])
def test_a_named_account_gets_the_role_for_that_project_only(
    then: tuple[AccountEvent, ...],
) -> None:
    account.given(CREATED, *then).when(NAME).then(NAMED)


@pytest.mark.covers("REQ-33")
def test_it_loses_it_there_and_nowhere_else() -> None:
    elsewhere = replace(NAMED, project_id=P18)
    account.given(CREATED, NAMED, elsewhere).when(RELEASE).then(RELEASED)


@pytest.mark.parametrize("command", [NAME, replace(RELEASE, as_of=AT)])
def test_the_same_again_changes_nothing(command: NameLiaison | ReleaseLiaison) -> None:
    account.given(CREATED, NAMED).when(command).then_nothing()


def test_a_naming_that_was_overtaken_by_its_end_gives_nothing() -> None:
    account.given(CREATED).when(RELEASE).then(RELEASED)
    account.given(CREATED, RELEASED).when(NAME).then_nothing()


def test_it_can_be_named_again_later() -> None:
    again = replace(NAME, as_of=LATER + timedelta(days=1))
    account.given(CREATED, NAMED, RELEASED).when(again).then(replace(NAMED, as_of=again.as_of))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.ADMIN])
def test_who_reviews_audits_or_administers_does_only_that(role: Role) -> None:
    alone = AccessGranted(account_id=LI, roles=(role,))
    account.given(CREATED, alone).when(NAME).then_rejected(RoleStandsAlone)


def test_a_liaison_acts_for_a_unit() -> None:
    account.given(replace(CREATED, unit="")).when(NAME).then_rejected(UnitMissing)


@pytest.mark.parametrize("command", [NAME, RELEASE])
def test_there_has_to_be_such_an_account(command: NameLiaison | ReleaseLiaison) -> None:
    account.given().when(command).then_rejected(NoSuchAccount)
