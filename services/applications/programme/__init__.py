"""A year's programme: its notice, its rules, its announcement."""
