"""How a process logs: JSON lines for machines, plain lines for a person at a terminal.

Tracebacks never show the values of variables: among them are passwords and keys.
"""

import json
import logging
import sys
from collections.abc import Sequence
from typing import Any, Literal

import structlog
from structlog.typing import Processor

type Level = Literal["info", "warning"]

LEVELS: dict[Level, int] = {"info": logging.INFO, "warning": logging.WARNING}


def in_json(content: Any, **options: Any) -> str:  # noqa: ANN401 - structlog's serializer
    """Return one log line; Chinese stays readable."""
    return json.dumps(content, ensure_ascii=False, **options)


def configure(*, for_people: bool, level: Level = "info") -> None:
    """Set up logging for this process, our own lines and those of libraries (warnings only)."""
    steps: Sequence[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=not for_people),
    ]
    last: Sequence[Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if for_people
        else [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=in_json),
        ]
    )
    structlog.configure(
        processors=[*steps, *last],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
