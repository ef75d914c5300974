"""A result before the public, and how it becomes final or is made anew."""
