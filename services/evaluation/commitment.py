"""The commitment to a score sheet: published at once, checked by anyone when the sheet is opened."""

import json
from collections.abc import Mapping
from hashlib import sha256


def commitment(salt: str, marks: Mapping[str, int]) -> str:
    """Return the SHA-256 (hex) of the salt followed by the canonical JSON (RFC 8785) of the marks.

    Criterion ids are ASCII and marks integers, so sorted compact JSON is the canonical form.
    """
    plain = json.dumps(dict(marks), sort_keys=True, separators=(",", ":"))
    return sha256((salt + plain).encode()).hexdigest()
