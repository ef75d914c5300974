"""One NATS account per service, tied together by exports and imports.

Users within one account could forge: the server does not check *reply* subjects, so A could
pull with the reply `lingban.b.forged` and B's stream would store it. Between accounts only
what is exported passes (security 9).

In its own account a service publishes its events and pokes and reads about its own stream.
Of another's stream it reaches the consumers that are named for its subscription: pull,
information, reset and acknowledgement. Streams and consumers are declared by the account's
administrator, whose name ends in `_admin`.
"""

import json
import secrets
from collections.abc import Iterable, Iterator

from shared.bus.topology import Subscription, Topology, stream_of

ADMIN_PASSWORD = "LINGBAN_NATS_ADMIN_PASSWORD"  # noqa: S105 - the variable's name
CONSUMER_REQUESTS = ("MSG.NEXT", "INFO", "RESET")
RESPONSES = {"MSG.NEXT": "stream", "INFO": "singleton", "RESET": "singleton"}


def account_of(service: str) -> str:
    """Return the name of a service's account."""
    return service.upper()


def admin_of(service: str) -> str:
    """Return the user who may do everything inside a service's account."""
    return f"{service}_admin"


def password_variable(service: str) -> str:
    """Return the environment variable that holds the password of the service's user."""
    return f"LINGBAN_NATS_{service.upper()}_PASSWORD"


def new_secrets(topology: Topology) -> dict[str, str]:
    """Return a fresh password for every variable that the configuration refers to.

    NATS parses the value of a variable like configuration text: one that begins with a digit
    may be taken for a number, so each begins with a letter.
    """
    names = (ADMIN_PASSWORD, *map(password_variable, topology.services))
    return {name: "p" + secrets.token_hex(24) for name in names}


def accounts_config(topology: Topology) -> str:
    """Return the configuration text: `accounts {...}` and the system account.

    Passwords are references to the environment of the server ($LINGBAN_NATS_...).
    """
    accounts = [account_block(service, topology) for service in topology.services]
    system = f"  SYS {{ users: [{{ user: sys, password: ${ADMIN_PASSWORD} }}] }}\n"
    return f"accounts {{\n{system}{''.join(accounts)}}}\nsystem_account: SYS\n"


def account_block(service: str, topology: Topology) -> str:
    """Return one service's account."""
    publish = listed(publish_permissions(service, topology))
    subscribe = listed([f"_INBOX_{service}.>", f"poke.{service}"])
    exports = "\n      ".join(exports_of(service, topology))
    imports = "\n      ".join(imports_of(service, topology))
    return f"""\
  {account_of(service)} {{
    jetstream: enabled
    users: [
      {{ user: {admin_of(service)}, password: ${ADMIN_PASSWORD} }}
      {{ user: {service}, password: ${password_variable(service)}, permissions: {{
        publish: {{ allow: {publish} }}
        subscribe: {{ allow: {subscribe} }}
      }} }}
    ]
    exports: [
      {exports}
    ]
    imports: [
      {imports}
    ]
  }}
"""


def publish_permissions(service: str, topology: Topology) -> Iterator[str]:
    """Yield every subject on which a service's user may publish or ask."""
    stream = stream_of(service)
    yield f"lingban.{service}.>"
    yield f"poke.{service}"
    yield f"$JS.API.STREAM.INFO.{stream}"
    yield f"$JS.API.DIRECT.GET.{stream}"
    yield f"$JS.API.DIRECT.GET.{stream}.>"
    for subscription in topology.subscriptions_of(service):
        for durable in subscription.durables:
            yield acknowledgement(subscription, durable)
            for request in CONSUMER_REQUESTS:
                yield imported_request(subscription, durable, request)


def exports_of(service: str, topology: Topology) -> Iterator[str]:
    """Yield what the account offers, each to the one account that subscribes."""
    for subscription in topology.subscriptions_to(service):
        to = f"accounts: [{account_of(subscription.subscriber)}]"
        for durable in subscription.durables:
            for request in CONSUMER_REQUESTS:
                subject = request_subject(subscription, durable, request)
                response = RESPONSES[request]
                yield f'{{ service: "{subject}", response_type: {response}, {to} }}'
            subject = acknowledgement(subscription, durable)
            yield f'{{ service: "{subject}", response_type: stream, {to} }}'


def imports_of(service: str, topology: Topology) -> Iterator[str]:
    """Yield what the account uses of others.

    Requests are imported under `js.<source>.`, or the account's own JetStream would answer
    them; acknowledgements keep their subject, which is the reply subject of the message.
    """
    for subscription in topology.subscriptions_of(service):
        source = account_of(subscription.source)
        for durable in subscription.durables:
            for request in CONSUMER_REQUESTS:
                subject = request_subject(subscription, durable, request)
                local = imported_request(subscription, durable, request)
                yield f'{{ service: {{ account: {source}, subject: "{subject}" }}, to: "{local}" }}'
            subject = acknowledgement(subscription, durable)
            yield f'{{ service: {{ account: {source}, subject: "{subject}" }} }}'


def request_subject(subscription: Subscription, durable: str, request: str) -> str:
    """Return the subject of a request about a consumer inside its stream's account."""
    return f"$JS.API.CONSUMER.{request}.{stream_of(subscription.source)}.{durable}"


def imported_request(subscription: Subscription, durable: str, request: str) -> str:
    """Return the same subject as the subscriber's account knows it."""
    stream = stream_of(subscription.source)
    return f"js.{subscription.source}.CONSUMER.{request}.{stream}.{durable}"


def acknowledgement(subscription: Subscription, durable: str) -> str:
    """Return the subjects on which messages of a consumer are acknowledged."""
    return f"$JS.ACK.{stream_of(subscription.source)}.{durable}.>"


def listed(subjects: Iterable[str]) -> str:
    """Return subjects as a list in configuration text."""
    return json.dumps(list(subjects))
