"""What became of every row of an imported list of people or of recusals (人员导入报告)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.registry import Absence, Expert, Inspector, InspectorPool, Recusal
from shuangsuiji.tables.rejections import (
    Problem,
    RejectedRow,
    SkippedRow,
    rejected_csv,
    rejected_xlsx,
    write_rejected,
)
from shuangsuiji.tables.reports import check_sum, origin
from shuangsuiji.values import freeze, texts

__all__ = ["PeopleImportReport"]


@attrs.frozen(kw_only=True)
class PeopleImportReport:
    """What became of every row: accepted + rejected + skipped = rows (人员导入报告).

    Attributes:
        source: name of the file, or what was handed over.
        encoding: ``utf-8``, ``gb18030``, ``xlsx``, ``xls`` or ``-``.
        header: names of the columns as they stood.
        fields: column name by field, for the columns that were used.
        unused: columns that were not used.
        rows: number of rows below the header.
        inspectors: accepted from a list of inspectors, by id.
        experts: accepted from a list of experts, by id.
        recusals: accepted from a list of recusals, in the order of the list.
        rejected: rows kept out, with reasons.
        skipped: rows that list nobody.
        repairs: what was repaired in accepted rows.
        warnings: what is doubtful in accepted rows.
        supplied: number of accepted rows for which the defaults gave a field, by field.
        sheet: name of the sheet that was read, empty where the source is no workbook.
        other_sheets: sheets of the workbook that are not empty and were not read.

    Raises:
        BrokenChainError: the rows do not add up.

    """

    source: str
    encoding: str
    header: tuple[str, ...]
    fields: Mapping[str, str] = attrs.field(converter=freeze)
    unused: tuple[str, ...]
    rows: int
    inspectors: tuple[Inspector, ...] = ()
    experts: tuple[Expert, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    rejected: tuple[RejectedRow, ...]
    skipped: tuple[SkippedRow, ...]
    repairs: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    supplied: Mapping[str, int] = attrs.field(converter=freeze)
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_sum(self.source, self.rows, self.accepted + len(self.rejected) + len(self.skipped))

    @property
    def accepted(self) -> int:
        """Number of rows that were accepted."""
        return len(self.inspectors) + len(self.experts) + len(self.recusals)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why rows were rejected, in the order of the rows."""
        return tuple(problem for row in self.rejected for problem in row.problems)

    def pool(
        self,
        *,
        id: str,  # noqa: A002 - the field of every record is called id
        owner: str,
        item_codes: Iterable[str],
        maintained_on: date,
        experts: Iterable[Expert] = (),
        absences: Iterable[Absence] = (),
    ) -> InspectorPool:
        """Return the first version of a pool of the accepted people.

        Args:
            id: name of the pool.
            owner: id of the department that keeps it.
            item_codes: codes of the items for which it is kept.
            maintained_on: the day of the list.
            experts: experts of another list.
            absences: certificate holders who are not in the list, with reasons.

        Raises:
            LawError: an expert who is listed as an inspector, or a name that is a qualification and a specialty.
            DuplicateError: the same person as inspector and as absent.

        """
        return InspectorPool(
            id=id,
            owner=owner,
            item_codes=texts(item_codes),
            inspectors=self.inspectors,
            experts=(*self.experts, *experts),
            absences=tuple(absences),
            maintained_on=maintained_on,
        )

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
        return (
            f"{origin(self.source, self.encoding, self.sheet)}：共 {self.rows} 行 = 接收 {self.accepted}"
            f" + 退回 {len(self.rejected)} + 跳过 {len(self.skipped)}；修正 {len(self.repairs)} 处，"
            f"存疑 {len(self.warnings)} 处"
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        problems = (*self.problems, *self.warnings, *self.repairs)
        rows = [(one.cell or one.row, one.field, one.zh, one.seen) for one in problems]
        return html_table(str(self), ("行", "列", "原因", "实际内容"), rows)
