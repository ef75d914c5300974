"""Closing a project's round: opened sheets, trimmed mean, outcome."""
