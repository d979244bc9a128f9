"""Keys, tickets and codes: made, derived, hashed.

Rule: the database holds hashes only. The keys of links are derived from the installation's secret,
so that the organiser's page can show them again without their being stored; a participant's ticket
is random and known to the phone alone. All have at least 128 bits.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

CODE_ALPHABET = "234679CDFHJKMNPQRTWXY"
"""No look-alikes (0 O, 1 I L, 5 S, 8 B, U V, Z 2 by leaving Z) and no vowels, so no words."""
CODE_LENGTH = 6


def secret(data: Path) -> bytes:
    """The installation's secret, made once into the data directory, readable by its owner only."""
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # Two first starts at once: the first one wins, whole.
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def link_key(secret: bytes, conversation: str, kind: str, generation: int) -> str:
    """The key in a link's address: 128 bits, another one after each renewal."""
    message = f"link:{conversation}:{kind}:{generation}".encode()
    return _text(hmac.digest(secret, message, "sha256")[:16])


def ticket() -> str:
    """A fresh ticket for a phone (144 bits)."""
    return secrets.token_urlsafe(18)


def identifier() -> str:
    """A fresh opaque id, unrelated to anything (96 bits)."""
    return secrets.token_urlsafe(12)


def hashed(key: str) -> str:
    """What is kept of a key or ticket."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def code() -> str:
    """A code to type from the hall screen."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def typed(code: str) -> str:
    """A code as somebody typed it, without spaces, dashes and small letters."""
    return "".join(one for one in code.upper() if one.isalnum())[:32]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
