"""Pictures over HTTP: who hands them in, what is kept, who sees them."""

import asyncio
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from PIL import Image

from services.progress.pictures import MAX_BYTES
from shared.http.caller import Caller
from tests.office import Office
from tests.progress.evidence.examples import HTML, JPEG, PNG, SVG, picture, png_of, zipped
from tests.progress.evidence.papers import packed, pdf
from tests.progress.examples import (
    ADMIN,
    AUDITOR,
    CO_LEAD,
    COLLEAGUE,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    RESPONSIBLE,
    REVIEWER,
    STAFF,
    shanghai,
)
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.progress_report.examples import FORM

EVIDENCE = "/api/progress/evidence"
REPORT = f"/api/progress/projects/{P08}/reports/2017Q2"


async def upload(
    office: Office, caller: Caller, name: str, content: bytes, **headers: str
) -> httpx2.Response:
    named = {key.replace("_", "-"): text for key, text in headers.items()}
    async with office.client("progress", caller) as client:
        files = {"file": (name, content, "image/jpeg")}
        return await client.post(EVIDENCE, files=files, headers=named)


async def get(office: Office, caller: Caller, where: str) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        return await client.get(f"{EVIDENCE}/{where}")


def files_in(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


async def kept(office: Office) -> tuple[set[str], int]:
    """Return the files and the number of events that are stored."""
    files = files_in(Path(office.settings.files_url.removeprefix("file://")))
    pool = office.resources("progress").pool
    return files, await pool.fetchval("select count(*) from event where feature = 'evidence'")


async def test_a_picture_is_kept_under_its_digest_and_comes_back_as_it_was(office: Office) -> None:
    stored = (await upload(office, LIAISON, "周末活动.jpg", JPEG)).json()
    read = await get(office, LIAISON, stored["sha256"])
    small = await get(office, LIAISON, f"{stored['sha256']}/thumbnail")

    assert {**stored, "sha256": ""} == {
        "sha256": "",
        "name": "周末活动.jpg",
        "media_type": "image/jpeg",
        "bytes": len(JPEG),
        "width": 1200,
        "height": 800,
    }
    assert read.content == JPEG
    assert read.headers["content-type"] == "image/jpeg"
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%E5%91%A8%E6%9C%AB%E6%B4%BB%E5%8A%A8.jpg"
    )
    assert small.headers["content-type"] == "image/webp"
    assert small.headers["content-disposition"].startswith("attachment")
    with Image.open(io.BytesIO(small.content)) as thumbnail:
        assert thumbnail.size == (480, 320)


async def test_a_picture_may_be_the_body_itself(office: Office) -> None:
    async with office.client("progress", LIAISON) as client:
        stored = await client.post(
            EVIDENCE, params={"name": "x.png"}, content=PNG, headers={"content-type": "image/png"}
        )
        nameless = await client.post(EVIDENCE, content=PNG)

    assert (stored.status_code, stored.json()["media_type"]) == (200, "image/png")
    assert (nameless.status_code, nameless.json()["code"]) == (422, "unknown-file-kind")


async def test_a_document_is_kept_without_a_small_one_and_goes_into_ledgers_only(
    office: Office,
) -> None:
    office.clock.set(shanghai(6, 29, 9))
    content = pdf("公益党日活动制度")
    stored = (await upload(office, LIAISON, "制度文本.pdf", content)).json()
    read = await get(office, LIAISON, stored["sha256"])
    small = await get(office, LIAISON, f"{stored['sha256']}/thumbnail")
    item = {**ITEM_FORM, "sha256": stored["sha256"], "held_by_unit": False}
    async with office.client("progress", LIAISON) as client:
        report = await client.put(REPORT, json={**FORM, "pictures": [stored["sha256"]]})
        filed = await client.put(f"/api/progress/projects/{P08}/ledger/{uuid4()}", json=item)

    assert (stored["media_type"], stored["width"]) == ("application/pdf", 0)
    assert read.content == content
    assert read.headers["content-disposition"].startswith("attachment")
    assert (small.status_code, small.json()["code"]) == (404, "no-such-evidence")
    assert (report.status_code, report.json()["code"]) == (422, "picture-not-uploaded")
    assert filed.status_code == 200


@pytest.mark.covers("PRA-15", "REQ-28")
async def test_a_document_that_bears_a_mark_of_secrecy_is_not_kept(office: Office) -> None:
    before = await kept(office)
    answer = await upload(office, LIAISON, "方案.docx", packed(".docx", "秘密★3年", "巡逻方案"))

    assert (answer.status_code, answer.json()["code"]) == (422, "marked-secret")
    assert await kept(office) == before


async def test_the_same_content_again_changes_nothing(office: Office) -> None:
    content = picture("JPEG", 50, 40, "red")
    first = await upload(office, LIAISON, "a.jpg", content)
    before = await kept(office)
    again = await upload(office, LIAISON, "b.jpg", content)

    assert again.json() == first.json()
    assert await kept(office) == before


async def test_one_key_is_for_one_picture(office: Office) -> None:
    red, blue = (picture("PNG", 30, 20, colour) for colour in ("red", "blue"))
    first = await upload(office, LIAISON, "a.png", red, Idempotency_Key="picture-1")
    again = await upload(office, LIAISON, "a.png", red, Idempotency_Key="picture-1")
    other = await upload(office, LIAISON, "a.png", blue, Idempotency_Key="picture-1")

    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")


async def test_many_who_hand_in_the_same_content_at_once_all_get_it(office: Office) -> None:
    content = picture("WEBP", 70, 50, "green")
    people = (LIAISON, COLLEAGUE, OTHER_LEAD, STAFF)
    answers = await asyncio.gather(*(upload(office, who, "g.webp", content) for who in people))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["sha256"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bomb.jpg", zipped(3_000_000), "unknown-file-kind"),
        ("empty.jpg", b"", "nothing-sent"),
        ("a.svg", SVG, "unknown-file-kind"),
        ("a.jpg", SVG, "unknown-file-kind"),
        ("a.jpg", HTML, "unknown-file-kind"),
        ("a.html", JPEG, "unknown-file-kind"),
        ("a.jpg", JPEG[:500], "picture-broken"),
        ("huge.png", png_of(60_000, 60_000), "too-many-pixels"),
        ("large.jpg", JPEG + b"\0" * MAX_BYTES, "picture-too-large"),
    ],
)
async def test_what_is_no_sound_picture_is_refused_and_nothing_is_kept(
    office: Office, name: str, content: bytes, code: str
) -> None:
    before = await kept(office)
    answer = await upload(office, LIAISON, name, content)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["title"].endswith("。")
    assert answer.json()["errors"][0]["field"] == "/body/file"
    assert await kept(office) == before


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_body_without_end_is_cut_short(office: Office, *, streamed: bool) -> None:
    size = MAX_BYTES + 200_000

    async def chunks() -> Any:
        for _ in range(size // 100_000):
            yield b"\0" * 100_000

    before = await kept(office)
    async with office.client("progress", LIAISON) as client:
        content: Any = chunks() if streamed else b"\0" * size
        answer = await client.post(EVIDENCE, params={"name": "a.jpg"}, content=content)

    assert answer.status_code in (413, 422)
    assert await kept(office) == before


@pytest.mark.parametrize(
    "form",
    [
        {"files": {"other": ("a.jpg", JPEG)}},
        {"files": [("file", ("a.jpg", JPEG)), ("file", ("b.jpg", JPEG))]},
        {"data": {"file": "text"}, "files": {"x": ("", b"")}},
    ],
)
async def test_a_form_that_holds_no_single_file_is_refused(
    office: Office, form: dict[str, Any]
) -> None:
    async with office.client("progress", LIAISON) as client:
        answer = await client.post(EVIDENCE, **form)

    assert answer.status_code in (400, 422)
    assert answer.json()["title"]


async def test_a_hostile_name_reaches_neither_disk_nor_header(office: Office) -> None:
    async with office.client("progress", LIAISON) as client:
        stored = await client.post(
            EVIDENCE,
            params={"name": "../../x\r\nSet-Cookie: a=b\u202egpj.jpg"},
            content=picture("JPEG", 33, 22, "white"),
        )
    read = await get(office, LIAISON, stored.json()["sha256"])

    assert stored.json()["name"] == "xSet-Cookie: a=bgpj.jpg"
    assert "set-cookie" not in read.headers
    assert "%0D" not in read.headers["content-disposition"]


async def test_a_picture_is_seen_by_its_unit_until_it_stands_in_a_report(office: Office) -> None:
    office.clock.set(shanghai(6, 29, 9))
    content = picture("JPEG", 90, 60, "orange")
    sha256 = (await upload(office, LIAISON, "a.jpg", content)).json()["sha256"]
    people = (LIAISON, COLLEAGUE, RESPONSIBLE, CO_LEAD, STAFF, LEADER, AUDITOR, OUTSIDER, REVIEWER)

    before = {p.id for p in people if (await get(office, p, sha256)).status_code == 200}
    async with office.client("progress", COLLEAGUE) as client:
        where = f"/api/progress/projects/{P08}/reports/2017Q2"
        filed = await client.put(where, json={**FORM, "pictures": [sha256, sha256]})
    after = {p.id for p in people if (await get(office, p, sha256)).status_code == 200}
    small = {
        p.id for p in people if (await get(office, p, f"{sha256}/thumbnail")).status_code == 200
    }

    assert filed.status_code == 200
    assert before == {"li-guozi", "wang-guozi", "chen-guozi"}
    assert after == small == before | {"zhao-jiaotong", "staff", "leader", "auditor"}


async def test_naming_a_foreign_picture_does_not_open_it(office: Office) -> None:
    office.clock.set(shanghai(6, 29, 9))
    content = picture("JPEG", 91, 60, "purple")
    sha256 = (await upload(office, LIAISON, "a.jpg", content)).json()["sha256"]
    async with office.client("progress", OTHER_LEAD) as client:
        where = "/api/progress/projects/2017-p18/reports/2017Q2"
        answer = await client.put(where, json={**FORM, "pictures": [sha256]})

    assert (answer.status_code, answer.json()["code"]) == (422, "picture-not-uploaded")
    assert (await get(office, OTHER_LEAD, sha256)).status_code == 404


@pytest.mark.parametrize("where", ["f" * 64, "f" * 64 + "/thumbnail"])
async def test_what_was_never_handed_in_is_not_there(office: Office, where: str) -> None:
    assert (await get(office, STAFF, where)).status_code == 404


@pytest.mark.parametrize("where", ["x", "F" * 64, "%2e%2e%2fmaster"])
async def test_what_is_no_digest_is_refused(office: Office, where: str) -> None:
    assert (await get(office, STAFF, where)).status_code in (404, 422)


@pytest.mark.parametrize("caller", [LEADER, RESPONSIBLE, AUDITOR, REVIEWER, ADMIN])
async def test_only_those_who_file_hand_in_pictures(office: Office, caller: Caller) -> None:
    assert (await upload(office, caller, "a.jpg", JPEG)).status_code == 403
