"""Reminding a unit of what it owes: 催办, by the organiser or by the clock (REQ-43)."""
