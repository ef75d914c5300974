"""The example in `docs/integration.md` checks real events."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.embedded.stack import EmbeddedStack
from shared.http.rights import Role
from shared.store.handle import handle
from tests.office import an_office, who
from tests.shared.toy.counter import DECIDER, Add, Added, counter
from tests.shared.toy.service import context, counting

PAGE = Path(__file__).parents[2] / "docs/integration.md"


def example() -> Callable[[dict[str, Any]], bool]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, PAGE.name, "exec"), names)  # noqa: S102 - our own page
    return names["is_genuine"]


async def test_the_example_tells_a_genuine_event_from_a_changed_one(
    servers: EmbeddedStack, folder: Path
) -> None:
    is_genuine = example()

    async with an_office(servers, folder, counting()) as office:
        store = office.resources("applications").store
        for key in ("one", "two"):
            await handle(Add(amount=3), DECIDER, counter("a"), store, context(key))
        office.clock.advance(microseconds=17)
        await office.publish("applications", counter("b"), Added(amount=1), Added(amount=2))
        await office.caught_up()
        async with office.client("applications", who("archive", Role.CLIENT)) as client:
            page = (await client.get("/api/applications/events")).json()

    assert [is_genuine(event) for event in page["events"]] == [True] * 4
    assert [int(event["sequence"]) for event in page["events"]] == [1, 2, 3, 4]
    assert page["next"] == 4
    assert not is_genuine({**page["events"][0], "data": {"amount": 30}})
    assert not is_genuine({**page["events"][0], "actor": "someone else"})
