"""Sorting the rows below a header into parsed, rejected and skipped, and settling those that repeat (逐行归类)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Generic, TypeVar

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.tables.cells import cell_text, shown
from shuangsuiji.tables.column_names import ColumnNames, Header
from shuangsuiji.tables.rejections import Problem, RejectedRow, SkippedRow
from shuangsuiji.tables.sources import Grid
from shuangsuiji.tables.unlisted_rows import EMPTY, remark_in

__all__ = ["Parsed", "Refusals", "Refused", "Sorter", "header_of", "settle_repeats", "with_cells"]

T = TypeVar("T")
Parsed = tuple[int, T]
Refusals = dict[int, Problem]
_PROGRESS_STEP = 10_000


@attrs.frozen
class Refused:
    """Why a row is rejected (退回原因)."""

    problems: tuple[Problem, ...]


def header_of(grid: Grid, names: ColumnNames, given: Mapping[str, str], needed: tuple[str, str]) -> Header:
    """Return the header of a list (表头).

    Args:
        grid: the rows.
        names: the names that columns of such a list have.
        given: field by column name.
        needed: the column without which there is no header, in Chinese and English.

    Raises:
        InvalidValueError: none of the first ten rows is a header.

    """
    found = grid.find_header(names, given)
    if found is None:
        raise InvalidValueError(
            field=f"{grid.name} {grid.sheet}".strip(),
            rule_zh=f"前 10 行中没有含{needed[0]}等列的表头；可用 columns 指明列名",
            rule=f"no header with a column of {needed[1]} in the first 10 rows; name it with columns=",
            value=shown(next(grid.read(), ())),
        )
    return found


@attrs.define(kw_only=True)
class Sorter(Generic[T]):
    """Sorts the rows below a header into parsed, rejected and skipped (归类器).

    Attributes:
        parse: returns what a row says, or the problems for which it is rejected.
        lists: tells whether a row that begins like a remark lists something all the same.
        first: number of the first row.
        covered: columns that a merged cell of a row above fills, by number of the row.
        count: rows seen.
        parsed: what was read, with the number of its row.
        rejected: rows kept out.
        skipped: rows that list nothing.

    """

    parse: Callable[[int, Sequence[object]], T | Refused]
    lists: Callable[[Sequence[object]], bool]
    first: int
    covered: Mapping[int, frozenset[int]]
    count: int = 0
    parsed: list[Parsed[T]] = attrs.field(init=False)
    rejected: list[RejectedRow] = attrs.field(factory=list[RejectedRow])
    skipped: list[SkippedRow] = attrs.field(factory=list[SkippedRow])

    def __attrs_post_init__(self) -> None:
        self.parsed = []

    def sort(self, rows: Iterable[Sequence[object]], progress: Callable[[int], None] | None = None) -> None:
        """Sort these rows; ``progress`` is called now and then with their number."""
        for row, cells in enumerate(rows, self.first):
            self.count += 1
            if progress is not None and self.count % _PROGRESS_STEP == 0:
                progress(self.count)
            reason = self._unlisted(row, cells)
            if reason is not None:
                self.skipped.append(SkippedRow(row=row, reason=reason))
                continue
            found = self.parse(row, cells)
            if isinstance(found, Refused):
                self.rejected.append(RejectedRow(row=row, cells=shown(cells), problems=found.problems))
            else:
                self.parsed.append((row, found))

    def _unlisted(self, row: int, cells: Sequence[object]) -> str | None:
        """Return why a row lists nothing, None where it may list something."""
        remark = remark_in(cells)
        if remark == EMPTY:
            return remark
        merged = self.covered.get(row, frozenset[int]())
        if merged and not any(cell_text(cell).strip() for at, cell in enumerate(cells) if at not in merged):
            return "续行：整行与上一行同属合并单元格"
        return remark if remark and not self.lists(cells) else None


def settle_repeats(
    parsed: list[Parsed[T]],
    key: Callable[[T], str],
    refuse: Callable[[int, T, str, str], Problem],
    conflict: str = "代码相同而内容不一致",
) -> tuple[list[Parsed[T]], Refusals]:
    """Keep the first of equal rows; of rows with one key that contradict one another, keep none.

    Which of two contradicting rows is right must be decided by a person, not by the order of the list.

    Args:
        parsed: what was read, with the number of its row.
        key: what may stand once.
        refuse: makes the problem of a row, what it says, a code and a reason.
        conflict: what is wrong with rows that contradict one another.

    """
    accepted: list[Parsed[T]] = []
    refused: Refusals = {}
    parsed = sorted(parsed, key=lambda one: (key(one[1]), one[0]))
    for _, group in groupby(parsed, key=lambda one: key(one[1])):
        first, *others = group
        if all(fields == first[1] for _, fields in others):
            accepted.append(first)
            zh, code, out = f"与第 {first[0]} 行重复", "duplicate", others
        else:
            rows = "、".join(str(row) for row, _ in (first, *others))
            zh, code, out = f"第 {rows} 行{conflict}，须由人工确认", "conflict", [first, *others]
        for row, fields in out:
            refused[row] = refuse(row, fields, code, zh)
    return accepted, refused


def with_cells(refused: Refusals, rows: Iterable[Sequence[object]], first: int) -> Iterator[RejectedRow]:
    """Yield the rows refused after reading, with their cells as they stood, which a second look at the source gives."""
    for row, cells in enumerate(rows, first) if refused else ():
        if row in refused:
            yield RejectedRow(row=row, cells=shown(cells), problems=(refused[row],))
