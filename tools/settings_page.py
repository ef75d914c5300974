"""`docs/settings.md`: every setting, from `shared/settings.py`."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from shared.settings import Settings
from tools.codebase import spelled

PAGE = "docs/settings.md"
HEADER = """\
# Settings

Made from `shared/settings.py` by `make docs`. Do not edit.

A process reads its settings from environment variables. `make run` sets all of them itself. What
is secret has no default worth having and is never logged.

| Variable | Type | Default | Meaning |
|---|---|---|---|
"""
FOOTER = """
One file may hold the settings of a whole installation: instead of `LINGBAN_NATS_PASSWORD` each
service understands `LINGBAN_NATS_<SERVICE>_PASSWORD`, and instead of `LINGBAN_SERVICES` one
`LINGBAN_<SERVICE>_URL` for each. `make run` takes `LINGBAN_PORT` and `LINGBAN_DATA` (the folder where
everything is kept, `.lingban`).
"""


def pages() -> Mapping[str, str]:
    """Return the page of settings."""
    return {PAGE: HEADER + "".join(rows()) + FOOTER}


def rows() -> Iterator[str]:
    """Describe each setting in a row."""
    for name, field in Settings.model_fields.items():
        variable = f"LINGBAN_{name.upper()}"
        kind = typed(field.annotation)
        yield f"| `{variable}` | {kind} | {default_of(field)} | {field.description or ''} |\n"


def typed(kind: Any) -> str:  # noqa: ANN401
    """Return a setting's type in words."""
    return spelled(kind).replace("SecretStr", "secret").replace("Path", "path")


def default_of(field: FieldInfo) -> str:
    """Return a setting's default as it would be written."""
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if default in ("", None, {}):
        return "empty"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
