"""Coverage compared with its record: who takes part in nothing, and who does again (X16, S-099, S-100)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from deploy.embedded.stack import EmbeddedStack
from services.applications.coverage.process import Watch
from services.applications.main import SERVICE
from services.applications.participation.events import UnitApplied, participation_of
from services.applications.programme.events import (
    ProgrammeAnnounced,
    ProgrammeRulesSet,
    programme_of,
)
from services.applications.project.events import LeadUnitDesignated, ProjectListed, project_of
from services.applications.rule_parts import CoverageRule
from services.applications.unit.events import UnitMerged, UnitRegistered, unit_of
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream
from shared.timing.zone import SHANGHAI
from tests.applications.coverage.reading import open_gaps, read, report
from tests.applications.programme.examples import ANNOUNCE, DRAFTED, OBLIGATIONS, RULES
from tests.applications.season import ANNOUNCED, STAFF, client, path
from tests.office import Office, an_office, open_pool

CUT_OFF = datetime(2017, 5, 11, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
async def quiet(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """An office in which coverage is compared only when a test says so."""
    service = replace(SERVICE, background=())
    async with an_office(servers, tmp_path_factory.mktemp("office"), service) as office:
        yield office


async def compared(office: Office, at: datetime) -> None:
    """Compare coverage at a moment, as two processes would that do so at once."""
    office.clock.set(at)
    watch = Watch(office.resources("applications"))
    await asyncio.gather(watch.compare(), watch.compare())


async def gaps_in(office: Office, programme: str) -> set[str]:
    """Return the open gaps of the programme's own units: the roll is one for all programmes."""
    return {unit for unit in await open_gaps(office, programme) if unit.startswith(programme)}


async def happened(office: Office, programme: str, unit: str) -> list[str]:
    stream: Stream[Any] = Stream("coverage", f"{programme}~{unit}")
    history = await office.resources("applications").store.read(stream)
    return [recorded.type for recorded in history.recorded]


async def small_programme(
    office: Office, name: str, coverage: CoverageRule, minimum: int = 1
) -> str:
    """Announce a programme of one project, led by `lead` for which `doer` executes.

    On the roll are these two, `joiner` who was accepted, `idler` who was not, and `child` who belongs to
    `idler` and leads the second project; all names begin with the programme's.
    """
    programme, first, second = ProgrammeId(name), ProjectId(f"{name}-p1"), ProjectId(f"{name}-p2")
    rules: ProgrammeRulesSet = replace(
        RULES, programme_id=programme, coverage=coverage, minimum_projects_per_unit=minimum
    )
    year = 2017 - sum(map(ord, name)) % 900
    announced = ProgrammeAnnounced(
        programme_id=programme,
        year=year,
        title=DRAFTED.title,
        document_number=DRAFTED.document_number,
        issue_date=date(2017, 5, 2),
        projects=ANNOUNCE.projects,
        obligations=OBLIGATIONS,
        applications_close_at=CUT_OFF,
        addressees=(),
    )
    drafted = replace(DRAFTED, programme_id=programme, year=year)
    await office.publish("applications", programme_of(programme), drafted, rules, announced)
    for unit in ("lead", "doer", "joiner", "idler", "child"):
        parent = f"{name}-idler" if unit == "child" else ""
        await registered(office, f"{name}-{unit}", parent)
    await led(office, programme, first, f"{name}-lead", f"{name}-doer")
    await led(office, programme, second, f"{name}-child", "")
    await joined(office, programme, first, f"{name}-joiner")
    return name


async def registered(office: Office, name: str, parent: str) -> None:
    unit = UnitRegistered(
        unit_id=UnitId(name),
        name=name,
        name_en=name,
        party_organisation="",
        executing_unit_id="",
        full_name=name,
        is_system=False,
        parent_id=parent,
    )
    await office.publish("applications", unit_of(unit.unit_id), unit)


async def led(
    office: Office, programme: ProgrammeId, project: ProjectId, lead: str, doer: str
) -> None:
    listed = ProjectListed(
        programme_id=programme,
        project_id=project,
        number=1,
        title="",
        title_en="",
        category="",
        category_basis="",
        content_and_targets="",
    )
    designated = LeadUnitDesignated(
        programme_id=programme,
        project_id=project,
        unit_id=UnitId(lead),
        executing_unit_id=doer,
        basis="annex",
        as_printed="",
    )
    await office.publish("applications", project_of(project), listed, designated)


async def joined(office: Office, programme: ProgrammeId, project: ProjectId, name: str) -> None:
    unit = UnitId(name)
    applied = UnitApplied(
        programme_id=programme,
        project_id=project,
        unit_id=unit,
        role="co_lead",
        functions_and_strengths="产业政策",
        entry_point="企业服务",
        plan_outline="",
        resources="",
        filed_by=unit,
    )
    await office.publish("applications", participation_of(project, unit), applied)
    async with client(office, STAFF) as staff:
        answer = await staff.post(path(project, unit, "acceptance"))
    assert answer.status_code == 200, answer.text


@pytest.mark.covers("REQ-13", "AMB-14")
async def test_exactly_the_units_without_a_live_participation_have_a_gap(quiet: Office) -> None:
    name = await small_programme(quiet, "plain", CoverageRule(children_roll_up=False))

    await compared(quiet, CUT_OFF - timedelta(seconds=1))
    early = await gaps_in(quiet, name)
    await compared(quiet, CUT_OFF)
    await compared(quiet, CUT_OFF + timedelta(seconds=1))

    assert early == set()
    assert await gaps_in(quiet, name) == {"plain-idler"}
    assert await happened(quiet, name, "plain-idler") == ["CoverageGapFlagged"]
    assert await happened(quiet, name, "plain-lead") == []


@pytest.mark.covers("AMB-13")
async def test_whether_an_executing_unit_takes_part_by_that_is_a_setting(quiet: Office) -> None:
    name = await small_programme(quiet, "strict", CoverageRule(executing_units_count=False))

    await compared(quiet, CUT_OFF)

    assert await gaps_in(quiet, name) == {"strict-doer"}


@pytest.mark.covers("AMB-14")
async def test_what_a_child_takes_part_in_counts_for_its_parent_if_the_rules_roll_up(
    quiet: Office,
) -> None:
    name = await small_programme(quiet, "rolled", CoverageRule())

    await compared(quiet, CUT_OFF)

    lines = {u["unit_id"]: u["projects"] for u in (await read(quiet, name))["units"]}
    assert await gaps_in(quiet, name) == set()
    assert lines["rolled-idler"] == ["rolled-p2"]
    assert "rolled-child" not in lines


@pytest.mark.covers("REQ-13")
async def test_how_many_projects_each_unit_needs_is_a_setting(quiet: Office) -> None:
    name = await small_programme(quiet, "twice", CoverageRule(), minimum=2)
    joiner = "twice-joiner"

    await compared(quiet, CUT_OFF)
    gaps = await gaps_in(quiet, name)
    await joined(quiet, ProgrammeId(name), ProjectId("twice-p2"), joiner)
    await compared(quiet, CUT_OFF + timedelta(hours=1))

    assert {"twice-lead", "twice-doer", "twice-idler", joiner} <= gaps
    assert joiner not in await gaps_in(quiet, name)
    assert await happened(quiet, name, joiner) == ["CoverageGapFlagged", "CoverageGapClosed"]


async def test_a_unit_that_leaves_the_roll_has_no_gap_from_that_day_on(quiet: Office) -> None:
    name = await small_programme(quiet, "reform", CoverageRule(children_roll_up=False))
    idler = UnitId("reform-idler")
    merged = UnitMerged(
        unit_id=idler,
        into_unit_id=UnitId("reform-lead"),
        effective_on=date(2017, 5, 12),
        reason="机构改革",
    )
    await quiet.publish("applications", unit_of(idler), merged)

    await compared(quiet, CUT_OFF)
    before = await gaps_in(quiet, name)
    await compared(quiet, CUT_OFF + timedelta(days=1))

    assert before == {idler}
    (line,) = (await read(quiet, name, gap="closed"))["units"]
    assert (line["unit_id"], line["closed_because"]) == (idler, "off_the_roll")


async def test_a_watch_goes_on_when_the_database_is_away(quiet: Office) -> None:
    resources = quiet.resources("applications")
    pool = await open_pool(resources.settings, "applications")
    await pool.close()
    with capture_logs() as logs:
        watching = asyncio.create_task(Watch(replace(resources, pool=pool)).run())
        async with asyncio.timeout(20):
            while [each["event"] for each in logs].count("coverage starts over") < 2:
                await asyncio.sleep(0.05)
        assert not watching.done()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def test_a_draft_has_no_coverage(quiet: Office) -> None:
    draft = ProgrammeId("draft")
    drafted = replace(DRAFTED, programme_id=draft, year=2030)
    await quiet.publish(
        "applications", programme_of(draft), drafted, replace(RULES, programme_id=draft)
    )
    quiet.clock.set(ANNOUNCED)

    async with client(quiet, STAFF) as staff:
        answer = await staff.get(report(draft))

    assert (answer.status_code, answer.json()["code"]) == (404, "programme-unknown")
