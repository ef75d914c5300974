"""The end of a programme's year."""
