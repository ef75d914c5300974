"""Sessions: signing in, signing out, and setting a password by a one-time link."""
