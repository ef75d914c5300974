"""Integration clients: other systems that come with a key instead of a session."""
