"""What this service knows of decisions: copies of what `evaluation` recorded."""
