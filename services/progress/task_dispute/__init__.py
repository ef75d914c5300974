"""A co-lead's objection that a task is outside its remit, and the ruling on it (REQ-40)."""
