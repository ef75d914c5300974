"""What worked well in a project, told in text and pictures (REQ-36)."""
