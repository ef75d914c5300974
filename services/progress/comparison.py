"""What two versions of a plan say otherwise, section by section."""

from collections.abc import Mapping, Sequence

from shared.domain import value

type Section = str | Mapping[str, str] | Sequence[Section]
"""A text, an entry of named texts, or a list of either."""


@value
class SectionChange:
    """A section that differs: the passages it has lost and those it has gained."""

    section: str
    before: Sequence[str]
    after: Sequence[str]


@value
class Comparison:
    """What version `after` says otherwise than version `before`."""

    before: int
    after: int
    changes: Sequence[SectionChange]


def changes(before: Mapping[str, Section], after: Mapping[str, Section]) -> Sequence[SectionChange]:
    """Return the sections that differ between two versions, in the order of the form."""
    compared = ((name, passages(before[name]), passages(after[name])) for name in after)
    return [
        SectionChange(
            section=name,
            before=[passage for passage in was if passage not in now],
            after=[passage for passage in now if passage not in was],
        )
        for name, was, now in compared
        if was != now
    ]


def passages(section: Section) -> Sequence[str]:
    """Return the passages of a section: lines of a text, entries of a list."""
    if isinstance(section, str):
        return section.splitlines()
    if isinstance(section, Mapping):
        return ["; ".join(part for part in section.values() if part)]
    return [passage for entry in section for passage in passages(entry)]
