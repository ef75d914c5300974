"""The circular that commends the projects that passed, and its corrections."""
