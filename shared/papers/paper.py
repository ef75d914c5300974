"""What a paper says, apart from how it looks.

A paper is a value: the same content is the same value, and the SHA-256 of its canonical form is its check
code (校验码). Its texts are ready to print, in Chinese; whatever a person wrote is escaped when it is
printed.
"""

from datetime import date, datetime
from typing import Literal

from shared.domain import value
from shared.store.codec import digest
from shared.timing.zone import SHANGHAI

type Cell = tuple[str, str]
"""A label and what is filled in."""


@value
class Grid:
    """A form: each row has one or two labelled fields. What was not filled in stays blank."""

    rows: tuple[tuple[Cell, ...], ...]
    block: Literal["grid"] = "grid"


@value
class Table:
    """Lines under a head that is repeated on every page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    block: Literal["table"] = "table"


@value
class Prose:
    """Paragraphs, under a heading if it has one."""

    heading: str = ""
    paragraphs: tuple[str, ...]
    block: Literal["prose"] = "prose"


@value
class Signing:
    """The places for signature, seal and date: they are put on by hand (REQ-57)."""

    places: tuple[str, ...]
    block: Literal["signing"] = "signing"


@value
class Closing:
    """How an official document ends: its issuer, its date, whom it is reported and copied to."""

    issuer: str
    dated: str
    report_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    block: Literal["closing"] = "closing"


type Block = Grid | Table | Prose | Signing | Closing


@value
class Filing:
    """Which record was filed, in which version, and when it came: the receipt on its paper."""

    number: str
    version: int
    received_at: str


@value
class Paper:
    """A paper. `form` is its number among the office's forms, or "" for an official document.

    `red_head` is the issuer's name as it stands at the top of an official document, `number` that
    document's number. `report_to` and `copy_to` are roles, never persons (AMB-29). A `draft` bears 草稿 also
    when it is registered: nobody has approved it yet (REQ-57).
    """

    document_id: str
    kind: str
    title: str
    blocks: tuple[Block, ...]
    form: str = ""
    red_head: str = ""
    number: str = ""
    sideways: bool = False
    draft: bool = False
    filing: Filing | None = None
    report_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()

    @property
    def check_code(self) -> str:
        """Return the SHA-256 of all that the paper says, in hexadecimal."""
        return digest(self).hex()


def day_in_words(day: date | None) -> str:
    """Return a day as papers write it, 2017年5月2日; "" for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def moment_in_words(moment: datetime | None) -> str:
    """Return a moment in Asia/Shanghai as papers write it, 2017年5月2日 09:00; "" for none."""
    if moment is None:
        return ""
    there = moment.astimezone(SHANGHAI)
    return f"{day_in_words(there.date())} {there:%H:%M}"
