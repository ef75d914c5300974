"""What a programme and its projects ask for: this service's copy of what `applications` says."""
