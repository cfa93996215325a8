"""The hash H of SSJ-1 §1 and the messages that enter it (摘要)."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import Protocol, Self

from shuangsuiji.errors import UnsupportedError

__all__ = ["ZERO_DIGEST", "Algorithm", "hash_bytes", "hash_message", "hasher", "is_digest"]

ZERO_DIGEST = "0" * 64
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Algorithm(StrEnum):
    """The hash of a draw, named in its manifest (杂凑算法)."""

    SHA256 = "sha256"
    SM3 = "sm3"


class Hasher(Protocol):
    """What ``hashlib`` gives (杂凑对象)."""

    def update(self, message: bytes, /) -> None:
        """Read more of the message."""
        ...

    def digest(self) -> bytes:
        """Return the 32 bytes."""
        ...

    def hexdigest(self) -> str:
        """Return the 64 hex digits."""
        ...

    def copy(self) -> Self:
        """Return another one that has read the same."""
        ...


def hasher(alg: Algorithm, start: bytes = b"") -> Hasher:
    """Return a hash object of ``alg`` that has read ``start``.

    Raises:
        UnsupportedError: this Python's OpenSSL has no SM3.

    """
    if alg is Algorithm.SHA256:
        return hashlib.sha256(start)
    try:
        return hashlib.new(alg.value, start)
    except ValueError:
        raise UnsupportedError(field="alg", value=alg.value) from None


def hash_bytes(alg: Algorithm, message: bytes) -> str:
    """Return H(message) as 64 lower-case hex digits (摘要)."""
    return hasher(alg, message).hexdigest()


def hash_message(alg: Algorithm, *fields: str) -> str:
    """Return H of the fields joined by ``|``, without a newline at the end (SSJ-1 §1)."""
    return hash_bytes(alg, "|".join(fields).encode())


def is_digest(text: str) -> bool:
    """Tell whether ``text`` is 64 lower-case hex digits."""
    return _DIGEST.fullmatch(text) is not None
