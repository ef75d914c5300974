"""The HTTP API as commands use it: signed in with an account, or with an integration key."""

import contextlib
import json
import os
from collections.abc import Generator
from typing import Annotated, Any

import httpx2
import typer

from .screen import fail

Url = Annotated[str, typer.Option(envvar="LINGBAN_PUBLIC_URL", help="The installation's address.")]
Account = Annotated[str, typer.Option(help="Sign in with this account; asks for the password.")]
Key = Annotated[str, typer.Option(envvar="LINGBAN_KEY", help="Or an integration key.")]
LOCAL = "http://127.0.0.1:8000"


@contextlib.contextmanager
def signed_in(url: str, account: str, key: str) -> Generator[httpx2.Client]:
    """Open a client of the API. The password may come from LINGBAN_PASSWORD."""
    headers = {"Origin": url, **({"Authorization": f"Bearer {key}"} if key else {})}
    try:
        with httpx2.Client(base_url=url, headers=headers, timeout=120) as client:
            if not key:
                who = {"account": account, "password": _password()}
                accepted(client.post("/api/gateway/session", json=who))
            yield client
    except httpx2.TransportError as error:
        fail(f"{url} 没有应答。No answer: {error}")


def _password() -> str:
    if password := os.environ.get("LINGBAN_PASSWORD"):
        return password
    asked: str = typer.prompt("密码 (password)", hide_input=True)
    return asked


def accepted(answer: httpx2.Response) -> httpx2.Response:
    """Return the answer, or end with what the problem document says."""
    if not answer.is_error:
        return answer
    try:
        problem: dict[str, Any] = answer.json()
    except json.JSONDecodeError:
        problem = {"title": answer.status_code, "title_en": answer.text, "errors": []}
    lines = [f"{problem['title']} ({problem['title_en']})"]
    lines += [f"{e['field']}: {e['zh']} ({e['en']})" for e in problem["errors"]]
    return fail("\n".join(lines))
