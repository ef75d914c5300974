"""What the notice of an event says, in Chinese and English, always with what to do next.

The sentences are data (`data/notice-wordings.json`), one entry for each event that somebody may be told
of, one wording for each role that reads another. What people typed is cut, so that a notice stays below
the 2,048 bytes that work platforms take (PRA-10). No field that holds an account is ever filled in.
The text is stored with the notice: what was told stays provable when wordings change.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from services.notifications.roles import OF_A_PROJECT, OF_THE_OFFICE
from services.notifications.wording import deadline_in_words, last_day_of
from shared.domain import value
from shared.timing.zone import SHANGHAI

type Language = Literal["zh", "en"]

LONGEST = 120
"""Characters that are kept of what somebody typed."""

VALUES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "lead": ("牵头领办", "lead"),
        "co_lead": ("联办", "co-lead"),
        "stands": ("任务不变", "it stands"),
        "changed": ("任务调整", "it stands, changed"),
        "void": ("任务作废", "it is void"),
        "upheld": ("异议成立", "upheld"),
        "dismissed": ("异议不成立", "dismissed"),
        "pass": ("合格", "pass"),
        "fail": ("不合格", "fail"),
        "not_submitted": ("未提交成果", "no results"),
        "recognised": ("予以认可", "recognised"),
        "not_recognised": ("不予认可", "not recognised"),
    }
)
HUNDREDTHS = frozenset({"total", "points"})


@value
class Says:
    """A notice's title (one line) and text."""

    title: str
    text: str


@value
class Words:
    """What a notice says in both languages."""

    zh: Says
    en: Says


@value
class EventWording:
    """How an event is told: the rule's name and source, what it means, and the words by role.

    `names` are the roles that the event itself names, `project` whether it is about a project.
    `cause` names what it is about where several events are told as one; otherwise each is its own.
    `silent` are the values of fields with which nobody is told.
    """

    notice: str
    basis: str
    project: bool
    names: tuple[str, ...]
    zh: str
    en: str
    silent: Mapping[str, tuple[str, ...]]
    cause: str
    words: Mapping[str, Words]

    @property
    def roles(self) -> frozenset[str]:
        """Return who can be told of it."""
        of_project = OF_A_PROJECT if self.project else frozenset[str]()
        return OF_THE_OFFICE | of_project | frozenset(self.names)

    def keeps_silent(self, event: object) -> bool:
        """Return whether nobody is told of this event, because another one tells it."""
        return any(getattr(event, name) in values for name, values in self.silent.items())

    def said_to(self, role: str, event: object, label: str) -> Words:
        """Return the words for a role; `label` says what a deadline is for, if the event does not."""
        words = self.words.get(role) or self.words.get("any") or next(iter(self.words.values()))
        return Words(
            zh=filled(words.zh, shown(event, label, "zh")),
            en=filled(words.en, shown(event, label, "en")),
        )


WORDINGS: Mapping[str, EventWording] = TypeAdapter(dict[str, EventWording]).validate_json(
    (files("services.notifications") / "data" / "notice-wordings.json").read_text("utf-8")
)


def filled(says: Says, known: Mapping[str, str]) -> Says:
    """Return a wording with what is known filled in."""
    return Says(title=says.title.format_map(known), text=says.text.format_map(known))


def shown(event: Any, label: str, language: Language) -> Mapping[str, str]:  # noqa: ANN401 - any event
    """Return an event's fields as people read them; what is not known is left blank."""
    known = {field.name: getattr(event, field.name) for field in fields(event)}
    if label and not known.get("label"):
        known["label"] = label
    words = {name: in_words(name, what, language) for name, what in known.items()}
    return defaultdict(str, words)


def in_words(name: str, what: object, language: Language) -> str:
    """Return a value as people read it."""
    match what:
        case datetime():
            return deadline_in_words(what) if language == "zh" else in_english(what)
        case date():
            zh = f"{what.year}年{what.month}月{what.day}日"
            return zh if language == "zh" else f"{what.day} {what:%B %Y}"
        case tuple():
            return str(len(cast("tuple[object, ...]", what)))
        case int() if name in HUNDREDTHS:
            return in_points(what)
        case str() if what in VALUES:
            return VALUES[what][0 if language == "zh" else 1]
        case _:
            return cut(str(what))


def in_points(hundredths: int) -> str:
    """Return hundredths of a point as points with two decimals."""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole}.{rest:02}"


def in_english(due_at: datetime) -> str:
    """Return a deadline as one writes it in English: `24:00 on 10 July 2017`."""
    local = due_at.astimezone(SHANGHAI)
    if local.hour == local.minute == 0:
        day = last_day_of(due_at)
        return f"24:00 on {day.day} {day:%B %Y}"
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"


def cut(text: str) -> str:
    """Return a text that is short enough for a notice."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
