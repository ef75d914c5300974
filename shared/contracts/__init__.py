"""What one service may rely on in another's events: only the fields that consumers need.

A contract is only ever added to. A test holds each against the producer's real events.
"""
