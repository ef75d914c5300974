"""Who takes part in a programme: its notice, its projects, its units and their applications."""
