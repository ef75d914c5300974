"""What a file says otherwise than what is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from shared.domain import Fault

type Parts = Mapping[Any, object] | Sequence[object]

SHORT = 60
"""Characters of a text that a message shows."""


def differences(recorded: Any, given: Any) -> tuple[Fault, ...]:  # noqa: ANN401 - any value
    """Return where two values of one class differ; `field` is a JSON Pointer into the value."""
    return tuple(_between(asdict(recorded), asdict(given), ""))


def _between(recorded: object, given: object, place: str) -> Iterator[Fault]:
    if recorded == given:
        return
    match recorded, given:
        case ((dict() | tuple()), (dict() | tuple())):
            was, now = cast("Parts", recorded), cast("Parts", given)
            yield from _parts(_named(was), _named(now), place)
        case _:
            was, now = _shown(recorded), _shown(given)
            yield Fault(
                field=place,
                zh=f"已录入的是“{was}”，文件中是“{now}”。",
                en=f'Recorded is "{was}", the file says "{now}".',
            )


def _parts(
    recorded: Mapping[Any, object], given: Mapping[Any, object], place: str
) -> Iterator[Fault]:
    for key in {**recorded, **given}:
        yield from _between(recorded.get(key, ""), given.get(key, ""), f"{place}/{key}")


def _named(parts: Parts) -> Mapping[Any, object]:
    return parts if isinstance(parts, Mapping) else dict(enumerate(parts))


def _shown(part: object) -> str:
    text = str(part)
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
