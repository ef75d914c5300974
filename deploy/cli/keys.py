"""`lingban keys`: the keys of an installation."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from .screen import console, settings_explained

app = typer.Typer(help="Keys, kept in files.", no_args_is_help=True)


@app.command()
def new(folder: Annotated[Path, typer.Argument(file_okay=False)]) -> None:
    """Make the keys that are missing in a folder. Back them up apart from the database."""
    from deploy.keys import ensure_keys

    keys = ensure_keys(folder)
    console.print(f"LINGBAN_MASTER_KEY_FILE={keys.master}", soft_wrap=True)
    console.print(f"LINGBAN_SIGNING_KEY_FILE={keys.signing}", soft_wrap=True)
    console.print(f"LINGBAN_VERIFY_KEY_FILE={keys.verify}", soft_wrap=True)
    console.print(f"LINGBAN_SERVICE_TOKEN: {keys.token}", soft_wrap=True)


@app.command("rotate-master")
def rotate_master() -> None:
    """Replace the master key (LINGBAN_MASTER_KEY_FILE). Stop every service before.

    The old key stays beside the new one as `.old`: backups made before need it.
    """
    from deploy.keys import rotate_master as rotate
    from deploy.settings import operators_settings
    from deploy.topology import NAMES

    with settings_explained():
        settings = operators_settings("gateway")
    with console.status("更换主密钥"):
        count = asyncio.run(rotate(settings, NAMES))
    console.print(f"{count} keys wrapped anew; {settings.master_key_file}", soft_wrap=True)
