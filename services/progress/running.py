"""Whether a project still runs: nothing new happens to a cancelled one, nor once its programme is closed."""

from fastapi import APIRouter, Depends, Request

from services.progress.ended.projection import cancellation_of, is_closed
from shared.domain import Rejection
from shared.http.caller import signed_in
from shared.http.requests import Resources

READING = frozenset({"GET", "HEAD"})


class ProjectIsCancelled(Rejection):
    """Nothing is owed or done for a cancelled project any more."""

    zh = "该项目已取消, 不再办理计划、任务、反馈、成果等事项。已有材料仍可查阅。"
    en = "The project is cancelled and takes nothing new. What is there can still be read."
    rule = "domain.md 3.2"


class ProgrammeIsClosed(Rejection):
    """The year is over."""

    zh = "本年度项目已办结, 不再办理年度内事项。已有材料仍可查阅, 新事项请在下一年度办理。"
    en = "The programme is closed and takes nothing new. What is there can still be read."
    rule = "REQ-02 X12"


async def still_running(request: Request, resources: Resources) -> None:
    """Refuse to change anything about the project in the path once that is over."""
    if request.method in READING:
        return
    signed_in(request)
    path = request.path_params
    project_id = path.get("project_id") or path.get("subject", "").partition("~")[0]
    async with resources.pool.acquire() as connection:
        if await cancellation_of(project_id, connection) is not None:
            raise ProjectIsCancelled
        if await is_closed(project_id, connection):
            raise ProgrammeIsClosed


RUNNING = (Depends(still_running),)
"""What a single route asks that changes something only while the project in the path runs."""


def running_routes(tag: str, prefix: str = "") -> APIRouter:
    """Return a router whose routes change something only while the project in the path runs."""
    return APIRouter(prefix=prefix, tags=[tag], dependencies=RUNNING)
