"""What each project owed in the year, and whether it came: the facts of the process."""
