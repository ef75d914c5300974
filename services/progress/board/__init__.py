"""The board: every project and unit in green, amber or red, by dates only (REQ-44, PRA-05)."""
