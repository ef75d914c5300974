"""A project's case as it was at a moment, as far as it was known at another."""
