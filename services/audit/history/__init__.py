"""The history of a record across services: who did what, when and why, oldest first."""
