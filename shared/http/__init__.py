"""What every service's API has in common."""
