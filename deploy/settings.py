"""Settings for one service, from the environment that a whole installation shares."""

import os

from pydantic import SecretStr

from deploy.nats.accounts import password_variable
from deploy.topology import NAMES
from shared.settings import Settings


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
