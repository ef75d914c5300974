"""Whether a project is still to be judged: not once it is cancelled or its programme is closed."""

from fastapi import APIRouter, Depends, Request

from services.evaluation.cancelled.projection import is_cancelled, is_closed
from shared.domain import Rejection
from shared.http.caller import signed_in
from shared.http.requests import Resources

READING = frozenset({"GET", "HEAD"})


class ProjectIsCancelled(Rejection):
    """Nobody reviews a cancelled project."""

    zh = "该项目已取消, 不再安排评审, 也不再结束评审。请核对项目。"
    en = "The project is cancelled: it is neither reviewed nor decided on. Check the project."
    rule = "domain.md 3.2"


class ProgrammeIsClosed(Rejection):
    """The year is over."""

    zh = "本年度项目已办结, 不再评审。结论仍可查阅, 如有新发现请由领导办理结论变更。"
    en = "The programme is closed and nothing is reviewed any more. A leader may revise a decision."
    rule = "REQ-02 X12"


async def still_judged(request: Request, resources: Resources) -> None:
    """Refuse to review the project in the path, or to close its round, once that is over."""
    if request.method in READING:
        return
    signed_in(request)
    project_id = request.path_params["project_id"]
    if await is_cancelled(resources.pool, project_id):
        raise ProjectIsCancelled
    if await is_closed(resources.pool, project_id):
        raise ProgrammeIsClosed


def running_routes(tag: str, prefix: str = "") -> APIRouter:
    """Return a router whose routes change something only while the project in the path runs."""
    return APIRouter(prefix=prefix, tags=[tag], dependencies=[Depends(still_judged)])
