"""The list of projects of a draft, entered by hand."""
