"""Columns: a million rows without a million objects (列)."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError

__all__ = ["Column", "find", "holds"]


@attrs.frozen
class Column:
    """A column of text: its distinct labels, sorted, and per row an index into them (列)."""

    labels: tuple[str, ...]
    codes: Sequence[int]

    def __attrs_post_init__(self) -> None:
        if len(set(self.labels)) != len(self.labels):
            raise InvalidValueError(
                field="Column.labels", rule_zh="不得重复", rule="must be unique", value=self.labels[:5]
            )
        if len(self.codes) and not 0 <= min(self.codes) <= max(self.codes) < len(self.labels):
            raise InvalidValueError(
                field="Column.codes",
                rule_zh=f"应为 0 至 {len(self.labels) - 1}",
                rule=f"must be from 0 to {len(self.labels) - 1}",
                value=max(self.codes),
            )

    @classmethod
    def of(cls, values: Iterable[str]) -> Column:
        """Return the column of these values."""
        index: dict[str, int] = {}
        codes = array("I", (index.setdefault(value, len(index)) for value in values))
        labels = tuple(sorted(index))
        if labels != tuple(index):
            order = {index[label]: code for code, label in enumerate(labels)}
            codes = array("I", map(order.__getitem__, codes))
        return cls(labels, codes)

    @classmethod
    def constant(cls, value: str, rows: int) -> Column:
        """Return a column that holds one value throughout."""
        return cls((value,), array("I", [0]) * rows)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, position: int) -> str:
        return self.labels[self.codes[position]]

    def __iter__(self) -> Iterator[str]:
        return map(self.labels.__getitem__, self.codes)

    def counts(self) -> dict[str, int]:
        """Return the number of rows per label, labels without rows left out."""
        by_code = Counter(self.codes)
        return {label: by_code[code] for code, label in enumerate(self.labels) if by_code[code]}

    def take(self, positions: Sequence[int]) -> Column:
        """Return the column of the rows at these positions, without the labels that none of them has."""
        codes = array("I", map(self.codes.__getitem__, positions))
        used = sorted(set(codes))
        if len(used) == len(self.labels):
            return Column(self.labels, codes)
        order = {code: new for new, code in enumerate(used)}
        return Column(tuple(self.labels[code] for code in used), array("I", map(order.__getitem__, codes)))


def holds(ids: Sequence[str], id_: str) -> bool:
    """Tell whether a sorted column of ids holds ``id_``."""
    position = bisect_left(ids, id_)
    return position < len(ids) and ids[position] == id_


def find(ids: Sequence[str], id_: str) -> int:
    """Return the position of ``id_`` in a sorted column of ids.

    Raises:
        UnknownNameError: it is not there.

    """
    if not holds(ids, id_):
        raise UnknownNameError(field="id", value=id_, known=f"{len(ids)} ids")
    return bisect_left(ids, id_)
