"""A unit's part in a project: applied for, decided on, taken."""
