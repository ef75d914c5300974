"""What this service knows of results and decisions: copies of what others recorded."""
