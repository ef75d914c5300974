"""The Python library `eventsourcing` with the same command: load, decide, append one event."""

import threading
import time
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from tests.load.desk import noted
from tests.load.measure import Reading, latencies


class LibraryDesk(Aggregate):
    """A desk as the library's aggregate."""

    @event("Opened")
    def __init__(self) -> None:
        self.notes = 0
        self.last = 0

    @event("Noted")
    def note(  # noqa: PLR0913 - the fields of the same event
        self,
        number: int,
        unit: str,
        title: str,
        stage: str,
        tags: list[str],
        text: str,
        at: datetime,
    ) -> None:
        del unit, title, stage, tags, text, at
        self.notes += 1
        self.last = number


class LibraryDesks(Application[UUID]):
    """The library's application service."""

    def open(self) -> UUID:
        aggregate = LibraryDesk()
        self.save(aggregate)
        return aggregate.id

    def note(self, desk: UUID, number: int) -> None:
        aggregate: LibraryDesk = self.repository.get(desk)
        e = noted(number)
        aggregate.note(number, e.unit, e.title, e.stage, list(e.tags), e.text, e.at)
        self.save(aggregate)


def application(dsn: str) -> LibraryDesks:
    """Open the library's application with its PostgreSQL functions switched on (its fastest)."""
    parts = urlsplit(dsn)
    query = parse_qs(parts.query)
    environment: dict[str, Any] = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.removeprefix("/"),
        "POSTGRES_HOST": query["host"][0] if "host" in query else str(parts.hostname),
        "POSTGRES_PORT": query["port"][0] if "port" in query else str(parts.port),
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": unquote(parts.password or ""),
        "POSTGRES_POOL_SIZE": "20",
        "POSTGRES_MAX_OVERFLOW": "10",
        "POSTGRES_ENABLE_DB_FUNCTIONS": "yes",
    }
    return LibraryDesks(env=environment)


def commands(desks: LibraryDesks, threads: int, streams: int, seconds: float) -> Reading:
    """Let threads send commands without a pause, each to desks of its own."""
    ids = [desks.open() for _ in range(streams)]
    spans: list[list[float]] = [[] for _ in range(threads)]
    stop = time.perf_counter() + seconds

    def one(thread: int) -> None:
        number = thread
        while (began := time.perf_counter()) < stop:
            desks.note(ids[number % streams], number)
            spans[thread].append(time.perf_counter() - began)
            number += threads

    workers = [threading.Thread(target=one, args=(thread,)) for thread in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    taken = time.perf_counter() - began
    every = [span for each in spans for span in each]
    return {"value": len(every) / taken, **latencies(every)}
