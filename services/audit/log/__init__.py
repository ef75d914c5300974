"""The log: one row for each event of each service, as it was recorded."""
