"""What stands in an event in place of content that must stay closed. Opened by the vault only."""

from shared.domain import value


@value
class Sealed:
    """Content that only the holder of a subject's key can read.

    `subject` names the key (`person:...`, `round:...`); `box` is base64 of a 12-byte nonce and the
    AES-256-GCM ciphertext, with the subject as associated data.
    """

    subject: str
    box: str
