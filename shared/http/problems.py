"""How we say no: problem documents (RFC 9457) in Chinese and English."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared.domain import Fault, Incomplete, NotFound, NotPermitted, Rejection
from shared.http.caller import SignInFirst
from shared.http.validation import explain
from shared.store.handle import VersionMoved
from shared.store.store import NotReady, StaleVersion

MEDIA_TYPE = "application/problem+json"

log = structlog.get_logger()

PLAIN: Mapping[int, tuple[str, str, str]] = {
    400: ("bad-request", "请求无法读取, 请检查格式后重试。", "The request cannot be read."),
    401: ("sign-in-first", "请先登录后再操作。", "Sign in first."),
    403: ("not-permitted", "您没有此项权限。", "You may not do this."),
    404: ("not-found", "没有找到所请求的内容, 请核对地址。", "There is nothing at this address."),
    405: (
        "method-not-allowed",
        "此地址不支持该操作。",
        "This address does not support that method.",
    ),
    413: ("too-large", "提交的内容过大, 请压缩后重试。", "What was sent is too large."),
    415: ("wrong-media-type", "不支持这种内容格式。", "This media type is not accepted here."),
    503: (
        "try-again",
        "系统正在恢复, 请稍候几秒再试, 您的内容没有丢失。",
        "The system is recovering. Try again in a few seconds.",
    ),
}
LEAST_REFUSAL = 400
INVALID = "What was sent is not valid. Correct what is listed and send it again."


def status_of(rejection: type[Rejection]) -> int:
    """Return the HTTP status for a kind of refusal. The domain knows none."""
    if issubclass(rejection, SignInFirst):
        return 401
    if issubclass(rejection, NotPermitted):
        return 403
    if issubclass(rejection, NotFound):
        return 404
    if issubclass(rejection, VersionMoved):
        return 412
    return 422 if issubclass(rejection, Incomplete) else 409


def refusals(*rejections: type[Rejection]) -> dict[int | str, dict[str, Any]]:
    """Describe, for a route's documentation, the ways it can say no."""
    reasons: defaultdict[int | str, list[str]] = defaultdict(list)
    for rejection in rejections:
        reasons[status_of(rejection)].append(f"`{rejection.code()}`: {rejection.en}")
    return {status: {"description": " ".join(why)} for status, why in reasons.items()}


def with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Say in an OpenAPI document how every operation may answer besides what its route says.

    Every answer that is no success is a problem document. The document is changed and returned.
    """
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for of_fastapi in ("HTTPValidationError", "ValidationError"):
        schemas.pop(of_fastapi, None)
    schemas["Problem"] = SCHEMA
    for path, methods in document["paths"].items():
        if path.startswith("/api/"):
            for operation in methods.values():
                _explain(operation, in_path="{" in path)
    return document


def _explain(operation: dict[str, Any], *, in_path: bool) -> None:
    """Describe how one operation may refuse, also what its service never sees."""
    always = [400, 401, 403, 503]
    always += [404, 405] if in_path else []
    always += [413, 415] if "requestBody" in operation else []
    answers = operation["responses"]
    for status in always:
        answers.setdefault(str(status), {"description": PLAIN[status][2]})
    if "parameters" in operation or "requestBody" in operation:
        found = answers.get("422", {})
        own = "content" not in found and found
        answers["422"] = found if own else {"description": INVALID}
    for status, answer in answers.items():
        if int(status) >= LEAST_REFUSAL:
            answer["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "A problem document (RFC 9457) in Chinese and English.",
    "required": ["type", "code", "status", "title", "title_en", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "code": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "title_en": {"type": "string"},
        "rule": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "zh", "en"],
                "properties": {
                    "field": {"type": "string"},
                    "zh": {"type": "string"},
                    "en": {"type": "string"},
                },
            },
        },
    },
}


def problem(  # noqa: PLR0913 - the parts of a problem document
    status: int,
    code: str,
    zh: str,
    en: str,
    *,
    rule: str = "",
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem document."""
    return JSONResponse(
        {
            "type": f"/problems/{code}",
            "code": code,
            "status": status,
            "title": zh,
            "title_en": en,
            "rule": rule,
            "errors": [{"field": f.field, "zh": f.zh, "en": f.en} for f in faults],
        },
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def explain_problems(app: FastAPI) -> None:
    """Answer every refusal, bad request and breakdown with a problem document."""

    @app.exception_handler(Rejection)
    async def refused(request: Request, rejection: Rejection) -> JSONResponse:
        log.info("refused", path=request.url.path, code=rejection.code(), why=str(rejection))
        return problem(
            status_of(type(rejection)),
            rejection.code(),
            rejection.in_chinese(),
            rejection.in_english(),
            rule=rejection.rule,
            faults=rejection.faults,
        )

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return problem(
            422,
            "invalid-request",
            "提交的内容有误, 请按下列提示修改后重新提交。",
            INVALID,
            faults=explain(error.errors()),
        )

    @app.exception_handler(HTTPException)
    async def plain(_: Request, error: HTTPException) -> JSONResponse:
        code, zh, en = PLAIN.get(error.status_code, PLAIN[400])
        return problem(error.status_code, code, zh, en, headers=error.headers)

    @app.exception_handler(NotReady)
    @app.exception_handler(StaleVersion)
    @app.exception_handler(OSError)
    @app.exception_handler(asyncpg.InterfaceError)
    @app.exception_handler(asyncpg.PostgresConnectionError)
    @app.exception_handler(asyncpg.OperatorInterventionError)
    @app.exception_handler(asyncpg.InsufficientResourcesError)
    @app.exception_handler(asyncpg.LockNotAvailableError)
    @app.exception_handler(asyncpg.InternalClientError)
    async def later(request: Request, error: Exception) -> JSONResponse:
        log.warning("not now", path=request.url.path, why=repr(error))
        return unavailable()

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        log.error("broken", path=request.url.path, exc_info=error)
        return problem(
            500,
            "internal-error",
            "系统出错, 未作任何更改。请稍后重试, 或联系管理员。",
            "Something broke here and nothing was changed. Try again later.",
            headers={"Retry-After": "5"},
        )


def too_large() -> JSONResponse:
    """Return the answer to a body over the limit."""
    return problem(413, *PLAIN[413])


def unavailable() -> JSONResponse:
    """Return the answer for a moment in which nothing can be stored: try again shortly."""
    return problem(503, *PLAIN[503], headers={"Retry-After": "2"})
