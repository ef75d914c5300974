"""What the lead of a project reports to the organiser once in each period (form F4)."""
