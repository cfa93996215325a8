"""Importing a list of inspection objects, every row accounted for: 2.3.4 (批量导入)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from shuangsuiji.lottery.frames import upper
from shuangsuiji.registry import DepartmentTree, ObjectColumns
from shuangsuiji.tables.headers import ATTRIBUTES, FIELDS, OBJECT_NAMES
from shuangsuiji.tables.places import Places, check_columns, places_of
from shuangsuiji.tables.reports import ImportReport
from shuangsuiji.tables.rows import DEPARTMENT_FIELDS, ParsedRow, RowReader
from shuangsuiji.tables.sorting import Refused, Sorter, header_of, settle_repeats, with_cells
from shuangsuiji.tables.sources import TableSource, open_source
from shuangsuiji.values.columns import Column

__all__ = ["import_objects"]


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
    found = header_of(grid, OBJECT_NAMES, given, ("“统一社会信用代码”或“注册号”", "codes"))
    reader = _reader(Places(header=found.names, positions={}, is_sheet=bool(grid.sheet)), given, keep, departments)
    places = reader.places
    rows = Sorter(parse=_parser(reader), lists=reader.has_code, first=found.last + 2, covered=grid.covered)
    rows.sort(grid.body(found), progress)
    field = "id" if "id" in places.positions else "registration"
    accepted, repeated = settle_repeats(
        rows.parsed, lambda one: upper(one.id), lambda row, one, code, zh: places.problem(row, field, code, zh, one.id)
    )
    accepted.sort(key=lambda one: one[1].id)
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
            sorted((*rows.rejected, *with_cells(repeated, grid.body(found), rows.first)), key=lambda one: one.row)
        ),
        skipped=tuple(rows.skipped),
        repairs=tuple(one for one in reader.repairs if one.row in survivors),
        warnings=tuple(one for one in reader.warnings if one.row in survivors),
        sheet=grid.sheet,
        other_sheets=grid.other_sheets,
    )


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


def _parser(reader: RowReader) -> Callable[[int, Sequence[object]], ParsedRow | Refused]:
    def parse(row: int, cells: Sequence[object]) -> ParsedRow | Refused:
        found = reader.read(row, cells)
        return found if isinstance(found, ParsedRow) else Refused(found)

    return parse


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
