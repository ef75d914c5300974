"""What a co-lead contributed, where the lead doubts it."""
