"""Pictures that units hand in, kept under the SHA-256 of their content."""
