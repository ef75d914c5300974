"""Faults on purpose: real processes under load, broken in many ways, then checked (promises.md)."""
