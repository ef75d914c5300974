"""What the organiser found when it followed a project up, and what has to be put right (REQ-43, REQ-44)."""
