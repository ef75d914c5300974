"""How NATS is set up: accounts, streams and consumers."""
