"""One reviewer's score sheet for one project, sealed until the round closes."""
