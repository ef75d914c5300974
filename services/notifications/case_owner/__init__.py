"""Whose a case is: this service's copy of what the others say."""
