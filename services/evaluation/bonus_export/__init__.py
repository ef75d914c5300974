"""Bonus sheets handed to another system, numbered, with amount, reason and rule of every line."""
