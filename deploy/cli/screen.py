"""What commands share in speaking to a person: one console, tables, and plain failures."""

import contextlib
from collections.abc import Generator, Iterable, Sequence
from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def fail(sentence: str, status: int = 1) -> NoReturn:
    """Say what is wrong and end the command."""
    errors.print(sentence, style="red", markup=False)
    raise typer.Exit(status)


@contextlib.contextmanager
def settings_explained() -> Generator[None]:
    """End with the names of the variables that are missing or wrong, without their values."""
    try:
        yield
    except ValidationError as error:
        names = [
            f"LINGBAN_{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        ]
        fail("\n".join(["设置不完整 (settings missing or wrong):", *names]), 2)


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table."""
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console.print(table)
