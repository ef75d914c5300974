"""When e-mail goes out: the hour of the day's digest, and the hours outside which nothing is sent."""
