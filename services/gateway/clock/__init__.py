"""The clock: what time it is, and setting it where that is a demonstration."""
