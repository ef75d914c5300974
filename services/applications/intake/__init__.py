"""The intake of a programme on one page: who leads, who applied, where something is missing."""
