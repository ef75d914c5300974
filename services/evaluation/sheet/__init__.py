"""One's own sheets, as reviewers read them."""
