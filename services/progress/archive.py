"""Where pictures and documents lie: under the SHA-256 of their content, a picture with its thumbnail.

A content that is there already is the same content, so storing it again changes nothing, and a file
whose event was never recorded (a crash in between) harms nobody.
"""

from collections.abc import AsyncIterator

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore

CHUNK = 256 * 1024


def path_of(sha256: str, *, thumbnail: bool = False) -> str:
    """Return the key of a content or its thumbnail."""
    return f"evidence/{sha256[:2]}/{sha256}{'.thumbnail.webp' if thumbnail else ''}"


async def keep(files: ObjectStore, sha256: str, content: bytes, thumbnail: bytes) -> None:
    """Store a file and its thumbnail, if it has one; the content last, so that it never lies there alone.

    Raises `OSError` when the store cannot be reached or is full.
    """
    if thumbnail:
        await _put(files, path_of(sha256, thumbnail=True), thumbnail)
    await _put(files, path_of(sha256), content)


async def _put(files: ObjectStore, path: str, content: bytes) -> None:
    try:
        await obstore.put_async(files, path, content, mode="create", use_multipart=False)
    except AlreadyExistsError:
        return
    except BaseError as error:
        raise OSError(f"cannot store {path}") from error


async def fetch(files: ObjectStore, path: str) -> AsyncIterator[bytes]:
    """Open what lies under a key, and return its content in chunks.

    Raises `OSError` when the store cannot be reached.
    """
    try:
        found = await obstore.get_async(files, path)
    except BaseError as error:
        raise OSError(f"cannot read {path}") from error
    return (bytes(chunk) async for chunk in found.stream(min_chunk_size=CHUNK))
