"""The form in which personal data and sealed scores stand in events and read models."""

from shared.domain import value


@value
class Sealed:
    """Content that only the holder of a subject's key can read.

    `subject` names the key (`person:...`, `round:...`); `box` is base64 of a 12-byte nonce and the
    AES-256-GCM ciphertext, with the subject as associated data. `shared.store.vault` makes and opens it.
    """

    subject: str
    box: str
