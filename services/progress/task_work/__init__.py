"""How a co-lead answers for its task, and what the lead says to that (REQ-41)."""
