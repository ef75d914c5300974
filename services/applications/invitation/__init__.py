"""Inviting a unit to co-lead a project. Whether it applies is up to the unit (REQ-18)."""
