"""An ordinary good practice of 2017-p08, drafted by a co-lead and shared by the lead."""

from typing import Any

import httpx2

from services.progress.good_practice.commands import (
    DraftPractice,
    RecommendPractice,
    RecordChannel,
    SharePractice,
    WithdrawPractice,
)
from services.progress.good_practice.events import (
    GoodPracticeChannelRecorded,
    GoodPracticeDrafted,
    GoodPracticeRecommended,
    GoodPracticeShared,
    GoodPracticeWithdrawn,
    PracticeContent,
    practice_of,
)
from services.progress.parties import Parties
from shared.http.caller import Caller
from shared.ids import AccountId, ProjectId
from tests.office import Office
from tests.progress.examples import GUOZI, JIAOTONG, LIAISON, P08

PRACTICE = "0b7a5e1c-3c52-4f0e-8f0a-52f6a1d3c701"
PICTURE, OTHER_PICTURE = "a" * 64, "b" * 64
PARTIES = Parties(lead_unit_id=GUOZI, executing_unit_id="", co_leads=frozenset({JIAOTONG}))
CONTENT = PracticeContent(
    title="周末公益服务点单制", text="居民点单, 单位接单, 党员送单。", pictures=(PICTURE,)
)
BARE = PracticeContent(title=CONTENT.title, text=CONTENT.text, pictures=())
STAFF_MEMBER = AccountId("staff")

DRAFT = DraftPractice(
    project_id=P08,
    practice_id=PRACTICE,
    content=CONTENT,
    handed_in=frozenset({PICTURE}),
    parties=PARTIES,
    from_unit=JIAOTONG,
)
DRAFTED = GoodPracticeDrafted(
    project_id=P08, practice_id=PRACTICE, unit_id=JIAOTONG, content=CONTENT
)
SHARE = SharePractice(
    project_id=P08,
    practice_id=PRACTICE,
    content=CONTENT,
    handed_in=frozenset({PICTURE}),
    picture_required=False,
    parties=PARTIES,
    from_unit=GUOZI,
)
SHARED = GoodPracticeShared(
    project_id=P08,
    practice_id=PRACTICE,
    unit_id=GUOZI,
    shared_by_unit_id=GUOZI,
    drafted_by_unit_id="",
    content=CONTENT,
)
RECORD = RecordChannel(
    channel="index_platform",
    message_id="m-1",
    parties=PARTIES,
    from_unit="",
    by_client=True,
    by="index",
)
RECORDED = GoodPracticeChannelRecorded(
    project_id=P08, practice_id=PRACTICE, channel="index_platform", message_id="m-1", by="index"
)
RECOMMEND = RecommendPractice(by=STAFF_MEMBER)
RECOMMENDED = GoodPracticeRecommended(project_id=P08, practice_id=PRACTICE, by=STAFF_MEMBER)
WITHDRAW = WithdrawPractice(
    reason="含个人信息",
    parties=PARTIES,
    from_unit=GUOZI,
    by_staff=False,
    by=AccountId("li-guozi"),
)
WITHDRAWN = GoodPracticeWithdrawn(
    project_id=P08, practice_id=PRACTICE, reason="含个人信息", by=AccountId("li-guozi")
)

FORM: dict[str, object] = {
    "title": "周末公益服务点单制",
    "text": "居民点单, 单位接单, 党员送单。",
    "pictures": [],
}


def number(of: int) -> str:
    return f"00000000-0000-4000-8000-{of:012}"


def where(practice_id: str, act: str = "", project: str = P08) -> str:
    return f"/api/progress/projects/{project}/practices/{practice_id}{act}"


async def send(
    office: Office, caller: Caller, method: str, path: str, body: object = None, **headers: str
) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client.request(method, path, json=body, headers=named)


async def shared(office: Office, practice_id: str, **change: object) -> None:
    answer = await send(office, LIAISON, "PUT", where(practice_id), {**FORM, **change})
    assert answer.status_code == 200, answer.text


async def types_in(office: Office, practice_id: str, project: ProjectId = P08) -> list[str]:
    stream = practice_of(project, practice_id)
    return [r.type for r in (await office.resources("progress").store.read(stream)).recorded]


async def read(office: Office, caller: Caller, practice_id: str) -> Any:
    answer = await send(office, caller, "GET", where(practice_id))
    assert answer.status_code == 200, answer.text
    return answer.json()
