"""A mapping that nobody can change, so that a frozen value is frozen through and through (不可变映射)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

__all__ = ["FrozenMap", "freeze"]

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(Mapping[K, V]):
    """A hashable, immutable mapping; equal to any mapping with the same entries (不可变映射)."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: K) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        return repr(self._entries)


def freeze(entries: Mapping[Any, Any]) -> FrozenMap[Any, Any]:
    """Return the entries as a mapping that nobody can change; converts the mappings of frozen values (冻结)."""
    return FrozenMap(entries)
