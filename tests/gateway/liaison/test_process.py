"""Being liaison of one project, at the front door of an office that listens to `applications`."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from deploy.embedded.stack import EmbeddedStack
from deploy.web import front_door
from services.gateway.entrance import own
from services.gateway.main import SERVICE
from shared.contracts.applications import CODEC, LiaisonNamed, ParticipationEnded
from shared.http.caller import HEADER, Verifier
from shared.http.rights import Role
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream
from tests.gateway.conftest import Premises
from tests.office import an_office, settings_of

P08, P18, GUOZI = ProjectId("2017-p08"), ProjectId("2017-p18"), UnitId("guozi-wei")
TEAM: Stream[object] = Stream("team", f"{P08}~{GUOZI}")
PART: Stream[object] = Stream("participation", f"{P08}~{GUOZI}")


@pytest.fixture(scope="module")
async def premises(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Premises]:
    folder = tmp_path_factory.mktemp("gateway")
    mine = {"gateway": own(settings_of(servers, "", folder))}
    sources = {"applications": CODEC}
    async with an_office(servers, folder, SERVICE, sources=sources, own=mine) as office:
        run = office.runs["gateway"]
        upstreams = {"gateway": run.app(Verifier(office.key))}
        yield Premises(office=office, door=front_door(run, upstreams, [run]))


async def mirror(request: Request) -> JSONResponse:
    return JSONResponse({"identity": request.headers.get(HEADER, "")})


MIRROR = Starlette(routes=[Route("/api/mirror/{rest:path}", mirror)])


async def roles_at(premises: Premises, browser: httpx2.AsyncClient, path: str) -> set[str]:
    """Return the roles with which a service sees somebody who asks for a path."""
    door = replace(premises.door, upstreams={**premises.door.upstreams, "mirror": MIRROR})
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(door), base_url="http://office", cookies=browser.cookies
    ) as client:
        identity = (await client.get(f"/api/mirror/{path}")).json()["identity"]
    return set(Verifier(premises.office.key).caller(identity).roles)


def named(account: str, replaces: str = "") -> LiaisonNamed:
    return LiaisonNamed(
        programme_id=ProgrammeId("szjg-zutuanshi-2017"),
        project_id=P08,
        unit_id=GUOZI,
        role="lead",
        account_id=AccountId(account),
        replaces=replaces,
    )


def ended(liaison: str) -> ParticipationEnded:
    return ParticipationEnded(
        programme_id=ProgrammeId("szjg-zutuanshi-2017"),
        project_id=P08,
        unit_id=GUOZI,
        role="lead",
        cause="lead_replaced",
        reason="协商更换",
        ended_on=date(2017, 9, 1),
        liaison=liaison,
    )


async def told(premises: Premises, stream: Stream[object], event: object) -> None:
    premises.office.clock.advance(minutes=1)
    await premises.office.publish("applications", stream, event)
    await premises.office.caught_up()


@pytest.mark.covers("REQ-33")
async def test_a_named_account_acts_as_liaison_in_its_project_and_in_lists(
    premises: Premises,
) -> None:
    await premises.account("named-li", unit=GUOZI)
    await told(premises, TEAM, named("named-li"))
    browser = await premises.signed_in("named-li")

    assert await roles_at(premises, browser, f"projects/{P08}/results") == {Role.LIAISON}
    assert await roles_at(premises, browser, f"projects/{P18}/results") == set()
    assert await roles_at(premises, browser, "tasks") == {Role.LIAISON}
    assert (await premises.events("account:named-li"))[-1] == "AccessGranted"


@pytest.mark.covers("REQ-33")
async def test_it_loses_the_role_when_another_is_named(premises: Premises) -> None:
    await premises.account("new-li", unit=GUOZI)
    await told(premises, TEAM, named("new-li", replaces="named-li"))
    former = await premises.signed_in("named-li")
    present = await premises.signed_in("new-li")

    assert await roles_at(premises, former, f"projects/{P08}/results") == set()
    assert await roles_at(premises, present, f"projects/{P08}/results") == {Role.LIAISON}
    assert (await premises.events("account:named-li"))[-1] == "AccessRevoked"


@pytest.mark.covers("REQ-33", "AMB-12")
async def test_it_loses_the_role_when_the_units_part_ends(premises: Premises) -> None:
    await told(premises, PART, ended("new-li"))
    former = await premises.signed_in("new-li")

    assert await roles_at(premises, former, f"projects/{P08}/results") == set()
    assert (await premises.events("account:new-li")).count("AccessRevoked") == 1


async def test_an_account_that_may_act_for_its_unit_in_everything_still_may(
    premises: Premises,
) -> None:
    await premises.account("unit-li", Role.LIAISON, unit=GUOZI)
    await told(premises, TEAM, named("unit-li", replaces="new-li"))
    await told(premises, PART, ended("unit-li"))
    browser = await premises.signed_in("unit-li")

    assert await roles_at(premises, browser, f"projects/{P18}/results") == {Role.LIAISON}


async def test_a_name_that_has_no_account_is_passed_over(premises: Premises) -> None:
    await told(premises, TEAM, named("nobody-of-that-name"))

    assert await premises.events("account:nobody-of-that-name") == []
