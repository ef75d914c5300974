"""The rules of an integration client, one example each."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.gateway.account.events import AccessDenied
from services.gateway.client.commands import RecordDenial, RegisterClient, ReplaceKey, SuspendClient
from services.gateway.client.decider import DECIDER, ClientExists, ClientIsSuspended, NoSuchClient
from services.gateway.client.events import (
    IntegrationClientKeyReplaced,
    IntegrationClientRegistered,
    IntegrationClientSuspended,
)
from shared.ids import AccountId
from tests.scenario import Scenario

AT = datetime(2017, 4, 24, 1, 10, tzinfo=UTC)
client = Scenario(DECIDER)
REGISTER = RegisterClient(client_id="xianfeng", title="先锋指数", scopes=("bonus:read",), at=AT)
REGISTERED = IntegrationClientRegistered(
    client_id="xianfeng", title="先锋指数", scopes=("bonus:read",)
)
REPLACE = ReplaceKey(client_id="xianfeng", at=AT)
SUSPEND = SuspendClient(client_id="xianfeng", reason="超出范围的请求", at=AT)
SUSPENDED = IntegrationClientSuspended(client_id="xianfeng", reason="超出范围的请求")


def test_another_system_is_registered_with_its_scopes() -> None:
    client.given().when(REGISTER).then(REGISTERED)


def test_a_name_is_given_once() -> None:
    client.given(REGISTERED).when(REGISTER).then_rejected(ClientExists)


def test_nobody_is_called_like_our_own_services() -> None:
    client.given().when(replace(REGISTER, client_id="services")).then_rejected(ClientExists)


def test_a_key_can_be_replaced() -> None:
    client.given(REGISTERED).when(REPLACE).then(IntegrationClientKeyReplaced(client_id="xianfeng"))


def test_a_suspended_client_gets_no_new_key() -> None:
    client.given(REGISTERED, SUSPENDED).when(REPLACE).then_rejected(ClientIsSuspended)


def test_a_client_is_suspended_once() -> None:
    client.given(REGISTERED).when(SUSPEND).then(SUSPENDED)
    client.given(REGISTERED, SUSPENDED).when(SUSPEND).then_nothing()


def test_a_client_that_is_not_there_is_not_suspended() -> None:
    client.given().when(SUSPEND).then_rejected(NoSuchClient)


@pytest.mark.covers("REQ-37")
def test_what_a_client_was_denied_goes_on_record() -> None:
    denial = RecordDenial(client_id="xianfeng", operation="GET /api/x", at=AT)

    client.given(REGISTERED).when(denial).then(
        AccessDenied(account_id=AccountId("xianfeng"), operation="GET /api/x")
    )
    client.given().when(denial).then_rejected(NoSuchClient)
