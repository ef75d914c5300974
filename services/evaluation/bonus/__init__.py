"""The points a unit got in a year, entry by entry."""
