"""From the outbox to other services: envelope, relay, feed, consumers, parked messages."""
