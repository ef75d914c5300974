"""What each unit is due from the passes that were confirmed."""
