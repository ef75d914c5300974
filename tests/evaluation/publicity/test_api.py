"""Publicity, confirmation and revision over HTTP, in the days of the season."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.rights import Role
from shared.timing.zone import SHANGHAI
from tests.evaluation.season import LEADER, SIGNER, STAFF, Season
from tests.office import Office, who

P17 = [62, 55, 61, 63, 58, 41, 60]
BOTH = who("both", Role.STAFF, Role.LEADER)


def at(office: Office, month: int, day: int, hour: int, year: int = 2017) -> None:
    office.clock.set(datetime(year, month, day, hour, tzinfo=SHANGHAI))


async def public(office: Office, name: str, totals: list[int] | None = None) -> Season:
    """Return a season whose project is before the public from 18 December."""
    at(office, 12, 15, 9)
    season = await (await Season(office, name).opened()).ruled()
    await season.closed_with(totals or P17)
    at(office, 12, 18, 8)
    answer = await season.publicise()
    assert answer.status_code == 200, answer.text
    return season


async def standing(season: Season) -> tuple[str, float, str]:
    read = (await season.decision(STAFF)).json()
    return read["stage"], read["mean"], read["outcome"]


async def test_a_decision_is_public_for_five_working_days_and_then_confirmed(
    office: Office,
) -> None:
    season = await public(office, "public-a")
    read = (await season.decision(STAFF)).json()
    at(office, 12, 22, 23)
    early = await season.confirm()
    at(office, 12, 25, 11)

    receipt = (await season.confirm()).json()

    assert (read["public_from"], read["public_until"]) == ("2017-12-18", "2017-12-22T16:00:00Z")
    assert (early.status_code, early.json()["code"]) == (409, "publicity-not-over")
    assert "2017-12-22" in early.json()["title"]
    assert receipt["events"] == ["DecisionConfirmed"]
    assert await standing(season) == ("confirmed", 59.2, "fail")
    assert (await season.confirm()).json()["events"] == []


async def test_an_upheld_objection_voids_a_review_and_the_rest_is_computed_and_public_anew(
    office: Office,
) -> None:
    season = await public(office, "public-b")
    outlier = season.panel[5]
    at(office, 12, 20, 10)
    await season.objects()
    at(office, 12, 25, 10)
    held = await season.confirm()

    receipt = (await season.rule("upheld", void_reviewer=outlier)).json()
    revised = (await season.decision(STAFF)).json()
    at(office, 1, 2, 23, year=2018)
    early = await season.confirm()
    at(office, 1, 3, 9, year=2018)
    assert (await season.confirm()).status_code == 200

    assert held.json()["code"] == "objection-open"
    assert receipt["events"] == ["ObjectionRuled"]
    assert (revised["stage"], revised["mean"], revised["outcome"]) == (
        "in_publicity",
        60.25,
        "pass",
    )
    assert revised["public_until"] == "2018-01-02T16:00:00Z"
    voided = [s["total"] for s in revised["sheets"] if s["standing"] == "voided"]
    assert (voided, early.json()["code"]) == ([41], "publicity-not-over")
    assert await standing(season) == ("confirmed", 60.25, "pass")
    recorded = await office.resources("evaluation").pool.fetch(
        "select type from event where meta->>'command_id' = (select meta->>'command_id' from event "
        "where type = 'ReviewVoided' and stream = $1)",
        f"review:{season.project}~{outlier}",
    )
    assert {row["type"] for row in recorded} == {
        *("ObjectionRuled", "ReviewVoided", "DecisionRevised", "ResultPublicised")
    }


async def test_a_dismissed_objection_leaves_the_decision_as_it_was(office: Office) -> None:
    season = await public(office, "public-c")
    await season.objects()
    at(office, 12, 25, 10)

    changing = await season.rule("dismissed", void_reviewer=season.panel[5])
    receipt = (await season.rule("dismissed")).json()

    assert changing.json()["code"] == "dismissed-changes-nothing"
    assert receipt["events"] == ["ObjectionRuled"]
    assert (await season.rule("dismissed")).json()["code"] == "already-ruled"
    assert (await season.confirm()).status_code == 200
    assert await standing(season) == ("confirmed", 59.2, "fail")


async def test_a_ruling_that_cannot_be_followed_is_not_recorded_either(office: Office) -> None:
    season = await public(office, "public-d", [70] * 5)
    await season.objects()

    too_few = await season.rule("upheld", void_reviewer=season.panel[0])
    nobody = await season.rule("upheld", void_reviewer="nobody")
    nothing = await season.rule("upheld")
    unknown = await season.rule("upheld", 9)

    assert too_few.json()["code"] == "too-few-left"
    assert (nobody.json()["code"], nothing.json()["code"]) == ("no-such-sheet", "nothing-follows")
    assert unknown.json()["code"] == "no-such-objection"
    assert await standing(season) == ("in_publicity", 70, "pass")
    found = await season.rule("upheld", void_reviewer=season.panel[0], finding="fail")
    assert found.status_code == 200
    assert await standing(season) == ("in_publicity", 70, "fail")


async def test_who_publicises_does_not_confirm(office: Office) -> None:
    at(office, 12, 18, 8)
    season = await (await Season(office, "public-e").opened()).ruled()
    await season.closed_with(P17)
    await season.publicise(BOTH)
    at(office, 12, 25, 10)

    own = await season.confirm(BOTH)

    assert (own.status_code, own.json()["code"]) == (403, "publicised-by-the-same")
    assert (await season.confirm()).status_code == 200


async def test_a_finding_on_a_decision_that_stood_stands_at_once_if_all_were_heard(
    office: Office,
) -> None:
    season = await public(office, "public-f", [88, 91, 85, 90, 86, 79])
    early = await season.find()
    at(office, 12, 25, 10)
    publicly = await standing(season)
    await season.find(finding="as_scored", reason="复核无误")
    at(office, 1, 3, 9, year=2018)
    await season.confirm()

    receipt = (await season.find(hearing="1月9日听取了牵头单位的申辩")).json()

    assert early.json()["events"] == ["DecisionRevised", "ResultPublicised"]
    assert publicly == ("in_publicity", 87.25, "fail")
    assert receipt["events"] == ["DecisionRevised", "DecisionConfirmed"]
    assert await standing(season) == ("confirmed", 87.25, "fail")
    assert (await season.decision(SIGNER)).json()["reason"] == "制度文本系抄袭"


async def test_a_revised_decision_takes_the_points_back_that_were_expected(office: Office) -> None:
    season = await public(office, "public-g", [80] * 5)
    path = f"programmes/{season.programme}/expected-points"
    before = (await season.get(STAFF, path)).json()["items"]
    at(office, 12, 19, 9)
    await season.find()

    assert {line["unit_id"] for line in before} == {"guozi-wei", "gongan-ju"}
    assert (await season.get(STAFF, path)).json()["items"] == []


async def test_the_length_of_publicity_is_a_rule_of_the_programme(office: Office) -> None:
    at(office, 12, 18, 8)
    for name, days in (("public-h", 7), ("public-i", 0)):
        season = await (await Season(office, name).opened()).ruled()
        rules = {"aggregate": "trimmed_mean", "publicity_working_days": days}
        await season.send(LEADER, "PUT", f"programmes/{name}/procedure", rules)
        await season.closed_with(P17)
        answer = await season.publicise()
        read = (await season.decision(STAFF)).json()
        if days:
            assert read["public_until"] == "2017-12-26T16:00:00Z"
        else:
            assert answer.json()["code"] == "publicity-is-off"
            assert (await season.confirm()).json()["events"] == ["DecisionConfirmed"]


async def test_nothing_is_publicised_confirmed_or_found_before_the_round_is_closed(
    office: Office,
) -> None:
    season = await (await Season(office, "public-j").opened()).ruled()

    for answer in (await season.publicise(), await season.confirm(), await season.find()):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-evaluated-yet")


async def test_nobody_confirms_what_he_has_not_seen_and_a_key_has_one_effect(
    office: Office,
) -> None:
    season = await public(office, "public-k")
    at(office, 12, 25, 10)

    stale = await season.confirm(If_Match='"1"')
    first = (await season.confirm(Idempotency_Key="public-k")).json()
    again = (await season.confirm(Idempotency_Key="public-k")).json()

    assert stale.status_code == 412
    assert again == first | {"repeated": True}


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("publicise", {"begins_on": "soon"}),
        ("publicise", {"more": 1}),
        ("find", {"finding": "pass"}),
        ("find", {"finding": ""}),
        ("find", {"reason": ""}),
        ("find", {"hearing": "a\u0000"}),
        ("find", {"more": 1}),
        ("rule", {"ruling": "postponed"}),
        ("rule", {"answer": " "}),
        ("rule", {"void_reviewer": "Not A Slug"}),
        ("rule", {"finding": "pass"}),
        ("rule", {"more": 1}),
    ],
)
async def test_bad_input_is_refused_and_nothing_is_stored(
    office: Office, act: str, body: dict[str, Any]
) -> None:
    season = Season(office, "public-l")
    if (await season.decision(STAFF)).status_code == 404:
        await public(office, "public-l")
        await season.objects()

    ruling = {} if "ruling" in body else {"ruling": "dismissed"}
    answer = await getattr(season, act)(**(body if act != "rule" else ruling | body))

    assert answer.status_code == 422
    assert await standing(season) == ("in_publicity", 59.2, "fail")


async def test_an_unknown_or_malformed_project_is_refused(office: Office) -> None:
    for name, status in (("public-nowhere", 404), ("No~Slug", 422)):
        season = Season(office, name)
        for act in (season.publicise, season.confirm, season.find, season.objects):
            assert (await act()).status_code == status
        assert (await season.rule("dismissed")).status_code == status
