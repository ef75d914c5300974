"""The window of the supplementary form: how long a programme takes it."""
