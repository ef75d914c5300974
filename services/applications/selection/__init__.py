"""The selection: what the organiser decides on applications."""
