"""What is counted, for Prometheus. One registry per process, served at `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

RELAY_LEADER = Gauge("lingban_relay_leader", "1 while this process leads the relay.", ["service"])
RELAY_ALARM = Gauge(
    "lingban_relay_fork", "1 while store and stream differ: no commands.", ["service"]
)
RELAY_HEAD = Gauge("lingban_relay_published_seq", "Last published feed sequence.", ["service"])
RELAY_PUBLISHED = Counter("lingban_relay_published", "Messages published.", ["service"])
CONSUMER_SEQ = Gauge(
    "lingban_consumer_seq", "Checkpoint in the source's feed.", ["subscription", "partition"]
)
CONSUMER_LAG = Gauge(
    "lingban_consumer_pending", "Messages waiting for this consumer.", ["subscription", "partition"]
)
CONSUMER_STOPPED = Gauge(
    "lingban_consumer_stopped", "1 when too many events were parked.", ["subscription", "partition"]
)
PARKED = Counter("lingban_parked_events", "Events put aside as poison.", ["subscription"])
HOLES = Counter("lingban_consumer_holes", "Holes filled from the source's feed.", ["subscription"])
RESETS = Counter("lingban_consumer_resets", "Resets to the checkpoint.", ["subscription"])
TIMERS_FIRED = Counter("lingban_timers_fired", "Timers that have fired.", ["service", "kind"])
MAILS = Counter("lingban_mails", "E-mails by outcome.", ["outcome"])
REQUEST_SECONDS = Histogram(
    "lingban_http_request_seconds", "Time to answer.", ["service", "method", "route", "status"]
)
