"""What became of every row of an imported list (导入报告)."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import BrokenChainError, BundleError
from shuangsuiji.registry import InspectionObject, ObjectColumns, ObjectPool
from shuangsuiji.tables.headers import REJECTION_COLUMN
from shuangsuiji.values import freeze, texts

_MISSING = frozenset({"NAType", "NaTType"})

__all__ = ["ImportReport", "Problem", "RejectedRow", "SkippedRow"]


@attrs.frozen(kw_only=True)
class Problem:
    """One thing about one cell (问题).

    Attributes:
        row: number of the row as a spreadsheet shows it, the header's own row counted.
        field: name of the column.
        code: stable name, such as ``identifier`` or ``duplicate``.
        zh: why, in Chinese.
        seen: what stood there.

    """

    row: int
    field: str
    code: str
    zh: str
    seen: str

    def __str__(self) -> str:
        return f"第 {self.row} 行 {self.field}：{self.zh}；实际为 {self.seen!r}"


@attrs.frozen(kw_only=True)
class RejectedRow:
    """A row that did not enter the pool: its cells as they stood, and why (退回行)."""

    row: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@attrs.frozen(kw_only=True)
class SkippedRow:
    """A row that is no object: empty, a total, a note (跳过行)."""

    row: int
    reason: str


@attrs.frozen(kw_only=True)
class ImportReport:
    """What became of every row: accepted + rejected + skipped = rows (导入报告).

    Attributes:
        source: name of the file, or what was handed over.
        encoding: ``utf-8``, ``gb18030`` or ``-``.
        header: names of the columns as they stood.
        fields: column name by field, for the columns that were used.
        unused: columns that were not used.
        rows: number of rows below the header.
        columns: the objects accepted, as columns.
        rejected: rows kept out, with reasons.
        skipped: rows that are no objects.
        repairs: what was repaired in accepted rows.
        warnings: what is doubtful in accepted rows.

    Raises:
        BrokenChainError: the rows do not add up.

    """

    source: str
    encoding: str
    header: tuple[str, ...]
    fields: Mapping[str, str] = attrs.field(converter=freeze)
    unused: tuple[str, ...]
    rows: int
    columns: ObjectColumns
    rejected: tuple[RejectedRow, ...]
    skipped: tuple[SkippedRow, ...]
    repairs: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def __attrs_post_init__(self) -> None:
        total = self.accepted + len(self.rejected) + len(self.skipped)
        if total != self.rows:
            raise BrokenChainError(
                link=self.source,
                rule_zh="接收、退回、跳过之和应等于总行数",
                rule="accepted, rejected and skipped must add up to the rows",
                expected=self.rows,
                value=total,
            )

    @property
    def accepted(self) -> int:
        """Number of rows that became objects."""
        return len(self.columns)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why rows were rejected, in the order of the rows."""
        return tuple(problem for row in self.rejected for problem in row.problems)

    def pool(self, *, id: str, owner: str, item_codes: Iterable[str], maintained_on: date) -> ObjectPool:
        """Return the first version of a pool of the accepted objects.

        Args:
            id: name of the pool.
            owner: id of the department whose pool it is.
            item_codes: codes of the items for which it is kept.
            maintained_on: the day of the list.

        """
        return ObjectPool(
            id=id, owner=owner, item_codes=texts(item_codes), columns=self.columns, maintained_on=maintained_on
        )

    @property
    def objects(self) -> Iterator[InspectionObject]:
        """The accepted objects as values, such as ``ObjectPool.revise`` takes."""
        return map(self.columns.object_at, range(self.accepted))

    def counts(self) -> dict[str, int]:
        """Return how many problems of each code there are, rejections, repairs and warnings together."""
        return dict(sorted(Counter(one.code for one in (*self.problems, *self.repairs, *self.warnings)).items()))

    def rejected_csv(self) -> bytes:
        """Return the rejected rows with their reasons as CSV, ready to be corrected and imported again.

        UTF-8 with a byte order mark, which Excel needs; the last column says why and is ignored by the import.
        """
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        names = [name for name in self.header if name != REJECTION_COLUMN]
        kept = [position for position, name in enumerate(self.header) if name != REJECTION_COLUMN]
        writer.writerow([*names, REJECTION_COLUMN])
        for row in self.rejected:
            cells = [row.cells[position] if position < len(row.cells) else "" for position in kept]
            extra = row.cells[len(self.header) :]
            writer.writerow([*cells, "；".join(str(problem) for problem in row.problems), *extra])
        return text.getvalue().encode("utf-8-sig")

    def write_rejected(self, path: str | Path) -> Path:
        """Write ``rejected_csv()`` to a file and return its path.

        Raises:
            BundleError: the file cannot be written.

        """
        try:
            Path(path).write_bytes(self.rejected_csv())
        except OSError as error:
            raise BundleError.because(path, error, "无法写入", "cannot be written") from None
        return Path(path)

    def __str__(self) -> str:
        return (
            f"{self.source}（{self.encoding}）：共 {self.rows} 行 = 接收 {self.accepted} + 退回 {len(self.rejected)}"
            f" + 跳过 {len(self.skipped)}；修正 {len(self.repairs)} 处，存疑 {len(self.warnings)} 处"
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = [(one.row, one.field, one.zh, one.seen) for one in (*self.problems, *self.warnings, *self.repairs)]
        return html_table(str(self), ("行", "列", "原因", "实际内容"), rows)


def shown(cells: Sequence[object]) -> tuple[str, ...]:
    """Return cells as text, the way a rejected row is written back."""
    return tuple(map(cell_text, cells))


def cell_text(cell: object) -> str:
    """Return a cell as text; what a data frame has for nothing (None, NaN, NA, NaT) is empty."""
    if isinstance(cell, str):
        return cell
    missing = cell is None or type(cell).__name__ in _MISSING or (isinstance(cell, float) and math.isnan(cell))
    return "" if missing else str(cell)
