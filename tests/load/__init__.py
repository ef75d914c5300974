"""How fast it is, always beside a baseline measured in the same minutes."""
