"""What is known already, as the beginning of a report and of the results: entered once (PRA-08)."""
