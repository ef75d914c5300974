"""The rules of a programme that is still a draft, set section by section, and its projects by hand."""
