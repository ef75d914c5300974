"""What would come of the sheets that are in, by other rules: a simulation, nothing changes."""
