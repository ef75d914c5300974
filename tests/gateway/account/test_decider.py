"""The rules of an account, one example each."""

from dataclasses import replace

import pytest

from services.gateway.account.commands import (
    AccountCommand,
    IssuePasswordLink,
    RecordDenial,
    RecordPassword,
    UnlockAccount,
)
from services.gateway.account.decider import (
    DECIDER,
    AccountExists,
    NobodyGrantsHimself,
    NobodyLocksHimself,
    NoSuchAccount,
    NotABusinessRole,
    RoleStandsAlone,
    UnitMissing,
)
from services.gateway.account.events import (
    AccessDenied,
    AccessGranted,
    AccessRevoked,
    AccountUnlocked,
    PasswordLinkIssued,
    PasswordSet,
)
from shared.http.rights import Role
from tests.gateway.account.examples import (
    AT,
    CREATE,
    CREATED,
    GRANT,
    GRANTED,
    LI,
    LOCK,
    LOCKED,
    REVOKE,
)
from tests.scenario import Scenario

account = Scenario(DECIDER)
UNLOCK = UnlockAccount(account_id=LI, at=AT)


class TestOpening:
    def test_an_account_is_opened_without_any_role(self) -> None:
        account.given().when(CREATE).then(CREATED)

    def test_an_administrator_gets_that_role_with_the_account(self) -> None:
        made = AccessGranted(account_id=LI, roles=(Role.ADMIN,))
        account.given().when(replace(CREATE, administrator=True)).then(CREATED, made)

    def test_a_name_is_given_once(self) -> None:
        account.given(CREATED).when(CREATE).then_rejected(AccountExists)


class TestGranting:
    def test_a_leader_grants_a_role(self) -> None:
        account.given(CREATED).when(GRANT).then(GRANTED)

    def test_granting_again_changes_nothing(self) -> None:
        account.given(CREATED, GRANTED).when(GRANT).then_nothing()

    def test_only_what_is_new_is_granted(self) -> None:
        both = replace(GRANT, roles=(Role.RESPONSIBLE, Role.LIAISON))
        new = replace(GRANTED, roles=(Role.RESPONSIBLE,))
        account.given(CREATED, GRANTED).when(both).then(new)

    def test_nobody_grants_himself(self) -> None:
        account.given(CREATED).when(replace(GRANT, by=LI)).then_rejected(NobodyGrantsHimself)

    @pytest.mark.parametrize("role", [Role.ADMIN, Role.CLIENT])
    def test_what_is_no_business_role_is_not_granted(self, role: Role) -> None:
        account.given(CREATED).when(replace(GRANT, roles=(role,))).then_rejected(NotABusinessRole)

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
    def test_reviewing_and_auditing_need_an_account_of_their_own(self, role: Role) -> None:
        more = replace(GRANT, roles=(role,))
        account.given(CREATED, GRANTED).when(more).then_rejected(RoleStandsAlone)

    def test_an_administrator_holds_no_business_role(self) -> None:
        admin = replace(GRANTED, roles=(Role.ADMIN,))
        account.given(CREATED, admin).when(GRANT).then_rejected(RoleStandsAlone)

    def test_a_liaison_has_a_unit(self) -> None:
        nowhere = replace(CREATED, unit="")
        account.given(nowhere).when(GRANT).then_rejected(UnitMissing)

    def test_an_account_that_is_not_there_gets_nothing(self) -> None:
        account.given().when(GRANT).then_rejected(NoSuchAccount)


class TestRevoking:
    def test_a_leader_revokes_a_role(self) -> None:
        lost = AccessRevoked(account_id=LI, roles=(Role.LIAISON,))
        account.given(CREATED, GRANTED).when(REVOKE).then(lost)

    def test_what_is_not_held_is_not_revoked(self) -> None:
        account.given(CREATED).when(REVOKE).then_nothing()

    def test_nobody_revokes_his_own(self) -> None:
        account.given(CREATED, GRANTED).when(replace(REVOKE, by=LI)).then_rejected(
            NobodyGrantsHimself
        )


class TestLocking:
    def test_an_account_is_locked_with_the_reason(self) -> None:
        account.given(CREATED).when(LOCK).then(LOCKED)

    def test_locking_again_changes_nothing(self) -> None:
        account.given(CREATED, LOCKED).when(LOCK).then_nothing()

    def test_nobody_locks_himself(self) -> None:
        account.given(CREATED).when(replace(LOCK, by=LI)).then_rejected(NobodyLocksHimself)

    def test_a_locked_account_is_unlocked(self) -> None:
        account.given(CREATED, LOCKED).when(UNLOCK).then(AccountUnlocked(account_id=LI))

    def test_an_open_account_stays_open(self) -> None:
        account.given(CREATED).when(UNLOCK).then_nothing()


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (IssuePasswordLink(account_id=LI, at=AT), PasswordLinkIssued(account_id=LI)),
        (RecordPassword(account_id=LI, at=AT), PasswordSet(account_id=LI)),
        (
            RecordDenial(account_id=LI, operation="GET /api/x", at=AT),
            AccessDenied(account_id=LI, operation="GET /api/x"),
        ),
    ],
)
def test_what_happens_to_an_account_is_put_on_record(
    command: AccountCommand, event: PasswordSet
) -> None:
    account.given(CREATED).when(command).then(event)
