"""Logging as in production, without its file."""

import os
from pathlib import Path

import orjson
import structlog


def log_to_nowhere() -> None:
    """Log JSON lines from INFO on, as production does, to a file that forgets them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(20),
        logger_factory=structlog.BytesLoggerFactory(Path(os.devnull).open("ab")),  # noqa: SIM115
        cache_logger_on_first_use=True,
    )
