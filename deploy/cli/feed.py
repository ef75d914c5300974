"""`lingban feed`: a service's log as it grows."""

import time
from typing import Annotated

import httpx2
import typer

from .api import LOCAL, Account, Key, Url, accepted, signed_in
from .running import known

app = typer.Typer(help="The services' logs.", no_args_is_help=True)

AGAIN = 1.0


@app.callback()
def feeds() -> None:
    """The services' logs."""


@app.command()
def tail(
    service: Annotated[str, typer.Argument()],
    after: Annotated[int, typer.Option(min=0, help="Sequence number to start after.")] = 0,
    url: Url = LOCAL,
    account: Account = "auditor",
    key: Key = "",
) -> None:
    """Print events as CloudEvents, one a line, and follow. Ctrl-C ends it."""
    seq = str(after)
    with signed_in(url, account, key) as client:
        while True:
            try:
                seq = _follow(client, known(service), seq)
            except httpx2.TransportError:
                time.sleep(AGAIN)


def _follow(client: httpx2.Client, service: str, seq: str) -> str:
    """Print events until the stream ends; return the last sequence number."""
    headers = {"Last-Event-ID": seq, "Accept": "text/event-stream"}
    path = f"/api/{service}/events/stream"
    with client.stream("GET", path, headers=headers) as answer:
        if answer.is_error:
            answer.read()
            accepted(answer)
        for line in answer.iter_lines():
            if line.startswith("id:"):
                seq = line.removeprefix("id:").strip()
            elif line.startswith("data:"):
                typer.echo(line.removeprefix("data:").strip())
    return seq
