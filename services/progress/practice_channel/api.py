"""Channels of good practices over HTTP: what a liaison posted, what another system delivered."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field

from services.progress.good_practice.api import ONE_PRACTICE, PracticeId, Writer
from services.progress.good_practice.commands import RecordChannel
from services.progress.good_practice.decider import DECIDER, NoSuchPractice, OnlyTheLeadShares
from services.progress.good_practice.events import Channel, practice_of
from services.progress.participant.projection import parties_of
from services.progress.progress_report.api import Project
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.domain import NotPermitted, Rejection
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability, Role
from shared.ids import derived_id
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle

DELIVERING = "practices:deliver"
"""The scope of a client that puts practices into the index platform."""

router = running_routes("good practices")


class NotTheDeliverer(NotPermitted):
    """Receipts come from a system that was let in for that."""

    zh = "送达回执只接受已授权报送好做法的系统。请联系管理员开通权限。"
    en = "Only a client with the scope practices:deliver sends receipts. Ask the administrator."
    rule = "REQ-37"


class MessageIdTaken(Rejection):
    """One number stands for one message."""

    zh = "该消息编号已用于另一条好做法的回执。请核对消息编号。"
    en = "This message id was used in the receipt of another practice. Check the message id."
    rule = "REQ-37 P3"


async def deliverer(caller: Annotated[Caller, Depends(may(Capability.PRACTICE, "C"))]) -> Caller:
    """Return the caller if it is another system that delivers practices."""
    if Role.CLIENT not in caller.roles or DELIVERING not in caller.scopes:
        raise NotTheDeliverer
    return caller


Deliverer = Annotated[Caller, Depends(deliverer)]


class Delivery(BaseModel):
    """The receipt of the index platform for a message."""

    model_config = ConfigDict(extra="forbid")

    message_id: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,128}$")]


@router.put(
    f"{ONE_PRACTICE}/channels/{{channel}}",
    responses=refusals(OnlyTheLeadShares, NoSuchPractice, KeyReused),
)
async def record_channel(
    project_id: Project,
    practice_id: PracticeId,
    channel: Channel,
    caller: Writer,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Put down that the lead's liaison has posted a practice in a channel."""
    async with resources.pool.acquire() as connection:
        command = RecordChannel(
            channel=channel,
            message_id="",
            parties=await parties_of(project_id, connection),
            from_unit=own_unit(caller),
            by_client=False,
            by=caller.id,
        )
    stream = practice_of(project_id, str(practice_id))
    return await handle(command, DECIDER, stream, resources.store, context)


@router.post(
    f"{ONE_PRACTICE}/receipts",
    responses=refusals(NotTheDeliverer, NoSuchPractice, MessageIdTaken),
)
async def record_delivery(
    project_id: Project,
    practice_id: PracticeId,
    delivery: Delivery,
    caller: Deliverer,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Put down that the index platform has a practice, once for each message of a client.

    The message's number makes a repetition recognisable, whatever `Idempotency-Key` is sent.
    """
    async with resources.pool.acquire() as connection:
        command = RecordChannel(
            channel="index_platform",
            message_id=delivery.message_id,
            parties=await parties_of(project_id, connection),
            from_unit="",
            by_client=True,
            by=caller.id,
        )
    once = derived_id("practice-delivery", caller.id, delivery.message_id)
    stream = practice_of(project_id, str(practice_id))
    try:
        return await handle(
            command, DECIDER, stream, resources.store, replace(context, command_id=once)
        )
    except KeyReused:
        raise MessageIdTaken from None
