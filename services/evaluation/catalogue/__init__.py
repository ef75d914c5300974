"""What this service knows of projects and units: copies of what `applications` recorded."""
