"""Good practices over HTTP: who shares, who sees, what is withdrawn."""

import pytest

from shared.contracts.applications import ProgrammeRulesSet
from shared.contracts.programme_rules import Category
from shared.http.caller import Caller
from tests.office import Office
from tests.progress.evidence.examples import picture
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    EXECUTING,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    P17,
    P18,
    PROGRAMME,
    RESPONSIBLE,
    REVIEWER,
    STAFF,
    programme,
)
from tests.progress.good_practice.examples import (
    FORM,
    number,
    read,
    send,
    shared,
    types_in,
    where,
)

OWN = (LIAISON, RESPONSIBLE, CO_LEAD)
ORGANISER = (STAFF, LEADER, AUDITOR)
OTHERS = (OTHER_LEAD, OUTSIDER, REVIEWER)
WHY = {"reason": "含个人信息"}


async def upload(office: Office, caller: Caller, content: bytes) -> str:
    async with office.client("progress", caller) as client:
        answer = await client.post("/api/progress/evidence", files={"file": ("a.jpg", content)})
    return answer.json()["sha256"]


async def seers(office: Office, path: str) -> set[str]:
    people = (*OWN, *ORGANISER, *OTHERS)
    return {p.id for p in people if (await send(office, p, "GET", path)).status_code == 200}


def ids(*people: Caller) -> set[str]:
    return {person.id for person in people}


async def test_a_co_leads_draft_is_shared_by_the_lead_with_its_picture(office: Office) -> None:
    sha256 = await upload(office, CO_LEAD, picture("JPEG", 40, 30, "red"))
    form = {**FORM, "pictures": [sha256, sha256]}
    drafted = await send(office, CO_LEAD, "PUT", where(number(1), "/draft"), form)
    while_drafted = await seers(office, where(number(1)))
    of_picture = await seers(office, f"/api/progress/evidence/{sha256}")
    share = await send(office, LIAISON, "PUT", where(number(1)), form)
    line = await read(office, STAFF, number(1))

    assert drafted.json()["events"] == ["GoodPracticeDrafted"]
    assert share.json()["stream"] == f"good-practice:2017-p08~{number(1)}"
    assert while_drafted == ids(LIAISON, RESPONSIBLE, CO_LEAD)
    assert of_picture == ids(LIAISON, RESPONSIBLE, CO_LEAD)
    assert await seers(office, where(number(1))) == ids(*OWN, *ORGANISER)
    assert await seers(office, f"/api/progress/evidence/{sha256}") == ids(*OWN, *ORGANISER)
    assert line["practice"]["drafted_by_unit_id"] == "jiaotong-ju"
    assert line["practice"]["pictures"] == [sha256]


async def test_what_is_recommended_is_seen_by_everybody(office: Office) -> None:
    await shared(office, number(2))
    before = await send(office, OUTSIDER, "GET", "/api/progress/practices")
    answer = await send(office, STAFF, "POST", where(number(2), "/recommendation"))
    after = await send(office, OUTSIDER, "GET", "/api/progress/practices")

    assert answer.json()["events"] == ["GoodPracticeRecommended"]
    assert await seers(office, where(number(2))) == ids(*OWN, *ORGANISER, *OTHERS)
    assert number(2) not in before.text
    assert number(2) in after.text


async def test_what_is_withdrawn_shows_neither_text_nor_picture(office: Office) -> None:
    sha256 = await upload(office, LIAISON, picture("JPEG", 41, 30, "blue"))
    await shared(office, number(3), text="某同志患病", pictures=[sha256])
    await send(office, STAFF, "POST", where(number(3), "/recommendation"))
    answer = await send(office, LIAISON, "POST", where(number(3), "/withdrawal"), WHY)
    line = await read(office, STAFF, number(3))
    again = await send(office, STAFF, "POST", where(number(3), "/recommendation"))

    assert answer.json()["events"] == ["GoodPracticeWithdrawn"]
    assert line["practice"]["state"] == "withdrawn"
    assert (line["practice"]["title"], line["practice"]["text"], line["ready_text"]) == ("",) * 3
    assert line["practice"]["reason"] == "含个人信息"
    assert await seers(office, where(number(3))) == ids(*OWN, *ORGANISER)
    assert await seers(office, f"/api/progress/evidence/{sha256}") == ids(LIAISON, RESPONSIBLE)
    assert (again.status_code, again.json()["code"]) == (409, "practice-is-withdrawn")

    await shared(office, number(4), text="一名困难党员得到帮扶")
    assert (await read(office, STAFF, number(4)))["practice"]["state"] == "shared"


async def test_the_same_practice_has_one_effect(office: Office) -> None:
    for _ in range(2):
        await shared(office, number(5))
    other = await send(office, LIAISON, "PUT", where(number(5)), {**FORM, "title": "另一做法"})

    assert (other.status_code, other.json()["code"]) == (409, "practice-id-taken")
    assert await types_in(office, number(5)) == ["GoodPracticeShared"]


async def test_a_picture_is_asked_for_only_where_the_programmes_rules_do(office: Office) -> None:
    strict = ProgrammeRulesSet(
        programme_id=PROGRAMME,
        categories=(Category(projects=(P18,)),),
        practice_picture_required=True,
    )
    await office.publish("applications", programme(), strict)
    await office.caught_up()
    refused = await send(office, OTHER_LEAD, "PUT", where(number(6), project=P18), FORM)
    free = await send(office, EXECUTING, "PUT", where(number(6), project=P17), FORM)

    assert (refused.status_code, refused.json()["code"]) == (422, "picture-required")
    assert refused.json()["errors"][0]["field"] == "/body/pictures"
    assert free.status_code == 200


async def test_a_list_is_read_in_pages_newest_first(office: Office) -> None:
    for of in (10, 11, 12):
        office.clock.advance(minutes=1)
        await shared(office, number(of))
    asked = {"project": P08, "limit": "2"}
    found: list[str] = []
    async with office.client("progress", STAFF) as client:
        first = (await client.get("/api/progress/practices", params=asked)).json()
        then = {**asked, "after": first["next"]}
        second = (await client.get("/api/progress/practices", params=then)).json()
    found = [line["practice"]["practice_id"] for line in (*first["items"], *second["items"])]

    assert found[:3] == [number(12), number(11), number(10)]
    assert set(first) == {"items", "next"}


class TestRefused:
    @pytest.mark.parametrize(
        "caller", [CO_LEAD, OTHER_LEAD, OUTSIDER], ids=lambda caller: caller.id
    )
    async def test_only_the_lead_shares(self, office: Office, caller: Caller) -> None:
        answer = await send(office, caller, "PUT", where(number(20)), FORM)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead-shares")
        assert await types_in(office, number(20)) == []

    async def test_naming_a_foreign_picture_does_not_open_it(self, office: Office) -> None:
        sha256 = await upload(office, OTHER_LEAD, picture("JPEG", 42, 30, "green"))
        form = {**FORM, "pictures": [sha256]}
        answer = await send(office, LIAISON, "PUT", where(number(20)), form)
        draft = await send(office, CO_LEAD, "PUT", where(number(20), "/draft"), form)

        for refused in (answer, draft):
            assert (refused.status_code, refused.json()["code"]) == (422, "picture-not-handed-in")
        assert await types_in(office, number(20)) == []

    @pytest.mark.parametrize(
        "change",
        [
            {"title": ""},
            {"title": "字" * 201},
            {"title": None},
            {"text": "  "},
            {"text": "字" * 20_001},
            {"text": "x\u0007"},
            {"pictures": ["../../etc/passwd"]},
            {"pictures": ["a" * 64] * 21},
            {"pictures": "a" * 64},
            {"extra": True},
        ],
    )
    @pytest.mark.parametrize(("act", "caller"), [("", LIAISON), ("/draft", CO_LEAD)])
    async def test_a_form_that_is_not_valid_is_refused_and_nothing_is_stored(
        self, office: Office, act: str, caller: Caller, change: dict[str, object]
    ) -> None:
        answer = await send(office, caller, "PUT", where(number(21), act), {**FORM, **change})

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
        assert await types_in(office, number(21)) == []

    @pytest.mark.parametrize("body", [None, {}, {"reason": " "}, {"reason": "x", "y": 1}])
    async def test_a_withdrawal_says_why(self, office: Office, body: object) -> None:
        answer = await send(office, STAFF, "POST", where(number(21), "/withdrawal"), body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    @pytest.mark.parametrize("asked", ["after=x", "limit=0", "limit=201", "project=A"])
    async def test_a_list_that_is_asked_for_wrongly_is_refused(
        self, office: Office, asked: str
    ) -> None:
        answer = await send(office, STAFF, "GET", f"/api/progress/practices?{asked}")

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    async def test_what_was_never_shared_is_not_there(self, office: Office) -> None:
        for act, body in (("/recommendation", None), ("/withdrawal", WHY)):
            answer = await send(office, STAFF, "POST", where(number(99), act), body)
            assert (answer.status_code, answer.json()["code"]) == (404, "no-such-practice")

    async def test_who_saw_an_older_version_is_told(self, office: Office) -> None:
        await shared(office, number(22))
        path = where(number(22), "/withdrawal")
        answer = await send(office, LIAISON, "POST", path, WHY, If_Match='"9"')

        assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")
