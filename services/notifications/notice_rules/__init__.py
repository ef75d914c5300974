"""Who is told of what, and by which channel: a table that the office can edit."""
