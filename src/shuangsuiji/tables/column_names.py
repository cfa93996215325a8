"""Finding the header of a list and what its columns mean (表头识别)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

import attrs

from shuangsuiji.values import freeze

__all__ = ["HEADER_ROWS", "JOINT", "ColumnNames", "Header", "Merge", "position_of"]

HEADER_ROWS = 10
JOINT = "·"
_TALLEST = 3
_NOTE = re.compile(r"[(\[【].*?[)\]】]")
_DROPPED = re.compile(rf"[\s*:_\-{JOINT}]")
Ranked = tuple[str, int]


class Merge(NamedTuple):
    """A merged range of a sheet, rows and columns from 0, the last ones included (合并单元格)."""

    top: int
    left: int
    bottom: int
    right: int


class Header(NamedTuple):
    """The names of the columns, and the rows that hold them, from 0, the last one included (表头)."""

    names: list[str]
    first: int
    last: int


@attrs.frozen(kw_only=True)
class ColumnNames:
    """The names under which lists have their columns (列名表).

    Attributes:
        variants: names by field, the plainest first; of fields that share a name the first takes the column.
        makes_header: tells whether these fields make a header.

    """

    variants: Mapping[str, tuple[str, ...]] = attrs.field(converter=freeze)
    makes_header: Callable[[Mapping[str, int]], bool]

    @cached_property
    def _fields(self) -> dict[str, list[Ranked]]:
        found: dict[str, list[Ranked]] = {}
        for field, variants in self.variants.items():
            for rank, variant in enumerate(variants):
                found.setdefault(variant, []).append((field, rank))
        return found

    def field_of(self, name: str) -> str | None:
        """Return the field that a column name stands for: notes in brackets, blanks and asterisks do not count."""
        found = self._ranked(name)
        return found[0][0] if found else None

    def _ranked(self, name: str) -> list[Ranked]:
        """Return the fields that a column name may stand for, and how plainly: 0 is the plainest of its names."""
        text = normalize("NFKC", name).lower()
        for candidate in (text, _NOTE.sub("", text), text.rpartition(JOINT)[2]):
            found = self._fields.get(_DROPPED.sub("", candidate))
            if found:
                return found
        return []

    def positions(self, header: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
        """Return the position of each field; of several columns for one field the plainest name, then the first.

        Args:
            header: the names of the columns.
            given: field by column name, which comes before what the names say.

        """
        stated = {position_of(name, header): field for name, field in given.items()}
        candidates: dict[str, list[tuple[int, int]]] = {field: [] for field in self.variants}
        for position, name in enumerate(header):
            ranked = [(stated[position], -1)] if position in stated else self._ranked(name)
            for field, rank in ranked:
                candidates.setdefault(field, []).append((rank, position))
        taken: dict[str, int] = {}
        for field, places in candidates.items():
            free = [place for place in places if place[1] not in taken.values()]
            if free:
                taken[field] = min(free)[1]
        return taken

    def find_header(
        self, rows: Sequence[Sequence[str]], given: Mapping[str, str], merges: Sequence[Merge] = ()
    ) -> Header | None:
        """Return the first of the first ten rows that is a header, None where none is.

        Where a merged range ties it to the rows below, these belong to it: a column is then called ``group·name``.
        """
        for first in range(min(len(rows), HEADER_ROWS)):
            tied = [one.bottom for one in merges if one.top == first < one.bottom < first + _TALLEST]
            last = min(max(tied, default=first), len(rows) - 1)
            names = list(_names(rows, first, last, merges))
            if self.makes_header(self.positions(names, given)):
                return Header(names, first, last)
        return None


def _names(rows: Sequence[Sequence[str]], first: int, last: int, merges: Sequence[Merge]) -> Iterator[str]:
    """Yield the name of each column: what stands above it in the rows of the header, each merged cell once."""
    anchors = {
        (row, column): (one.top, one.left)
        for one in merges
        if one.top <= last and one.bottom >= first
        for row in range(max(one.top, first), min(one.bottom, last) + 1)
        for column in range(one.left, one.right + 1)
    }
    for column in range(max(len(row) for row in rows[first : last + 1])):
        places = dict.fromkeys(anchors.get((row, column), (row, column)) for row in range(first, last + 1))
        texts = (rows[row][at].strip() for row, at in places if at < len(rows[row]))
        yield JOINT.join(text for text in texts if text)


def position_of(name: str, header: Sequence[str]) -> int | None:
    """Return where a column stands: under its whole name, else under its name without the group, if only one is so."""
    wanted = name.strip()
    whole = [position for position, one in enumerate(header) if one.strip() == wanted]
    parts = [position for position, one in enumerate(header) if one.rpartition(JOINT)[2].strip() == wanted]
    return whole[0] if whole else parts[0] if len(parts) == 1 else None
