"""`lingban parked`: events that could not be applied and wait for an operator."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated

import typer

from deploy.serving import all_ready, all_running, clock_of
from deploy.settings import operators_settings
from deploy.topology import service_called
from shared.bus.applying import Applier
from shared.bus.parked import LIST, Parking
from shared.bus.topology import Subscription
from shared.runtime import Running
from shared.telemetry.logs import configure

from .running import known
from .screen import console, fail, settings_explained, show

app = typer.Typer(help="Events put aside as poison.", no_args_is_help=True)

Service = Annotated[str, typer.Argument(help="The service that could not apply it.")]
Source = Annotated[str, typer.Argument(help="The service whose event it is.")]


def beside(service: str, act: Callable[[Running], Awaitable[None]]) -> None:
    """Act on a service's store beside the processes that serve it; nothing is consumed here."""

    async def run() -> None:
        settings = operators_settings(known(service))
        quiet = replace(service_called(service), subscribed=(), firings={}, background=())
        async with (
            clock_of(settings, lambda: None) as clock,
            all_running([quiet], lambda _: settings, clock) as runs,
        ):
            await all_ready(runs)
            await act(runs[service])

    configure(for_people=True, level="warning")
    with settings_explained():
        asyncio.run(run())


def parking_of(run: Running, source: str) -> Parking:
    """Return what was put aside of one source's events."""
    service = run.service.name
    for subscribed in service_called(service).subscribed:
        if subscribed.source == source:
            applier = Applier(subscribed, run.resources.store, run.resources.clock.now)
            name = Subscription(subscriber=service, source=source).durable
            return Parking(name, applier)
    return fail(f"{service} 没有订阅 {source}。{service} does not follow {source}.", 2)


@app.command("list")
def list_parked(service: Service) -> None:
    """List what is parked or was discarded."""

    async def act(run: Running) -> None:
        rows = await run.resources.pool.fetch(LIST, "")
        columns = ["subscription", "seq", "stream", "type", "status", "error"]
        show("停放的事件", columns, [[row[column] for column in columns] for row in rows])

    beside(service, act)


@app.command("show")
def show_parked(service: Service, source: Source, seq: int) -> None:
    """Print one parked event as it arrived, and why it could not be applied."""

    async def act(run: Running) -> None:
        row = await run.resources.pool.fetchrow(
            "select event, error from parked_event where subscription = $1 and seq = $2",
            parking_of(run, source).subscription,
            seq,
        )
        if row is None:
            fail("没有这一事件。There is no such event.")
        console.print_json(json.dumps(row["event"], ensure_ascii=False))
        console.print(row["error"], markup=False)

    beside(service, act)


@app.command()
def retry(service: Service, source: Source, stream: str) -> None:
    """Apply a stream's parked events in order, all of them or none."""

    async def act(run: Running) -> None:
        count = await parking_of(run, source).retry(stream)
        console.print(f"{count} applied")

    beside(service, act)


@app.command()
def discard(
    service: Service,
    source: Source,
    seq: int,
    reason: Annotated[str, typer.Option(help="Kept beside the event.")],
) -> None:
    """Give up one parked event. The later events of its stream wait for a retry."""

    async def act(run: Running) -> None:
        if not await parking_of(run, source).discard(seq, reason):
            fail("没有这一停放的事件。No such event is parked.")
        console.print("discarded")

    beside(service, act)
