"""Every event can be told in both languages, says what to do next, and is short enough to be sent."""

import string
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, get_type_hints

import pytest

from services.notifications.notice_rules.projection import USUAL
from services.notifications.roles import NAMES, ROLES
from services.notifications.wordings import LONGEST, WORDINGS, Words
from shared.contracts import applications, evaluation, progress
from shared.contracts.evaluation import DecisionConfirmed
from shared.contracts.notices import BonusRevoked, ResultPublicised
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.codec import members

UNIONS = (
    applications.ApplicationsEvent,
    applications.ToldOfApplications,
    progress.ProgressEvent,
    progress.ToldOfProgress,
    evaluation.EvaluationEvent,
    evaluation.ToldOfEvaluation,
)
EVENTS = {event.__name__: event for union in UNIONS for event in members(union)}
SOMEBODYS = {"by", "approved_by", "account_id", "reviewer_id", "liaison"}
MAIL = 2048
FOOTER = 300
"""Bytes of what a mail says below the text, with some to spare."""


def each() -> list[tuple[str, str, Words]]:
    return [(name, role, words) for name, w in WORDINGS.items() for role, words in w.words.items()]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def as_long_as_can_be(name: str, kind: object) -> object:
    moment = datetime(2017, 12, 31, 15, 59, tzinfo=UTC)
    known: dict[object, object] = {datetime: moment, date: moment.date(), int: 9_999}
    if kind in known:
        return known[kind]
    names_something = name.endswith("_id") or name in {"subject", "obligation", "period", "role"}
    return "x" * 80 if names_something else "字" * 2_000


def filled_to_the_brim(name: str) -> Any:
    hints = get_type_hints(EVENTS[name])
    return EVENTS[name](**{field: as_long_as_can_be(field, kind) for field, kind in hints.items()})


def test_every_role_has_a_name() -> None:
    assert set(NAMES) == set(ROLES)


def test_all_words_are_used_and_every_usual_line_has_some() -> None:
    assert {line.event for line in USUAL} == set(WORDINGS)
    assert {line.role for line in USUAL} <= set(ROLES)


@pytest.mark.parametrize(("name", "role", "words"), each())
def test_words_ask_for_what_an_event_says_and_for_nobodys_account(
    name: str, role: str, words: Words
) -> None:
    known = {field.name for field in fields(EVENTS[name])}

    assert role == "any" or role in WORDINGS[name].roles
    for says in (words.zh, words.en):
        asked = placeholders(says.title + says.text)
        assert asked <= known
        assert not asked & SOMEBODYS


@pytest.mark.covers("PRA-10")
@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_a_notice_is_below_2048_bytes_whatever_was_typed(name: str) -> None:
    event = filled_to_the_brim(name)
    for role in WORDINGS[name].roles:
        words = WORDINGS[name].said_to(role, event, "")
        for says in (words.zh, words.en):
            assert len((says.title + says.text).encode()) < MAIL - FOOTER


@pytest.mark.parametrize(("name", "role", "words"), each())
def test_every_notice_says_what_to_do_next(name: str, role: str, words: Words) -> None:
    assert "请" in words.zh.text, (name, role)
    assert words.en.title
    assert words.en.text


def test_values_dates_and_points_are_in_words() -> None:
    confirmed = DecisionConfirmed(
        programme_id=ProgrammeId("2017"), project_id=ProjectId("2017-p08"), outcome="pass"
    )
    public = ResultPublicised(
        project_id=ProjectId("2017-p08"),
        begins_on=date(2017, 12, 18),
        until=datetime(2017, 12, 22, 16, tzinfo=UTC),
    )
    revoked = BonusRevoked(
        year=2017,
        unit_id=UnitId("guozi-wei"),
        project_id=ProjectId("2017-p08"),
        points=-650,
        reason="字" * (LONGEST + 1),
    )
    said = [
        WORDINGS[type(event).__name__].said_to("lead", event, "")
        for event in (confirmed, public, revoked)
    ]

    assert "合格" in said[0].zh.title
    assert "pass" in said[0].en.title
    assert "自2017年12月18日起公示，至2017年12月22日24时止" in said[1].zh.text
    assert "from 18 December 2017 until 24:00 on 22 December 2017" in said[1].en.text
    assert "-6.50分" in said[2].zh.title
    assert "…" in said[2].zh.text
