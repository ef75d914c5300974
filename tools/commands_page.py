"""`docs/commands.md`: every command of `lingban`, from `deploy/cli`."""

from collections.abc import Iterator, Mapping
from typing import Any

import typer

from deploy.cli import app
from shared.domain import value

PAGE = "docs/commands.md"
HEADER = """\
# Commands

Made from `deploy/cli` by `make docs`. Do not edit. `lingban ... --help` says the same with types and
defaults. Settings come from the environment ([settings.md](settings.md)).

| Command | What it does |
|---|---|
"""


@value
class Command:
    """One command: what is typed, its options, and the first sentence of its help."""

    words: tuple[str, ...]
    arguments: tuple[str, ...]
    options: tuple[str, ...]
    sense: str


def pages() -> Mapping[str, str]:
    """Return the page of commands."""
    return {PAGE: HEADER + "".join(row(command) for command in commands())}


def row(command: Command) -> str:
    """Describe one command in a row."""
    line = " ".join(["lingban", *command.words, *command.arguments])
    options = "".join(f" `{option}`" for option in command.options)
    return f"| `{line}`{options} | {command.sense} |\n"


def commands() -> Iterator[Command]:
    """Give every command, in the order of the help."""
    yield from _below(typer.main.get_command(app), ())


def _below(node: Any, words: tuple[str, ...]) -> Iterator[Command]:  # noqa: ANN401 - typer's own click
    inner: Mapping[str, Any] = getattr(node, "commands", {})
    for name, command in inner.items():
        yield from _below(command, (*words, name))
    if not inner:
        arguments = [p for p in node.params if p.param_type_name == "argument"]
        options = [p.opts[0] for p in node.params if p.param_type_name == "option"]
        yield Command(
            words=words,
            arguments=tuple(
                p.name.upper() if p.required else f"[{p.name.upper()}]" for p in arguments
            ),
            options=tuple(options),
            sense=" ".join((node.help or "").split("\n\n")[0].split()),
        )
