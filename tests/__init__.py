"""Tests. They mirror `services/` and `shared/`; servers are real, rules need none."""
