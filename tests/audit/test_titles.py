"""Every event of every service is called something in both languages."""

import re

import pytest

from services.audit.titles import TITLES, Title, title_of
from tools.codebase import events_of, services

EVENTS = sorted({event.name for service in services() for event in events_of(service)})


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_a_title_in_chinese_and_in_english(name: str) -> None:
    title = TITLES[name]

    assert re.search(r"[\u4e00-\u9fff]", title.zh)
    assert re.fullmatch(r"[A-Z][A-Za-z' ]+", title.en)


def test_no_two_events_have_the_same_title() -> None:
    assert len({title.zh for title in TITLES.values()}) == len(TITLES)
    assert len({title.en for title in TITLES.values()}) == len(TITLES)


def test_an_event_of_a_later_release_is_called_by_its_stored_name() -> None:
    assert title_of("MoonReached") == Title(zh="MoonReached", en="MoonReached")
