import pytest

from tests.notifications.people import ADMIN, GONGAN
from tests.office import Office

PATH = "/api/notifications/mail-hours"


async def test_the_hours_are_the_usual_ones_until_others_are_set(office: Office) -> None:
    async with office.client("notifications", GONGAN) as client:
        usual = await client.get(PATH)
    async with office.client("notifications", ADMIN) as client:
        body = {"digest_at": "09:00", "closes_at": "17:30"}
        done = await client.put(PATH, json=body, headers={"If-Match": usual.headers["ETag"]})
        late = await client.put(PATH, json={}, headers={"If-Match": usual.headers["ETag"]})
        now = await client.get(PATH)

    assert usual.json() == {
        "digest_at": "08:30",
        "opens_at": "08:00",
        "closes_at": "18:00",
        "usual": True,
    }
    assert done.json()["events"] == ["MailHoursSet"]
    assert late.json()["code"] == "version-moved"
    assert now.json() == {
        "digest_at": "09:00",
        "opens_at": "08:00",
        "closes_at": "17:30",
        "usual": False,
    }


@pytest.mark.parametrize("field", ["digest_at", "opens_at", "closes_at"])
@pytest.mark.parametrize("wrong", ["", "8:30", "24:00", "08:60", 830, None])
async def test_what_is_no_hour_is_named(office: Office, field: str, wrong: object) -> None:
    async with office.client("notifications", ADMIN) as client:
        answer = await client.put(PATH, json={field: wrong})

    assert answer.status_code == 422
    assert field in answer.text


async def test_a_digest_outside_the_hours_is_refused_with_what_to_do(office: Office) -> None:
    async with office.client("notifications", ADMIN) as client:
        answer = await client.put(PATH, json={"digest_at": "19:00"})

    assert answer.json()["code"] == "digest-outside-hours"
