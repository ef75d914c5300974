"""The event store: events, the outbox, the feed, and what is kept encrypted."""
