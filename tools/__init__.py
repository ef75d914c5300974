"""Scripts for those who work on Lingban."""
