"""What the lead of a project asks a co-lead to do by a day (REQ-41)."""
