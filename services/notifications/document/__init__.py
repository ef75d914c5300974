"""To whom an issued document was dispatched."""
