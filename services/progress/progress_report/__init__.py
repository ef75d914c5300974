"""What the lead of a project reports to the organiser once a quarter (form F4)."""
