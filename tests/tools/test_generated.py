"""The generated files say what the code says, and what is stale is named."""

import json
from pathlib import Path

import pytest

from shared.service import Service
from tests.shared.toy.service import counting, watching
from tools import asyncapi, event_catalogue, event_schemas, generated, rights_page, settings_page

OLD = "docs/schemas/applications/Added.v0.json"
GONE = "docs/schemas/applications/Forgotten.v1.json"


@pytest.fixture(scope="module")
def known() -> list[Service]:
    return [counting(), watching()]


@pytest.fixture(scope="module")
def texts(known: list[Service]) -> dict[str, str]:
    return {**event_schemas.files(known), **event_catalogue.pages(known)}


def test_the_files_that_are_kept_are_those_that_the_code_makes() -> None:
    texts = generated.generated()

    assert generated.stale(generated.ROOT, texts) == []
    assert generated.leftover(generated.ROOT, texts) == []


def test_what_was_just_written_is_fresh(tmp_path: Path, texts: dict[str, str]) -> None:
    assert sorted(generated.write(tmp_path, texts)) == sorted(texts)

    assert generated.stale(tmp_path, texts) == []
    assert generated.write(tmp_path, texts) == []


def test_a_changed_and_a_missing_file_are_stale(tmp_path: Path, texts: dict[str, str]) -> None:
    generated.write(tmp_path, texts)
    missing, changed, *_ = texts
    (tmp_path / missing).unlink()
    (tmp_path / changed).write_text("{}")

    assert generated.stale(tmp_path, texts) == [missing, changed]


def test_a_schema_of_an_event_that_is_no_more_is_removed(
    tmp_path: Path, texts: dict[str, str]
) -> None:
    generated.write(tmp_path, {**texts, GONE: "{}"})

    assert generated.leftover(tmp_path, texts) == [GONE]
    assert generated.write(tmp_path, texts) == [GONE]
    assert not (tmp_path / GONE).exists()


def test_the_schema_of_an_older_version_stays(tmp_path: Path, texts: dict[str, str]) -> None:
    generated.write(tmp_path, {**texts, OLD: "{}"})

    assert generated.leftover(tmp_path, texts) == []


def test_a_check_of_stale_files_fails_and_names_them(
    tmp_path: Path,
    texts: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    monkeypatch.setattr(generated, "generated", lambda: texts)

    assert generated.main(["--check"]) == 1
    assert f"stale     {event_catalogue.PAGE}\n" in capsys.readouterr().out
    assert generated.main([]) == 0
    assert generated.main(["--check"]) == 0


def test_the_catalogue_says_what_an_event_means_carries_and_who_relies_on_it(
    known: list[Service],
) -> None:
    page = event_catalogue.pages(known)[event_catalogue.PAGE]

    assert "#### Taken\n\nThe counter went down.\n" in page
    assert "| `amount` | integer |" in page
    assert "Relied on by: progress." in page


def test_a_schema_has_an_address_a_dialect_and_required_fields(texts: dict[str, str]) -> None:
    schema = json.loads(texts["docs/schemas/applications/Taken.v1.json"])

    assert schema["$id"] == "urn:lingban:event:applications:Taken:v1"
    assert schema["required"] == ["amount"]
    assert schema["description"] == "The counter went down."


def test_operations_follow_from_who_records_and_who_subscribes(known: list[Service]) -> None:
    operations = asyncapi.document(known)["operations"]

    assert operations["applications.sends.counter"]["action"] == "send"
    assert operations["progress.receives.applications.counter"]["action"] == "receive"
    assert "applications.receives.progress.counter" not in operations


def test_every_setting_has_a_row() -> None:
    page = settings_page.pages()[settings_page.PAGE]

    assert "| `LINGBAN_POSTGRES_DSN` | secret | required |" in page
    assert "| `LINGBAN_PARTITIONED` | true or false | `false` |" in page


def test_the_rights_page_says_what_the_feed_asks_for(known: list[Service]) -> None:
    page = rights_page.pages(known)[rights_page.PAGE]

    assert "| score sheet | - | - | - | - | CER | R | - | - |" in page
    assert "| `GET /api/applications/events` | R: event log |" in page
