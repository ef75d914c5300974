"""The copy of what a programme's rules say about tasks and good practices."""
