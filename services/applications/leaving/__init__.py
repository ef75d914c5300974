"""Leaving a project: how a unit asks for it, and what is decided."""
