"""Importing a list of inspection objects, every row accounted for: 2.3.4 (批量导入)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.frames import upper
from shuangsuiji.registry import DepartmentTree, ObjectColumns
from shuangsuiji.tables.cells import cell_text, shown
from shuangsuiji.tables.column_names import Header
from shuangsuiji.tables.headers import ATTRIBUTES, FIELDS, OBJECT_NAMES
from shuangsuiji.tables.places import Places, check_columns, places_of
from shuangsuiji.tables.rejections import Problem, RejectedRow, SkippedRow
from shuangsuiji.tables.reports import ImportReport
from shuangsuiji.tables.rows import DEPARTMENT_FIELDS, ParsedRow, RowReader
from shuangsuiji.tables.sources import Grid, TableSource, open_source
from shuangsuiji.tables.unlisted_rows import EMPTY, remark_in
from shuangsuiji.values.columns import Column

__all__ = ["import_objects"]

Parsed = tuple[int, ParsedRow]
Refusals = dict[int, Problem]
_PROGRESS_STEP = 10_000


def import_objects(
    source: TableSource,
    *,
    columns: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    departments: DepartmentTree | None = None,
    progress: Callable[[int], None] | None = None,
    sheet: str | None = None,
) -> ImportReport:
    """Read a list of inspection objects, and account for every row (批量导入).

    CSV is read as UTF-8, else as GB18030. Codes are repaired (full-width, lower case, blanks, hyphens) and the report
    says so; a wrong check character is a warning; a wrong length or alphabet, a repeated code or a code with
    contradicting rows is rejected with the reason, and the rows are kept to be corrected. In a workbook the value of a
    cell merged over several rows counts for each of them, and a code that is not stored as text is rejected.

    Args:
        source: path of a CSV file or of a workbook (XLSX, XLS; extra ``table``), its bytes, a list of dicts, or an
            eager data frame (extra ``frames``).
        columns: field by column name, where the names do not speak for themselves, such as ``{"地区": "region"}``.
        keep: names of further columns to keep as attributes.
        departments: the tree in which columns such as 审批部门 are looked up; without it they are not used.
        progress: called now and then with the number of rows read.
        sheet: name of the sheet of a workbook; without it the first in which a header is found.

    Raises:
        InvalidValueError: neither UTF-8 nor GB18030, a workbook that cannot be read, a quotation mark that is never
            closed, no header with a column of codes, a column named in ``columns`` or ``keep`` that is not there, a
            field that there is none of, or a sheet of what is no workbook.
        BundleError: the file cannot be read.
        MissingExtraError: a data frame, and narwhals is not installed, or a workbook, and python-calamine is not.
        UnknownNameError: the workbook has no such sheet.

    """
    given = dict(columns or {})
    check_columns(given, FIELDS)
    grid = open_source(source, given, sheet=sheet)
    found = _header_of(grid, given)
    reader = _reader(Places(header=found.names, positions={}, is_sheet=bool(grid.sheet)), given, keep, departments)
    places = reader.places
    rows = _Rows(reader=reader, first=found.last + 2, covered=grid.covered)
    rows.read(grid.body(found), progress)
    accepted, repeated = _settle_repeats(rows.parsed, reader)
    used = {field: found.names[at] for field, at in {**places.positions, **reader.kept}.items()}
    survivors = {row for row, _ in accepted}
    return ImportReport(
        source=grid.name,
        encoding=grid.encoding,
        header=tuple(found.names),
        fields=used,
        unused=places.unused(tuple(reader.kept.values())),
        rows=rows.count,
        columns=_columns([fields for _, fields in accepted], reader.attributes),
        rejected=tuple(
            sorted((*rows.rejected, *_with_cells(repeated, grid.body(found), rows.first)), key=lambda one: one.row)
        ),
        skipped=tuple(rows.skipped),
        repairs=tuple(one for one in reader.repairs if one.row in survivors),
        warnings=tuple(one for one in reader.warnings if one.row in survivors),
        sheet=grid.sheet,
        other_sheets=grid.other_sheets,
    )


def _header_of(grid: Grid, given: Mapping[str, str]) -> Header:
    found = grid.find_header(OBJECT_NAMES, given)
    if found is None:
        first = next(grid.read(), ())
        raise InvalidValueError(
            field=f"{grid.name} {grid.sheet}".strip(),
            rule_zh="前 10 行中没有含“统一社会信用代码”或“注册号”等列的表头；可用 columns 指明列名",
            rule="no header with a column of codes in the first 10 rows; name it with columns=",
            value=shown(first),
        )
    return found


def _reader(
    places: Places, given: Mapping[str, str], keep: Sequence[str], departments: DepartmentTree | None
) -> RowReader:
    kept = places_of((*given, *keep), places.header)
    positions = OBJECT_NAMES.positions(places.header, given)
    if departments is None:
        positions = {field: at for field, at in positions.items() if field not in DEPARTMENT_FIELDS}
    return RowReader(
        places=attrs.evolve(places, positions=positions),
        attributes=tuple(dict.fromkeys([*(name for name in ATTRIBUTES if name in positions), *keep])),
        kept={name: kept[name] for name in keep},
        departments=departments,
    )


@attrs.define
class _Rows:
    """Sorts the rows below a header into parsed, rejected and skipped."""

    reader: RowReader
    first: int
    covered: Mapping[int, frozenset[int]]
    count: int = 0
    parsed: list[Parsed] = attrs.field(factory=list[Parsed])
    rejected: list[RejectedRow] = attrs.field(factory=list[RejectedRow])
    skipped: list[SkippedRow] = attrs.field(factory=list[SkippedRow])

    def read(self, rows: Iterable[Sequence[object]], progress: Callable[[int], None] | None) -> None:
        for row, cells in enumerate(rows, self.first):
            self.count += 1
            if progress is not None and self.count % _PROGRESS_STEP == 0:
                progress(self.count)
            reason = self._no_object(row, cells)
            if reason is not None:
                self.skipped.append(SkippedRow(row=row, reason=reason))
                continue
            found = self.reader.read(row, cells)
            if isinstance(found, ParsedRow):
                self.parsed.append((row, found))
            else:
                self.rejected.append(RejectedRow(row=row, cells=shown(cells), problems=found))

    def _no_object(self, row: int, cells: Sequence[object]) -> str | None:
        """Return why a row is no object, None where it may be one."""
        remark = remark_in(cells)
        if remark == EMPTY:
            return remark
        merged = self.covered.get(row, frozenset[int]())
        if merged and not any(cell_text(cell).strip() for at, cell in enumerate(cells) if at not in merged):
            return "续行：整行与上一行同属合并单元格"
        return remark if remark and not self.reader.has_code(cells) else None


def _settle_repeats(parsed: list[Parsed], reader: RowReader) -> tuple[list[Parsed], Refusals]:
    """Keep the first of equal rows; of rows with one code that contradict one another, keep none.

    Which of two contradicting rows is right must be decided by a person, not by the order of the list.
    """
    accepted: list[Parsed] = []
    refused: Refusals = {}
    field = "id" if "id" in reader.places.positions else "registration"
    parsed.sort(key=lambda one: (upper(one[1].id), one[0]))
    for _, group in groupby(parsed, key=lambda one: upper(one[1].id)):
        first, *others = group
        if all(fields == first[1] for _, fields in others):
            accepted.append(first)
            zh, code, out = f"与第 {first[0]} 行重复", "duplicate", others
        else:
            rows = "、".join(str(row) for row, _ in (first, *others))
            zh, code, out = f"第 {rows} 行代码相同而内容不一致，须由人工确认", "conflict", [first, *others]
        for row, fields in out:
            refused[row] = reader.places.problem(row, field, code, zh, fields.id)
    accepted.sort(key=lambda one: one[1].id)
    return accepted, refused


def _with_cells(refused: Refusals, rows: Iterable[Sequence[object]], first: int) -> Iterator[RejectedRow]:
    """Yield the rows refused after reading, with their cells as they stood, which a second look at the source gives."""
    for row, cells in enumerate(rows, first) if refused else ():
        if row in refused:
            yield RejectedRow(row=row, cells=shown(cells), problems=(refused[row],))


def _columns(rows: list[ParsedRow], attributes: tuple[str, ...]) -> ObjectColumns:
    return ObjectColumns(
        ids=tuple(row.id for row in rows),
        names=tuple(row.name for row in rows),
        kinds=Column.of(row.kind for row in rows),
        regions=Column.of(row.region for row in rows),
        holders=Column.of(row.holder for row in rows),
        tags=Column.of(row.tags for row in rows),
        approved_by=Column.of(row.approved_by for row in rows),
        supervised_by=Column.of(row.supervised_by for row in rows),
        attributes={name: Column.of(row.attributes[index] for row in rows) for index, name in enumerate(attributes)},
    )
