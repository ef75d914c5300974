"""Alembic's scripts that all services share."""
