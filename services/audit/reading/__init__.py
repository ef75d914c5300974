"""What an auditor read, day by day: his reading is itself logged."""
