"""Who was entitled to act on a case: its units by their part in it, and accounts by role and unit.

A liaison or responsible leader acts for the unit of the account: the lead, the unit that executes for
it (AMB-13), or a co-lead. A reviewer acts while the sheet is open and the reviewer sits on the
panel without being recused; the contact leader on the own project, the organiser's leader on every case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

import orjson

from services.audit.facts import Fact, fact_of
from services.audit.folding import NOTHING, AsOf, Key, Record, pointer
from services.audit.log.projection import LoggedEvent
from shared.contracts.gateway import (
    CODEC,
    AccessGranted,
    AccessRevoked,
    AccountCreated,
    AccountLocked,
    AccountUnlocked,
)
from shared.domain import value
from shared.http.rights import Role

type Capacity = Literal[
    "lead",
    "executing",
    "co_lead",
    "liaison",
    "responsible_leader",
    "contact_leader",
    "reviewer",
    "leader",
]

TAKES_PART_NO_MORE = frozenset(
    {"ParticipationEnded", "ApplicationRejected", "ApplicationWithdrawn", "DesignationDeclined"}
)
JUDGES_NO_MORE = frozenset({"ReviewClosed", "ReviewVoided"})

FOR_A_UNIT: Mapping[Role, Capacity] = {
    Role.LIAISON: "liaison",
    Role.RESPONSIBLE: "responsible_leader",
}


@value
class Account:
    """An account: the unit it acts for, and by which event it holds each of its roles."""

    account_id: str
    title: str = ""
    unit: str = ""
    locked: bool = False
    roles: Mapping[str, LoggedEvent] = NOTHING


@value
class Entitled:
    """A unit (`account_id` "") or an account that may act on a case, since which event.

    `title` is the office's word for the account, not a person's name.
    """

    capacity: Capacity
    unit_id: str
    account_id: str
    title: str
    since: Fact


def accounts_at(events: Iterable[LoggedEvent], at: AsOf) -> Mapping[str, Account]:
    """Return all accounts as they were; events of one account come in their order."""
    accounts: dict[str, Account] = {}
    for event in filter(at.has, events):
        happened = CODEC.decode(event.type, 1, orjson.dumps(event.data))
        if happened is not None:
            before = accounts.get(happened.account_id, Account(account_id=happened.account_id))
            accounts[happened.account_id] = _after(before, happened, event)
    return accounts


def _after(account: Account, happened: Any, event: LoggedEvent) -> Account:  # noqa: ANN401 - of the contract
    match happened:
        case AccountCreated(title=title, unit=unit):
            return replace(account, title=title, unit=unit)
        case AccessGranted(roles=roles, project_id=""):
            return replace(account, roles={**dict.fromkeys(roles, event), **account.roles})
        case AccessRevoked(roles=roles, project_id=""):
            left = {role: since for role, since in account.roles.items() if role not in roles}
            return replace(account, roles=left)
        case AccountLocked() | AccountUnlocked():
            return replace(account, locked=isinstance(happened, AccountLocked))
        case _:
            return account


def entitled(
    project_id: str, case: Mapping[Key, Record], accounts: Mapping[str, Account]
) -> list[Entitled]:
    """Return who may act on a case: units first, then accounts."""
    units = list(_units(project_id, case))
    acting = {unit.unit_id for unit in units}
    able = [account for account in accounts.values() if not account.locked]
    return [
        *units,
        *(found for account in able for found in _acting_for(account, acting)),
        *_contact(project_id, case, accounts),
        *_reviewers(case, accounts),
        *(found for account in able for found in _leading(account)),
    ]


def _units(project_id: str, case: Mapping[Key, Record]) -> Iterator[Entitled]:
    designated = _writer_of("lead", project_id, case)
    if designated is not None:
        yield _unit("lead", designated.data["unit_id"], designated)
        if executing := designated.data.get("executing_unit_id"):
            yield _unit("executing", executing, designated)
    yield from _co_leads(case)


def _co_leads(case: Mapping[Key, Record]) -> Iterator[Entitled]:
    for record in case.values():
        accepted = _since(record, "ApplicationAccepted", TAKES_PART_NO_MORE)
        if accepted is not None and accepted.data["role"] == "co_lead":
            yield _unit("co_lead", accepted.data["unit_id"], accepted)


def _writer_of(part: str, project_id: str, case: Mapping[Key, Record]) -> LoggedEvent | None:
    """Return the event that wrote a part of the project last, if one did."""
    project = case.get(("applications", f"project:{project_id}"))
    return None if project is None else project.writers.get(pointer("fields", part))


def _since(record: Record, begun: str, ended: frozenset[str]) -> LoggedEvent | None:
    """Return the event of a type since which something holds, unless a later one ended it."""
    beginning = record.latest.get(begun)
    ends = [record.latest[name].version for name in ended & set(record.latest)]
    return beginning if beginning and max(ends, default=0) < beginning.version else None


def _unit(capacity: Capacity, unit_id: str, since: LoggedEvent) -> Entitled:
    return Entitled(
        capacity=capacity, unit_id=unit_id, account_id="", title="", since=fact_of(since)
    )


def _account(capacity: Capacity, account: Account, since: LoggedEvent) -> Entitled:
    return Entitled(
        capacity=capacity,
        unit_id=account.unit,
        account_id=account.account_id,
        title=account.title,
        since=fact_of(since),
    )


def _acting_for(account: Account, units: set[str]) -> Iterator[Entitled]:
    if account.unit in units:
        for role, capacity in FOR_A_UNIT.items():
            if role in account.roles:
                yield _account(capacity, account, account.roles[role])


def _leading(account: Account) -> Iterator[Entitled]:
    if Role.LEADER in account.roles:
        yield _account("leader", account, account.roles[Role.LEADER])


def _contact(
    project_id: str, case: Mapping[Key, Record], accounts: Mapping[str, Account]
) -> Iterator[Entitled]:
    assigned = _writer_of("contact_leader", project_id, case)
    if assigned is not None:
        name = assigned.data["account_id"]
        yield _account("contact_leader", accounts.get(name, Account(account_id=name)), assigned)


def _reviewers(case: Mapping[Key, Record], accounts: Mapping[str, Account]) -> Iterator[Entitled]:
    panels = [record.fields for record in case.values() if record.feature == "panel"]
    seated = {name for panel in panels for name in panel.get("members", {})}
    free = seated - {name for panel in panels for name in panel.get("recusals", {})}
    for record in case.values():
        assigned = _since(record, "ReviewAssigned", JUDGES_NO_MORE)
        if assigned is not None and assigned.data["reviewer_id"] in free:
            name = assigned.data["reviewer_id"]
            yield _account("reviewer", accounts.get(name, Account(account_id=name)), assigned)
