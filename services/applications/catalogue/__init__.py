"""The catalogue (Annex 1): projects with their leads, and who joins them."""
