"""What the lead of a project hands in at the end: its results, and the ledger that proves them."""
