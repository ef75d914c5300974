"""Objections over HTTP."""

from typing import Any

import pytest

from tests.evaluation.season import CO_LEAD, LEAD, SIGNER, STAFF, STRANGER, Season
from tests.office import Office


async def public(office: Office, name: str) -> Season:
    season = await (await Season(office, name).opened()).ruled()
    await season.closed_with([70] * 6)
    assert (await season.publicise()).status_code == 200
    return season


async def read(season: Season) -> list[Any]:
    return (await season.get(STAFF, f"projects/{season.project}/objections")).json()["items"]


async def test_the_project_s_own_people_object_and_read_the_answer(office: Office) -> None:
    season = await public(office, "objects-a")

    lodged = await season.objects()
    await season.rule("dismissed")
    (seen,) = await read(season)
    own = await season.get(LEAD, f"projects/{season.project}/own-objections")
    others = await season.get(CO_LEAD, f"projects/{season.project}/own-objections")

    assert lodged.json()["events"] == ["ObjectionLodged"]
    assert (seen["name"], seen["unit_id"], seen["lodged_by"]) == ("王某", "guozi-wei", SIGNER.id)
    assert (seen["status"], seen["answer"]) == ("dismissed", "经核实，该评委参与过筹备。")
    assert own.json()["items"] == [seen]
    assert others.json()["items"] == []


async def test_the_name_is_in_no_event_and_in_no_row(office: Office) -> None:
    season = await public(office, "objects-b")
    await season.objects(name="欧阳某某")

    for table in ("event", "objection"):
        rows = await office.resources("evaluation").pool.fetch(f"select t::text from {table} t")
        assert not [row for row in rows if "欧阳某某" in row["t"]]


async def test_an_objection_without_name_or_reason_or_too_late_is_declined(
    office: Office,
) -> None:
    season = await public(office, "objects-c")

    unsigned = await season.objects(1, name="")
    silent = await season.objects(2, reason=" ")
    before = office.clock.now()
    office.clock.advance(days=30)
    late = await season.objects(3)
    office.clock.set(before)

    for answer in (unsigned, silent, late):
        assert answer.json()["events"] == ["ObjectionLodged", "ObjectionDeclined"]
    assert [(line["status"], line["lack"]) for line in await read(season)] == [
        ("declined", "anonymous"),
        ("declined", "without_reason"),
        ("declined", "out_of_time"),
    ]
    assert (await season.rule("upheld", 1)).json()["code"] == "already-declined"


async def test_strangers_do_not_object_and_nobody_before_the_result_is_public(
    office: Office,
) -> None:
    season = await (await Season(office, "objects-d").opened()).ruled()
    await season.closed_with([70] * 6)

    early = await season.objects()
    await season.publicise()
    stranger = await season.objects(caller=STRANGER)

    assert (early.status_code, early.json()["code"]) == (409, "nothing-to-object-to")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "not-ones-own-project")
    assert await read(season) == []


async def test_the_same_objection_again_changes_nothing_and_an_id_is_taken_once(
    office: Office,
) -> None:
    season = await public(office, "objects-e")

    await season.objects()
    again = await season.objects()
    other = await season.objects(reason="评分有误")

    assert again.json()["events"] == []
    assert (other.status_code, other.json()["code"]) == (409, "objection-id-taken")
    assert len(await read(season)) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x" * 201},
        {"name": "a\u0000"},
        {"name": None},
        {"reason": "x" * 20_001},
        {"reason": 1},
        {"more": 1},
    ],
)
async def test_bad_input_is_refused_and_nothing_is_stored(
    office: Office, body: dict[str, Any]
) -> None:
    season = Season(office, "objects-f")
    if (await season.decision(STAFF)).status_code == 404:
        await public(office, "objects-f")

    assert (await season.objects(**body)).status_code == 422
    assert await read(season) == []
