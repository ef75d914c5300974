"""Who is told what, when, by which channel, and what proves it."""
