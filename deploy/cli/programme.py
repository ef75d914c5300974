"""`lingban programme`: bringing in a notice."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .api import LOCAL, Account, Key, Url, accepted, signed_in
from .screen import console, fail

app = typer.Typer(help="Programmes.", no_args_is_help=True)


@app.callback()
def programmes() -> None:
    """Programmes."""


@app.command("import")
def import_notice(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    url: Url = LOCAL,
    account: Account = "staff",
    key: Key = "",
) -> None:
    """Draft a programme from its notice as JSON. The same file again changes nothing."""
    try:
        document = json.loads(file.read_bytes())
    except ValueError as error:
        fail(f"{file}: 不是有效的 JSON (not JSON): {error}")
    with signed_in(url, account, key) as client, console.status("导入"):
        answer = client.post("/api/applications/programmes/import", json=document)
        receipt = accepted(answer).json()
    changed = len(receipt["events"])
    console.print("已导入" if changed else "没有变化: 此前已导入", receipt["stream"], markup=False)
