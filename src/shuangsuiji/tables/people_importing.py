"""Importing inspectors, experts and recusals, every row accounted for: 2.3.7 to 2.3.11 (人员导入)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

import attrs

from shuangsuiji.lottery.frames import upper
from shuangsuiji.registry import Expert, Inspector, Recusal
from shuangsuiji.tables.column_names import ColumnNames, Header
from shuangsuiji.tables.people_cells import Noted, RowCells
from shuangsuiji.tables.people_defaults import PeopleDefaults, RecusalDefaults
from shuangsuiji.tables.people_headers import EXPERT_NAMES, INSPECTOR_NAMES, RECUSAL_NAMES
from shuangsuiji.tables.people_parsing import read_expert, read_inspector, read_recusal, reader_of
from shuangsuiji.tables.people_reports import PeopleImportReport
from shuangsuiji.tables.places import Places, check_columns, places_of
from shuangsuiji.tables.rejections import Problem, RejectedRow
from shuangsuiji.tables.sorting import Parsed, Refusals, Sorter, header_of, settle_repeats, with_cells
from shuangsuiji.tables.sources import Grid, TableSource, open_source

__all__ = ["import_experts", "import_inspectors", "import_recusals"]

T = TypeVar("T")
_FEWEST = 3  # filled cells of a row that begins like a note and lists somebody all the same


def import_inspectors(
    source: TableSource,
    *,
    defaults: PeopleDefaults,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> PeopleImportReport:
    """Read a list of inspectors, and account for every row: 2.3.7, 2.3.8 (执法检查人员导入).

    An inspector is published under the number of the staff list, where there is one, else under that of his
    certificate. Rejected are rows without a certificate or its last day, experts and auxiliaries, departments that
    are not in the tree, contradicting rows of one person, and a person under two numbers. Warnings are expired
    certificates and qualifications, tags that nothing asks for, capacities of 0, and names in both families of tags.

    Args:
        source: path of a CSV file or of a workbook (XLSX, XLS; extra ``table``), its bytes, a list of dicts, or an
            eager data frame (extra ``frames``).
        defaults: what the list leaves unsaid.
        columns: field by column name, where the names do not speak for themselves, such as ``{"证": "certificate"}``.
        sheet: name of the sheet of a workbook; without it the first in which a header is found.

    Raises:
        InvalidValueError: a file that cannot be read as what it is, no header with a column of certificates, a column
            named in ``columns`` that is not there, or a field that there is none of.
        BundleError: the file cannot be read.
        MissingExtraError: a workbook or a data frame, and its package is not installed.
        UnknownNameError: the workbook has no such sheet.

    """
    listing = _open(source, INSPECTOR_NAMES, ("“执法证号”或“人员编号”", "certificates"), columns, sheet)
    rows = listing.read(partial(read_inspector, given=defaults))
    field = "id" if "id" in listing.places.positions else "certificate"
    kept, refused = listing.settle(rows.parsed, field, lambda one: one.id, "编号相同而内容不一致")
    kept, twice = listing.settle(kept, "certificate", lambda one: one.certificate.number, "执法证号相同而编号不同")
    listing.noted.warnings += _in_both_families(kept, listing.places)
    return listing.report(rows, kept, {**refused, **twice}, inspectors=tuple(one for _, one in kept))


def import_experts(
    source: TableSource,
    *,
    defaults: PeopleDefaults,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> PeopleImportReport:
    """Read a list of experts, and account for every row: 2.3.10 (专家导入).

    Args:
        source: as for ``import_inspectors``.
        defaults: what the list leaves unsaid.
        columns: field by column name.
        sheet: name of the sheet of a workbook.

    Raises:
        InvalidValueError: as ``import_inspectors``, and no header with a column of ids.
        BundleError: the file cannot be read.
        MissingExtraError: a workbook or a data frame, and its package is not installed.
        UnknownNameError: the workbook has no such sheet.

    """
    listing = _open(source, EXPERT_NAMES, ("“专家编号”", "ids of experts"), columns, sheet)
    rows = listing.read(partial(read_expert, given=defaults))
    kept, refused = listing.settle(rows.parsed, "id", lambda one: one.id, "编号相同而内容不一致")
    return listing.report(rows, kept, refused, experts=tuple(one for _, one in kept))


def import_recusals(
    source: TableSource,
    *,
    defaults: RecusalDefaults,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> PeopleImportReport:
    """Read a list of recusals, and account for every row (回避导入).

    A recusal that names nobody, or somebody who is not in ``defaults.inspector_ids``, is rejected. One pair may be
    recused for several reasons; equal rows are duplicates.

    Args:
        source: as for ``import_inspectors``.
        defaults: what the list leaves unsaid, and whom it may name.
        columns: field by column name.
        sheet: name of the sheet of a workbook.

    Raises:
        InvalidValueError: as ``import_inspectors``, and no header with columns of objects and inspectors.
        BundleError: the file cannot be read.
        MissingExtraError: a workbook or a data frame, and its package is not installed.
        UnknownNameError: the workbook has no such sheet.

    """
    listing = _open(source, RECUSAL_NAMES, ("“检查对象代码”和“检查人员”", "objects and inspectors"), columns, sheet)
    rows = listing.read(partial(read_recusal, given=defaults))
    kept, refused = listing.settle(rows.parsed, "inspector", repr, "")
    kept.sort()
    return listing.report(rows, kept, refused, recusals=tuple(one for _, one in kept))


@attrs.frozen(kw_only=True)
class _Listing:
    """A list that is being read: where its rows come from, and its columns."""

    grid: Grid
    header: Header
    places: Places
    noted: Noted

    def read(self, read: Callable[[RowCells], T | None]) -> Sorter[T]:
        rows = Sorter[T](
            parse=reader_of(self.places, self.noted, read),
            lists=self._lists,
            first=self.header.last + 2,
            covered=self.grid.covered,
        )
        rows.sort(self.grid.body(self.header))
        return rows

    def _lists(self, cells: Sequence[object]) -> bool:
        return sum(bool(self.places.text(cells, field)) for field in self.places.positions) >= _FEWEST

    def settle(
        self, parsed: list[Parsed[T]], field: str, key: Callable[[T], str], conflict: str
    ) -> tuple[list[Parsed[T]], Refusals]:
        def refuse(row: int, one: T, code: str, zh: str) -> Problem:
            return self.places.problem(row, field, code, zh, key(one))

        return settle_repeats(parsed, lambda one: upper(key(one)), refuse, conflict)

    def report(
        self,
        rows: Sorter[T],
        kept: Iterable[Parsed[T]],
        refused: Refusals,
        *,
        inspectors: tuple[Inspector, ...] = (),
        experts: tuple[Expert, ...] = (),
        recusals: tuple[Recusal, ...] = (),
    ) -> PeopleImportReport:
        survivors = {row for row, _ in kept}
        out = [*rows.rejected, *with_cells(refused, self.grid.body(self.header), rows.first)]
        supplied = Counter(field for row, fields in self.noted.supplied.items() if row in survivors for field in fields)
        return PeopleImportReport(
            source=self.grid.name,
            encoding=self.grid.encoding,
            header=tuple(self.header.names),
            fields={field: self.header.names[at] for field, at in self.places.positions.items()},
            unused=self.places.unused(),
            rows=rows.count,
            inspectors=inspectors,
            experts=experts,
            recusals=recusals,
            rejected=tuple(sorted(out, key=_row)),
            skipped=tuple(rows.skipped),
            repairs=tuple(one for one in self.noted.repairs if one.row in survivors),
            warnings=tuple(one for one in self.noted.warnings if one.row in survivors),
            supplied=dict(sorted(supplied.items())),
            sheet=self.grid.sheet,
            other_sheets=self.grid.other_sheets,
        )


def _row(one: RejectedRow) -> int:
    return one.row


def _open(
    source: TableSource,
    names: ColumnNames,
    needed: tuple[str, str],
    columns: Mapping[str, str] | None,
    sheet: str | None,
) -> _Listing:
    given = dict(columns or {})
    check_columns(given, frozenset(names.variants))
    grid = open_source(source, given, names, sheet)
    header = header_of(grid, names, given, needed)
    places_of(tuple(given), header.names)
    positions = names.positions(header.names, given)
    places = Places(header=header.names, positions=positions, is_sheet=bool(grid.sheet))
    return _Listing(grid=grid, header=header, places=places, noted=Noted())


def _in_both_families(kept: Iterable[Parsed[Inspector]], places: Places) -> Iterator[Problem]:
    """Yield a warning for every specialty that is the name of somebody's qualification: no pool will take both."""
    kept = tuple(kept)
    qualifications = {held.name for _, one in kept for held in one.qualifications}
    for row, one in kept:
        for tag in sorted(qualifications & set(one.specialties)):
            zh = f"“{tag}”在本表中又是执法资质，成库前须改名，如“{tag}（专长）”"
            yield places.problem(row, "specialties", "families", zh, ",".join(one.specialties))
