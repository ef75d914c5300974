"""Which projects were cancelled: copies of what `applications` recorded."""
