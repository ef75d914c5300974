"""Settings for one service, from the environment that a whole installation shares."""

import os
from pathlib import Path

from pydantic import SecretStr

from deploy.nats.accounts import password_variable
from deploy.topology import NAMES
from shared.settings import Settings

ENVIRONMENT = "environment"
"""In the folder of a running `lingban run`: the variables by which its servers are reached."""

FOLDER = Path(__file__).parents[1] / ".lingban"
"""Where `lingban run` keeps everything, unless it is told otherwise."""


def settings_for(service: str) -> Settings:
    """Return a service's settings.

    Besides `LINGBAN_NATS_PASSWORD` and `LINGBAN_SERVICES` (see `shared/settings.py`) the names are
    understood under which one file may hold everything: `LINGBAN_NATS_<SERVICE>_PASSWORD` and
    `LINGBAN_<SERVICE>_URL`.
    """
    settings = Settings()  # pyright: ignore[reportCallIssue] - the environment has the rest
    urls = {
        name: os.environ[variable]
        for name in NAMES
        if name != "gateway" and (variable := f"LINGBAN_{name.upper()}_URL") in os.environ
    }
    password = os.environ.get(password_variable(service), "")
    return settings.model_copy(
        update={
            "services": urls | settings.services,
            **({"nats_password": SecretStr(password)} if password else {}),
        }
    )


def operators_settings(service: str) -> Settings:
    """Return a service's settings for an operator's command.

    What the environment does not say is taken from `lingban run` if that runs on this machine. An
    installation sets `LINGBAN_POSTGRES_DSN`, and then nothing is looked for.
    """
    file = Path(os.environ.get("LINGBAN_DATA", FOLDER)) / ENVIRONMENT
    if "LINGBAN_POSTGRES_DSN" not in os.environ and file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition("=")
            os.environ.setdefault(name, text)
    return settings_for(service)
