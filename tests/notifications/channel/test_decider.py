from dataclasses import replace

from services.notifications.channel.commands import BindChannel, UnbindChannel
from services.notifications.channel.decider import DECIDER
from services.notifications.channel.events import ChannelBound, ChannelUnbound
from shared.store.sealed import Sealed
from tests.scenario import Scenario

GONGAN = "unit~gongan-ju"
ADDRESS = Sealed(subject="person:unit~gongan-ju", box="Ym94")
BIND = BindChannel(recipient=GONGAN, channel="email", address=ADDRESS)
UNBIND = UnbindChannel(recipient=GONGAN, channel="email")
BOUND = ChannelBound(recipient=GONGAN, channel="email", address=ADDRESS)
UNBOUND = ChannelUnbound(recipient=GONGAN, channel="email")

channels = Scenario(DECIDER)


def test_an_address_is_bound() -> None:
    channels.given().when(BIND).then(BOUND)


def test_a_new_address_replaces_the_old_one() -> None:
    other = Sealed(subject=ADDRESS.subject, box="YW5k")

    channels.given(BOUND).when(replace(BIND, address=other)).then(replace(BOUND, address=other))


def test_a_bound_channel_is_unbound() -> None:
    channels.given(BOUND).when(UNBIND).then(UNBOUND)


def test_what_is_not_bound_needs_no_unbinding() -> None:
    channels.given().when(UNBIND).then_nothing()
    channels.given(BOUND, UNBOUND).when(UNBIND).then_nothing()
