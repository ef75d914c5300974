"""Who may be asked to score."""
