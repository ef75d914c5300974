"""Declaring streams and consumers: the one place that says what they are (`lingban bus apply`).

An administrator of each account creates what is missing and recreates a stream that lost messages
in the middle; the relay refills it under the same numbers while readers are served from the feed.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.topology import PARTITIONS, Subscription, Topology, stream_of

TIMEOUT = 5.0
WATCH = 1.0

NO_STREAM = 10059
NO_CONSUMER = 10014

log = structlog.get_logger()


class NotDeclared(Exception):
    """JetStream did not accept a declaration, or does not answer."""


def stream_config(service: str, replicas: int) -> dict[str, Any]:
    """Return a service's stream: kept for ever, nothing deletable, atomic batches allowed."""
    return {
        "name": stream_of(service),
        "subjects": [f"lingban.{service}.>"],
        "storage": "file",
        "retention": "limits",
        "discard": "new",
        "num_replicas": replicas,
        "max_consumers": -1,
        "max_msgs": -1,
        "max_bytes": -1,
        "max_age": 0,
        "allow_atomic": True,
        "allow_direct": True,
        "deny_delete": True,
        "deny_purge": True,
        "duplicate_window": 120_000_000_000,
    }


def consumer_config(subscription: Subscription, partition: int, replicas: int) -> dict[str, Any]:
    """Return a durable pull consumer: one acknowledgement covers everything before it."""
    whole = partition < 0
    config = {
        "durable_name": subscription.durable
        if whole
        else subscription.partition_durable(partition),
        "ack_policy": "all",
        "deliver_policy": "all",
        "replay_policy": "instant",
        "max_ack_pending": 20_000,
        "ack_wait": 30_000_000_000,
        "num_replicas": replicas,
    }
    if not whole:
        config["filter_subject"] = f"lingban.{subscription.source}.p{partition:02d}.>"
    return config


class Declarer:
    """Makes one account's stream and consumers what they should be."""

    def __init__(
        self,
        service: str,
        nats: Client,
        subscriptions: Iterable[Subscription],
        *,
        replicas: int = 1,
        partitioned: bool = False,
    ) -> None:
        self.service = service
        self.nats = nats
        self.stream = stream_of(service)
        self.replicas = replicas
        numbers = range(PARTITIONS) if partitioned else (-1,)
        self.consumers = [
            consumer_config(subscription, number, replicas)
            for subscription in subscriptions
            if subscription.source == service
            for number in numbers
        ]

    async def apply(self) -> bool:
        """Declare what is missing; return whether anything was. Raises `NotDeclared`."""
        changed = await self._stream()
        for config in self.consumers:
            changed = await self._consumer(config) or changed
        return changed

    async def _stream(self) -> bool:
        info = await self._ask(f"STREAM.INFO.{self.stream}")
        if code(info) != NO_STREAM:
            state = self._checked(info)["state"]
            if not has_hole(state):
                return False
            log.error("recreating", stream=self.stream, state=state)
            self._checked(await self._ask(f"STREAM.DELETE.{self.stream}"))
        config = stream_config(self.service, self.replicas)
        self._checked(await self._ask(f"STREAM.CREATE.{self.stream}", config))
        log.info("declared", stream=self.stream)
        return True

    async def _consumer(self, config: Mapping[str, Any]) -> bool:
        name = config["durable_name"]
        info = await self._ask(f"CONSUMER.INFO.{self.stream}.{name}")
        if code(info) != NO_CONSUMER:
            self._checked(info)
            return False
        request = {"stream_name": self.stream, "config": config}
        self._checked(await self._ask(f"CONSUMER.DURABLE.CREATE.{self.stream}.{name}", request))
        log.info("declared", stream=self.stream, consumer=name)
        return True

    async def _ask(self, subject: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = await self.nats.request(
                f"$JS.API.{subject}", orjson.dumps(body) if body else b"", timeout=TIMEOUT
            )
            return orjson.loads(answer.data)
        except (NatsError, TimeoutError, ValueError) as error:
            raise NotDeclared(f"{subject}: {error!r}") from error

    def _checked(self, answer: dict[str, Any]) -> dict[str, Any]:
        if "error" in answer:
            raise NotDeclared(f"{self.stream}: {answer['error']}")
        return answer


def code(answer: Mapping[str, Any]) -> int:
    """Return JetStream's error code; 0 for success."""
    return answer.get("error", {}).get("err_code", 0)


def has_hole(state: Mapping[str, Any]) -> bool:
    """Return whether messages between 1 and the last are missing."""
    return state["messages"] != state["last_seq"]


async def apply(declarers: Iterable[Declarer], *, patience: float = 30.0) -> None:
    """Declare everything, waiting for an election or a start-up if need be."""
    for declarer in declarers:
        async with asyncio.timeout(patience):
            while True:
                try:
                    await declarer.apply()
                    break
                except NotDeclared as error:
                    log.info("waiting for JetStream", why=str(error))
                    await asyncio.sleep(0.3)


async def watch(declarers: Iterable[Declarer]) -> None:
    """Keep everything declared, for ever."""
    declarers = list(declarers)
    while True:
        for declarer in declarers:
            try:
                await declarer.apply()
            except NotDeclared as error:
                log.warning("cannot declare", service=declarer.service, why=str(error))
        await asyncio.sleep(WATCH)


def declarers_of(
    topology: Topology,
    connections: Mapping[str, Client],
    *,
    replicas: int = 1,
    partitioned: bool = False,
) -> list[Declarer]:
    """Return a declarer for each service, on its account's administrator connection."""
    return [
        Declarer(
            service,
            connections[service],
            topology.subscriptions,
            replicas=replicas,
            partitioned=partitioned,
        )
        for service in topology.services
    ]
