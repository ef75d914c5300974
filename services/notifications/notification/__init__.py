"""One notice to one recipient: what it says, which rule fired, whether it came across."""
