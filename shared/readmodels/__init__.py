"""Read models: rows folded from events, rebuilt and verified against a replay."""
