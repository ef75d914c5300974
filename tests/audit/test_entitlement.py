from collections.abc import Sequence
from typing import Any

from services.applications.participation.events import ApplicationWithdrawn
from services.audit.entitlement import Entitled, accounts_at, entitled
from services.audit.folding import AsOf, rebuilt
from services.evaluation.panel.events import ReviewerStoodDown, panel_of
from services.gateway.account.events import (
    AccessRevoked,
    AccountLocked,
    AccountUnlocked,
    account,
)
from shared.domain import value
from shared.http.rights import Role
from shared.ids import AccountId
from shared.store.events import Stream
from tests.audit.examples import (
    CO_LEAD,
    PART,
    PROGRAMME,
    PROJECT,
    SEASON,
    Happening,
    day,
    in_the_log,
    on,
)

GUOZI, LINGDAO = AccountId("guozi-liaison"), AccountId("lingdao")


def who(true_on: Any, *more: Happening, known_on: Any = None) -> Sequence[Entitled]:
    events = in_the_log([*SEASON, *more])
    point = AsOf(true_on=true_on, known_on=known_on or true_on)
    return entitled(PROJECT, rebuilt(events, point), accounts_at(events, point))


def named(found: Sequence[Entitled]) -> set[tuple[str, str]]:
    return {(one.capacity, one.account_id or one.unit_id) for one in found}


def test_units_act_by_their_part_and_accounts_by_their_role_and_unit() -> None:
    assert named(who(day(5, 20))) == {
        ("lead", "guozi-wei"),
        ("executing", "keji-ju"),
        ("co_lead", "gongan-ju"),
        ("liaison", "guozi-liaison"),
        ("responsible_leader", "keji-leader"),
        ("liaison", "gongan-liaison"),
        ("leader", "lingdao"),
    }


def test_a_unit_that_was_not_accepted_yet_is_not_entitled_nor_are_its_accounts() -> None:
    assert not {("co_lead", "gongan-ju"), ("liaison", "gongan-liaison")} & named(who(day(5, 11)))


def test_before_a_lead_was_designated_only_the_leader_is_entitled() -> None:
    assert named(who(day(5, 1))) == {("leader", "lingdao")}


def test_a_unit_that_takes_part_no_more_is_not_entitled() -> None:
    gone = ApplicationWithdrawn(programme_id=PROGRAMME, project_id=PROJECT, unit_id=CO_LEAD)
    withdrawn = on(day(5, 15), "applications", PART, gone)

    assert ("co_lead", "gongan-ju") in named(who(day(5, 14), *withdrawn))
    assert ("co_lead", "gongan-ju") not in named(who(day(5, 16), *withdrawn))


def test_a_role_counts_from_its_grant_to_its_end() -> None:
    revoked = on(
        day(6, 1),
        "gateway",
        account(LINGDAO),
        AccessRevoked(account_id=LINGDAO, roles=(Role.LEADER,)),
    )

    assert ("leader", "lingdao") in named(who(day(5, 31), *revoked))
    assert ("leader", "lingdao") not in named(who(day(6, 2), *revoked))
    assert ("leader", "lingdao") in named(who(day(6, 2), *revoked, known_on=day(5, 31)))


def test_a_locked_account_is_not_entitled_until_it_is_unlocked() -> None:
    locked = on(
        day(6, 1), "gateway", account(GUOZI), AccountLocked(account_id=GUOZI, reason="调离")
    )
    unlocked = on(day(6, 9), "gateway", account(GUOZI), AccountUnlocked(account_id=GUOZI))

    assert ("liaison", GUOZI) not in named(who(day(6, 2), *locked, *unlocked))
    assert ("liaison", GUOZI) in named(who(day(6, 10), *locked, *unlocked))


@value
class ContactLeaderAssigned:
    """As applications records it; the fold knows it by its name."""

    programme_id: str
    project_id: str
    account_id: str


def test_the_contact_leader_is_the_one_assigned_last() -> None:
    first, second = (
        ContactLeaderAssigned(programme_id=PROGRAMME, project_id=PROJECT, account_id=name)
        for name in ("zhang-lingdao", LINGDAO)
    )
    project: Stream[Any] = Stream("project", PROJECT)
    assigned = (
        *on(day(5, 3), "applications", project, first),
        *on(day(9, 1), "applications", project, second),
    )

    assert ("contact_leader", "zhang-lingdao") in named(who(day(8, 31), *assigned))
    assert ("contact_leader", LINGDAO) in named(who(day(9, 2), *assigned))
    assert ("contact_leader", "zhang-lingdao") not in named(who(day(9, 2), *assigned))


def test_a_reviewer_is_entitled_while_the_sheet_is_open() -> None:
    assert ("reviewer", "r1") not in named(who(day(12, 10)))
    assert ("reviewer", "r1") in named(who(day(12, 19)))
    assert ("reviewer", "r1") not in named(who(day(12, 21)))


def test_a_reviewer_who_left_the_panel_is_not_entitled() -> None:
    gone = on(
        day(12, 13),
        "evaluation",
        panel_of(PROGRAMME),
        ReviewerStoodDown(programme_id=PROGRAMME, reviewer_id="r1"),
    )

    assert ("reviewer", "r1") not in named(who(day(12, 14), *gone))


@value
class RecusalDeclared:
    """As evaluation records it; the fold knows it by its name."""

    programme_id: str
    project_id: str
    reviewer_id: str


def test_a_reviewer_who_is_recused_is_not_entitled() -> None:
    recused = RecusalDeclared(programme_id=PROGRAMME, project_id=PROJECT, reviewer_id="r1")
    panel: Stream[Any] = Stream("panel", PROGRAMME)
    declared = on(day(12, 13), "evaluation", panel, recused)

    assert ("reviewer", "r1") in named(who(day(12, 12), *declared))
    assert ("reviewer", "r1") not in named(who(day(12, 14), *declared))


def test_everyone_is_named_with_the_event_since_which() -> None:
    (liaison,) = (one for one in who(day(5, 20)) if one.account_id == GUOZI)
    (lead,) = (one for one in who(day(5, 20)) if one.capacity == "lead")

    assert (liaison.title, liaison.unit_id) == ("账号guozi-liaison", "guozi-wei")
    assert (liaison.since.type, liaison.since.occurred_at) == ("AccessGranted", day(4, 20))
    assert (lead.since.type, lead.since.why) == ("LeadUnitDesignated", "annex")
