"""One objection to a result that is before the public, and its answer."""
