"""What became of every row of an imported item list (清单导入报告)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.registry import InspectionItem, ItemList
from shuangsuiji.tables.listed_ratios import ListedRatio
from shuangsuiji.tables.rejections import (
    Problem,
    RejectedRow,
    SkippedRow,
    rejected_csv,
    rejected_xlsx,
    write_rejected,
)
from shuangsuiji.tables.reports import check_sum, origin
from shuangsuiji.terms import ItemKind, ItemListKind
from shuangsuiji.values import freeze

__all__ = ["ContinuedRow", "ItemImportReport", "ListedItem"]


@attrs.frozen(kw_only=True)
class ListedItem:
    """An item as a list has it (清单事项).

    Attributes:
        row: number of its first row.
        item: the item; ``item.as_listed`` holds the words of the list.
        category: 抽查类别 or 抽查领域, empty where there is none.
        ratio: the sampling ratio of the list, None where there is none or it is not one ratio; no cap.

    """

    row: int
    item: InspectionItem
    category: str
    ratio: ListedRatio | None


@attrs.frozen(kw_only=True)
class ContinuedRow:
    """A row that goes on with the item of an earlier row, such as with a further legal basis (续行)."""

    row: int
    of: int


@attrs.frozen(kw_only=True)
class ItemImportReport:
    """What became of every row: accepted + continued + rejected + skipped = rows (清单导入报告).

    Attributes:
        id: id of the list.
        kind: kind of the list.
        owner: id of the department that keeps it.
        effective_on: its first day.
        source: name of the file, or what was handed over.
        encoding: ``utf-8``, ``gb18030``, ``xlsx``, ``xls`` or ``-``.
        header: names of the columns as they stood, ``group·name`` under a merged group.
        fields: column name by field, for the columns that were used.
        unused: columns that no field stands for; their words are in ``as_listed`` all the same.
        rows: number of rows below the header.
        listed: the items accepted, in the order of the list.
        continued: rows that go on with an accepted item.
        rejected: rows kept out, with reasons.
        skipped: rows that list nothing.
        repairs: what was repaired in accepted rows.
        warnings: what is doubtful in accepted rows.
        supplied: number of accepted items for which the defaults gave a field, by field.
        sheet: name of the sheet that was read, empty where the source is no workbook.
        other_sheets: sheets of the workbook that are not empty and were not read.

    Raises:
        BrokenChainError: the rows do not add up.

    """

    id: str
    kind: ItemListKind
    owner: str
    effective_on: date
    source: str
    encoding: str
    header: tuple[str, ...]
    fields: Mapping[str, str] = attrs.field(converter=freeze)
    unused: tuple[str, ...]
    rows: int
    listed: tuple[ListedItem, ...]
    continued: tuple[ContinuedRow, ...]
    rejected: tuple[RejectedRow, ...]
    skipped: tuple[SkippedRow, ...]
    repairs: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    supplied: Mapping[str, int] = attrs.field(converter=freeze)
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        others = len(self.continued) + len(self.rejected) + len(self.skipped)
        check_sum(self.source, self.rows, self.accepted + others)

    @property
    def accepted(self) -> int:
        """Number of items, each of which begins in a row of its own."""
        return len(self.listed)

    @property
    def items(self) -> tuple[InspectionItem, ...]:
        """The items accepted, in the order of the list."""
        return tuple(one.item for one in self.listed)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories, or the fields of a joint list, in the order of the list."""
        return tuple(dict.fromkeys(one.category for one in self.listed if one.category))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why rows were rejected, in the order of the rows."""
        return tuple(problem for row in self.rejected for problem in row.problems)

    def item_list(self) -> ItemList:
        """Return the first version of a list of the accepted items."""
        return ItemList(id=self.id, kind=self.kind, owner=self.owner, items=self.items, effective_on=self.effective_on)

    def counts(self) -> dict[str, int]:
        """Return how many problems of each code there are, rejections, repairs and warnings together."""
        return dict(sorted(Counter(one.code for one in (*self.problems, *self.repairs, *self.warnings)).items()))

    def rejected_csv(self) -> bytes:
        """Return the rejected rows with their reasons as CSV, ready to be corrected and imported again."""
        return rejected_csv(self.header, self.rejected)

    def rejected_xlsx(self) -> bytes:
        """Return the same as a workbook, every cell as text.

        Raises:
            InvalidValueError: more rows, or a longer cell, than a sheet can hold.
            MissingExtraError: xlsxwriter is not installed.

        """
        return rejected_xlsx(self.header, self.rejected)

    def write_rejected(self, path: str | Path) -> Path:
        """Write the rejected rows to a file, a workbook where it is called ``.xlsx``, else CSV; return its path.

        Raises:
            BundleError: the file cannot be written.
            InvalidValueError: more rows, or a longer cell, than a sheet can hold.
            MissingExtraError: a workbook, and xlsxwriter is not installed.

        """
        return write_rejected(path, self.header, self.rejected)

    def __str__(self) -> str:
        keys = sum(item.kind is ItemKind.KEY for item in self.items)
        return (
            f"{origin(self.source, self.encoding, self.sheet)}：共 {self.rows} 行 = 接收 {self.accepted}"
            f"（重点 {keys}） + 续行 {len(self.continued)} + 退回 {len(self.rejected)} + 跳过 {len(self.skipped)}；"
            f"修正 {len(self.repairs)} 处，存疑 {len(self.warnings)} 处"
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        problems = (*self.problems, *self.warnings, *self.repairs)
        rows = [(one.cell or one.row, one.field, one.zh, one.seen) for one in problems]
        return html_table(str(self), ("行", "列", "原因", "实际内容"), rows)
