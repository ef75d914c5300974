"""The team with which a unit works in a project: its people and what it is called."""
