"""Owing no more, or another unit owing it: asked for, waived, released, handed over (X13, X15, AMB-12)."""
