"""`python -m deploy.cli` is `lingban`."""

from deploy.cli import app

app()
