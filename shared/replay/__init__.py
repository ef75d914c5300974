"""Replaying history: read models verified against it, and rebuilt from it."""
