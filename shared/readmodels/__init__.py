"""Read models: rows folded from events."""
