import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import nats
import pytest
from nats.aio.client import Client

from deploy.embedded.nats import NatsServer
from deploy.nats.accounts import accounts_config, admin_of, new_secrets, password_variable
from shared.bus.topology import PARTITIONS, Subscription, Topology, stream_of

A_FROM_B = Subscription(subscriber="a", source="b")
C_FROM_B = Subscription(subscriber="c", source="b")
REQUESTS = ("MSG.NEXT", "INFO", "RESET")


class Office:
    """The running server and the ways into it; notes what the server forbade."""

    def __init__(self, server: NatsServer, secrets: dict[str, str]) -> None:
        self.server = server
        self.secrets = secrets
        self.violations: list[str] = []

    async def note(self, error: Exception) -> None:
        self.violations.append(str(error))

    @asynccontextmanager
    async def client(self, user: str) -> AsyncIterator[Client]:
        service = self.secrets.get(password_variable(user))
        password = service or self.secrets["LINGBAN_NATS_ADMIN_PASSWORD"]
        client = await nats.connect(
            self.server.url,
            user=user,
            password=password,
            inbox_prefix=f"_INBOX_{user}",
            error_cb=self.note,
        )
        self.violations.clear()
        try:
            yield client
        finally:
            await client.close()

    async def forbidden(self, client: Client) -> list[str]:
        """What the server has forbidden by the time it answers a ping."""
        await settle(client)
        return self.violations

    async def last_sequence(self, service: str) -> int:
        async with self.client(admin_of(service)) as admin:
            info = await admin.jetstream().stream_info(stream_of(service))
        return info.state.last_seq


async def settle(client: Client) -> None:
    """Wait until the server has dealt with all that was sent.

    The ping of nats-py's `flush` overtakes what is still in its buffer; the second does not.
    """
    await client.flush()
    await client.flush()


async def ask(client: Client, subject: str, body: object = None) -> dict[str, Any]:
    request = json.dumps(body).encode() if body is not None else b""
    reply = await client.request(subject, request, timeout=5)
    answer: dict[str, Any] = json.loads(reply.data)
    return answer


@pytest.fixture(scope="session")
async def office(bus: NatsServer, secrets: dict[str, str], topology: Topology) -> Office:
    """Streams and consumers as the deployment declares them; b has published ten events."""
    office = Office(bus, secrets)
    for service in topology.services:
        async with office.client(admin_of(service)) as admin:
            stream = {"name": stream_of(service), "subjects": [f"lingban.{service}.>"]}
            stream |= {"storage": "file", "allow_direct": True, "allow_atomic": True}
            assert "error" not in await ask(
                admin, f"$JS.API.STREAM.CREATE.{stream['name']}", stream
            )
            for subscription in topology.subscriptions_to(service):
                for durable in subscription.durables:
                    await declare(admin, stream_of(service), durable)
    async with office.client("b") as b:
        for n in range(10):
            await b.jetstream().publish("lingban.b.p00.x.1.Y", b"%d" % n)
    return office


async def declare(admin: Client, stream: str, durable: str) -> None:
    config = {"durable_name": durable, "ack_policy": "all", "deliver_policy": "all"}
    request = {"stream_name": stream, "config": config}
    answer = await ask(admin, f"$JS.API.CONSUMER.DURABLE.CREATE.{stream}.{durable}", request)
    assert "error" not in answer


async def test_a_service_publishes_its_events_and_reads_about_its_own_stream(
    office: Office,
) -> None:
    async with office.client("a") as a:
        pokes = await a.subscribe("poke.a")
        stored = await a.jetstream().publish("lingban.a.p00.x.1.Y", b"mine")
        await a.publish("poke.a")

        info = await a.jetstream().stream_info("A")
        read = await a.jetstream().get_msg("A", stored.seq, direct=True)

        assert info.state.last_seq == stored.seq
        assert read.data == b"mine"
        assert (await pokes.next_msg(timeout=5)).subject == "poke.a"
        assert await office.forbidden(a) == []


@pytest.mark.parametrize("durable", A_FROM_B.durables)
async def test_a_subscriber_pulls_acknowledges_and_resets_across_accounts(
    office: Office, durable: str
) -> None:
    async with office.client("a") as a:
        b_of_a = a.jetstream(prefix="js.b")
        subscription = await b_of_a.pull_subscribe_bind(consumer=durable, stream="B")
        pulled = await subscription.fetch(5, timeout=5)
        await pulled[-1].ack_sync(timeout=5)
        info = await ask(a, f"js.b.CONSUMER.INFO.B.{durable}")
        reset = await ask(a, f"js.b.CONSUMER.RESET.B.{durable}", {"seq": 3})
        again = await subscription.fetch(1, timeout=5)

        assert [message.metadata.sequence.stream for message in pulled] == [1, 2, 3, 4, 5]
        assert info["ack_floor"]["stream_seq"] == 5
        assert "error" not in reset
        assert again[0].metadata.sequence.stream == 3
        assert await office.forbidden(a) == []


def foreign_subjects() -> list[str]:
    """Everything a must not say, in its own account's words and in those of b and c."""
    subjects = ["$SYS.REQ.SERVER.PING", "$JS.API.INFO", "$JS.API.STREAM.NAMES", "_INBOX_b.x"]
    for service in ("b", "c"):
        stream = stream_of(service)
        subjects += [f"lingban.{service}.p00.x.1.Y", f"poke.{service}"]
        subjects += [f"$JS.API.STREAM.INFO.{stream}", f"$JS.API.DIRECT.GET.{stream}"]
    for stream in ("A", "B", "C"):
        verbs = ("CREATE", "UPDATE", "DELETE", "PURGE", "MSG.DELETE", "MSG.GET", "SNAPSHOT")
        subjects += [f"$JS.API.STREAM.{verb}.{stream}" for verb in verbs]
        subjects += [f"$JS.API.CONSUMER.DURABLE.CREATE.{stream}.mine"]
        subjects += [f"$JS.API.CONSUMER.CREATE.{stream}.mine"]
    for durable in C_FROM_B.durables:
        subjects += [f"js.b.CONSUMER.{request}.B.{durable}" for request in REQUESTS]
        subjects += [f"$JS.ACK.B.{durable}.1.1.1.1.0"]
    for durable in (*A_FROM_B.durables, *C_FROM_B.durables):
        subjects += [f"$JS.API.CONSUMER.{request}.B.{durable}" for request in REQUESTS]
        subjects += [f"js.b.CONSUMER.DELETE.B.{durable}"]
    return subjects


async def test_every_foreign_subject_is_refused(office: Office) -> None:
    subjects = foreign_subjects()
    before = await office.last_sequence("b"), await office.last_sequence("c")

    async with office.client("a") as a:
        for subject in subjects:
            await a.publish(subject, b"{}", reply="_INBOX_a.answer")
        forbidden = await office.forbidden(a)

        silent = [s for s in subjects if not any(f'"{s}"'.lower() in f.lower() for f in forbidden)]
        assert silent == []
        assert len(forbidden) == len(subjects)
    assert (await office.last_sequence("b"), await office.last_sequence("c")) == before


@pytest.mark.parametrize(
    "subject",
    [">", "lingban.>", "lingban.b.>", "_INBOX_b.>", "_INBOX.>", "poke.b", "$JS.>", "$SYS.>"],
)
async def test_nobody_listens_to_what_is_not_his(office: Office, subject: str) -> None:
    async with office.client("a") as a:
        await a.subscribe(subject)

        assert len(await office.forbidden(a)) == 1


@pytest.mark.parametrize("reply", ["lingban.b.forged", "lingban.c.forged", "_INBOX_b.forged"])
async def test_a_forged_reply_stays_in_the_account_of_the_forger(
    office: Office, reply: str
) -> None:
    before = await office.last_sequence("b"), await office.last_sequence("c")
    pull = f"js.b.CONSUMER.MSG.NEXT.B.{A_FROM_B.durable}"

    async with office.client("b") as b, office.client("a") as a:
        mail = await b.subscribe("_INBOX_b.forged")
        await settle(b)
        await ask(a, f"js.b.CONSUMER.RESET.B.{A_FROM_B.durable}", {"seq": 1})
        await a.publish(pull, b'{"batch": 2}', reply=reply)
        await a.publish("lingban.a.p00.x.1.Y", b"acknowledge elsewhere", reply=reply)
        # What is asked after the forgeries is answered after them.
        answers = await a.subscribe("_INBOX_a.honest")
        await a.publish(pull, b'{"batch": 1}', reply="_INBOX_a.honest")
        honest = await answers.next_msg(timeout=5)
        await settle(b)

        assert honest.metadata.sequence.stream == 1
        assert mail.pending_msgs == 0
    assert (await office.last_sequence("b"), await office.last_sequence("c")) == before


async def test_the_forged_reply_is_a_real_attack_where_the_forger_may_be_heard(
    office: Office,
) -> None:
    """Within one account the stream stores what it is sent as a reply: hence the accounts."""
    before = await office.last_sequence("a")

    async with office.client("a") as a:
        await ask(a, f"js.b.CONSUMER.RESET.B.{A_FROM_B.durable}", {"seq": 1})
        pull = f"js.b.CONSUMER.MSG.NEXT.B.{A_FROM_B.durable}"
        await a.publish(pull, b'{"batch": 2}', reply="lingban.a.forged")
        async with asyncio.timeout(10):
            while await office.last_sequence("a") < before + 2:  # each look is a round trip
                continue


async def test_a_password_opens_one_account(office: Office) -> None:
    wrong = office.secrets[password_variable("a")]
    client = Client()

    with pytest.raises(nats.errors.Error, match="Authorization Violation"):
        await client.connect(
            office.server.url, user="b", password=wrong, allow_reconnect=False, error_cb=office.note
        )
    await client.close()


async def test_the_system_account_sees_the_server(office: Office) -> None:
    async with office.client("sys") as system:
        answer = await ask(system, "$SYS.REQ.SERVER.PING")

    assert answer["server"]["name"] == "lingban"


def test_passwords_cannot_be_read_as_numbers(topology: Topology) -> None:
    made = new_secrets(topology)

    assert all(password[0].isalpha() and password.isalnum() for password in made.values())
    assert len(set(made.values())) == len(made) == len(topology.services) + 1


def test_no_password_stands_in_the_configuration(
    topology: Topology, secrets: dict[str, str]
) -> None:
    config = accounts_config(topology)

    assert not any(password in config for password in secrets.values())
    assert all(f"${name}" in config for name in secrets)


def test_each_subscription_has_a_consumer_for_everything_and_one_per_partition() -> None:
    assert A_FROM_B.durable == "a_b"
    assert A_FROM_B.partition_durable(3) == "a_b_p03"
    assert len(A_FROM_B.durables) == 1 + PARTITIONS


@pytest.mark.parametrize("source", ["a", "unknown"])
def test_a_service_follows_others_that_exist(source: str) -> None:
    with pytest.raises(ValueError, match="does not join two of the services"):
        Topology(services=("a", "b"), subscriptions=(Subscription(subscriber="a", source=source),))
