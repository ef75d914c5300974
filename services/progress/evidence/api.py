"""Pictures and documents over HTTP: handing one in, getting it back."""

import asyncio
from collections.abc import Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile

from services.progress import papers, pictures
from services.progress.archive import fetch, keep, path_of
from services.progress.papers import (
    MAX_BYTES,
    MarkedSecret,
    Paper,
    PaperBroken,
    PaperLocked,
    PaperTooLarge,
)
from services.progress.pictures import (
    NothingSent,
    Picture,
    PictureBroken,
    PictureTooLarge,
    TooManyPixels,
    UnknownFileKind,
)
from services.progress.scope import own_unit
from shared.domain import NotFound, NotPermitted, value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Now, Resources, may
from shared.http.rights import Capability, Role
from shared.ids import AccountId, derived_id
from shared.resources import OpenResources
from shared.store.events import CommandContext
from shared.store.handle import KeyReused, handle

from .commands import StoreEvidence
from .decider import DECIDER
from .events import evidence_of
from .projection import EvidenceRow, seen_by

MAX_BODY = MAX_BYTES + 64 * 1024
"""Bytes of a request: the largest file and what multipart puts around it."""

IN_MEMORY = 1024 * 1024
FILERS = frozenset({Role.LIAISON, Role.STAFF})
BODY: Mapping[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
PICTURE: Mapping[int | str, dict[str, Any]] = {
    200: {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}
}

router = APIRouter(prefix="/evidence", tags=["evidence"])


class OnlyFilersUpload(NotPermitted):
    """Files are handed in by those who file reports or enter them from paper."""

    zh = "图片和文件由联络员或工委工作人员上传。请联系本单位联络员办理。"
    en = "Files are uploaded by liaisons and the organiser's staff."
    rule = "domain.md 4"


class NoSuchEvidence(NotFound):
    """There is no such file, or it is not this person's to see."""

    zh = "没有找到该文件或其缩略图, 或您无权查看。"
    en = "There is no such file or thumbnail, or it is not yours to see."
    rule = "domain.md 4"


async def filer(caller: Annotated[Caller, Depends(may(Capability.REPORT, "R"))]) -> Caller:
    """Return the caller if it files reports, or enters those that came on paper (AMB-19)."""
    if not caller.roles & FILERS:
        raise OnlyFilersUpload
    return caller


Filer = Annotated[Caller, Depends(filer)]
Reader = Annotated[Caller, Depends(may(Capability.REPORT, "R"))]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@value
class StoredFile:
    """What is kept of a file: name and content may have been cleaned. A document has no pixels."""

    sha256: str
    name: str
    media_type: str
    bytes: int
    width: int
    height: int


type Kept = Picture | Paper


async def sent_file(
    request: Request,
    _: Filer,
    name: Annotated[str, Query(max_length=500, description="Name, if the body is the file.")] = "",
) -> Kept:
    """Return the file that was sent: a form's part `file`, or the body itself with `?name=`.

    It is spooled to disk as it comes and looked into in a thread. Raises a `FileRefused`.
    """
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=1, max_fields=0) as form:
            part = form.get("file")
            if not isinstance(part, UploadFile):
                raise NothingSent
            return await asyncio.to_thread(_inspected, part.file, part.filename or "")
    with SpooledTemporaryFile[bytes](max_size=IN_MEMORY) as file:
        async for chunk in request.stream():
            await asyncio.to_thread(file.write, chunk)
            if file.tell() > MAX_BYTES:
                raise PaperTooLarge
        return await asyncio.to_thread(_inspected, file, name)


def _inspected(file: IO[bytes], name: str) -> Kept:
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    look = papers.inspect if papers.looks_like_one(data) else pictures.inspect
    return look(name, data)


async def upload_context(
    request: Request,
    caller: Filer,
    now: Now,
    sent: Annotated[Kept, Depends(sent_file)],
    idempotency_key: Annotated[str | None, Header(pattern=r"^[\x21-\x7e]{1,128}$")] = None,
) -> CommandContext:
    """Return where an upload comes from. Its body was streamed, so digest and name stand for it."""
    command_id = derived_id("command", caller.id, idempotency_key or uuid4().hex)
    return CommandContext(
        command_id=command_id,
        fingerprint=f"{sent.sha256} {sent.name}",
        actor=caller.id,
        recorded_at=now,
        occurred_at=now,
        correlation_id=command_id,
        traceparent=request.headers.get("traceparent", "")[:64],
    )


@router.post(
    "",
    openapi_extra=dict(BODY),
    max_body_size=MAX_BODY,
    responses=refusals(
        OnlyFilersUpload,
        UnknownFileKind,
        PictureBroken,
        PictureTooLarge,
        TooManyPixels,
        PaperBroken,
        PaperLocked,
        PaperTooLarge,
        MarkedSecret,
        NothingSent,
        KeyReused,
    ),
)
async def store_evidence(
    caller: Filer,
    sent: Annotated[Kept, Depends(sent_file)],
    resources: Resources,
    context: Annotated[CommandContext, Depends(upload_context)],
) -> StoredFile:
    """Hand in a picture or a document. The same content again changes nothing, the answer is the same."""
    sha256 = sent.sha256
    await keep(resources.files, sha256, sent.content, sent.thumbnail)
    command = StoreEvidence(
        sha256=sha256,
        name=sent.name,
        media_type=sent.media_type,
        bytes=len(sent.content),
        width=sent.width,
        height=sent.height,
        unit_id=own_unit(caller),
        by=AccountId(caller.id),
    )
    await handle(command, DECIDER, evidence_of(sha256), resources.store, context)
    stored = await visible_file(sha256, caller, resources)
    return StoredFile(
        sha256=sha256,
        name=stored.name,
        media_type=stored.media_type,
        bytes=stored.bytes,
        width=stored.width,
        height=stored.height,
    )


async def visible_file(sha256: str, caller: Caller, resources: OpenResources) -> EvidenceRow:
    """Return a file that the caller handed in, or sees in a report, practice or ledger.

    Raises `NoSuchEvidence`.
    """
    async with resources.pool.acquire() as connection:
        found = await seen_by(sha256, caller, connection)
    if found is None:
        raise NoSuchEvidence
    return found


@router.get(
    "/{sha256}",
    response_class=StreamingResponse,
    responses={**refusals(NoSuchEvidence), **PICTURE},
)
async def read_evidence(sha256: Digest, caller: Reader, resources: Resources) -> StreamingResponse:
    """Get a file, to be saved and not to be run: as an attachment of its checked type."""
    found = await visible_file(sha256, caller, resources)
    content = await fetch(resources.files, path_of(found.sha256))
    return StreamingResponse(
        content, media_type=found.media_type, headers=headers(found.name, found.bytes)
    )


@router.get(
    "/{sha256}/thumbnail",
    response_class=StreamingResponse,
    responses={**refusals(NoSuchEvidence), **PICTURE},
)
async def read_thumbnail(sha256: Digest, caller: Reader, resources: Resources) -> StreamingResponse:
    """Get a small WEBP of a picture; a document has none."""
    found = await visible_file(sha256, caller, resources)
    if not found.width:
        raise NoSuchEvidence
    content = await fetch(resources.files, path_of(found.sha256, thumbnail=True))
    return StreamingResponse(content, media_type="image/webp", headers=headers("thumbnail.webp"))


def headers(name: str, size: int | None = None) -> dict[str, str]:
    """Return headers that make a browser save the content under its name (RFC 6266)."""
    length = {} if size is None else {"Content-Length": str(size)}
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, max-age=86400",
        **length,
    }
