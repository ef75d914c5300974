"""A project of a programme: its text, its category and its lead unit."""
