"""Giving a project up, and with it every unit's part in it."""
