"""What can be proved: every event of every service, readable by those who check."""
