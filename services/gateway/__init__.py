"""The front door: accounts, machines' keys, sessions, and the way to every other service."""
