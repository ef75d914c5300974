"""In which channels a good practice is, as people and other systems say (REQ-37)."""
