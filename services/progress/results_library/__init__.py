"""What the results of passed projects leave for everyone: systems and models to be copied."""
