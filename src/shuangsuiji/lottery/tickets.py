"""Tickets: the number that each id draws under a key; SSJ-1 §1 (号签)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import Algorithm, hash_message, hasher, is_digest

__all__ = ["GivenTickets", "KeyedTickets", "Tickets"]


class Tickets(Protocol):
    """Whatever gives each id its ticket of 32 bytes; smaller is drawn first (号签)."""

    def digests(self, ids: Iterable[str]) -> list[bytes]:
        """Return one ticket per id, in the order of ``ids``."""
        ...


@attrs.frozen
class KeyedTickets:
    """The tickets of a draw: H(``KEY|ID``) (号签)."""

    alg: Algorithm
    key: str

    def digests(self, ids: Iterable[str]) -> list[bytes]:
        """Return one ticket per id, in the order of ``ids``."""
        start = hasher(self.alg, f"{self.key}|".encode()).copy
        tickets: list[bytes] = []
        for id_ in ids:
            state = start()
            state.update(id_.encode())
            tickets.append(state.digest())
        return tickets

    def ticket(self, id_: str) -> str:
        """Return the ticket of one id as 64 hex digits: ``printf '%s|%s' KEY ID | sha256sum``."""
        return hash_message(self.alg, self.key, id_)


@attrs.frozen
class GivenTickets:
    """Tickets handed in as 64 hex digits, so that tests can try every order (给定号签)."""

    by_id: Mapping[str, str]

    def digests(self, ids: Iterable[str]) -> list[bytes]:
        """Return one ticket per id, in the order of ``ids``.

        Raises:
            InvalidValueError: an id has no ticket, or one that is not 64 lower-case hex digits.

        """
        tickets: list[bytes] = []
        for id_ in ids:
            ticket = self.by_id.get(id_)
            if ticket is None or not is_digest(ticket):
                zh, en = "每个标识须有 64 位十六进制号签", "every id needs a ticket of 64 hex digits"
                raise InvalidValueError(field=f"tickets {id_}", rule_zh=zh, rule=en, value=ticket)
            tickets.append(bytes.fromhex(ticket))
        return tickets
