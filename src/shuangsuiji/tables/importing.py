"""Importing a list of inspection objects, every row accounted for: 2.3.4 (批量导入)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.frames import upper
from shuangsuiji.registry import DepartmentTree, ObjectColumns
from shuangsuiji.tables.headers import ATTRIBUTES, FIELDS, HEADER_ROWS, REJECTION_COLUMN, header_row, map_header
from shuangsuiji.tables.reports import ImportReport, Problem, RejectedRow, SkippedRow, cell_text, shown
from shuangsuiji.tables.rows import DEPARTMENT_FIELDS, ParsedRow, RowReader
from shuangsuiji.tables.sources import Grid, TableSource, open_source
from shuangsuiji.values.columns import Column

__all__ = ["import_objects"]

Parsed = tuple[int, ParsedRow]
Refusals = dict[int, Problem]
_TOTAL = re.compile(r"(?:本页|本表)?(?:合计|总计|小计|共计|总数)(?:[(（].*?[)）])?[:：]?共?[0-9,，]*[户家个条行]?")
_REMARK = re.compile(r"(?:填表说明|填报说明|说明|备注|注[0-9]*|填表人|制表人|制表|填报单位|审核人|日期)(?:[:：].*)?")
_PROGRESS_STEP = 10_000


def import_objects(
    source: TableSource,
    *,
    columns: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    departments: DepartmentTree | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Read a list of inspection objects, and account for every row (批量导入).

    CSV is read as UTF-8, else as GB18030. Codes are repaired (full-width, lower case, blanks, hyphens) and the report
    says so; a wrong check character is a warning; a wrong length or alphabet, a repeated code or a code with
    contradicting rows is rejected with the reason, and the rows are kept to be corrected.

    Args:
        source: path of a CSV file, its bytes, a list of dicts, or an eager data frame (extra ``frames``).
        columns: field by column name, where the names do not speak for themselves, such as ``{"地区": "region"}``.
        keep: names of further columns to keep as attributes.
        departments: the tree in which columns such as 审批部门 are looked up; without it they are not used.
        progress: called now and then with the number of rows read.

    Raises:
        InvalidValueError: neither UTF-8 nor GB18030, a quotation mark that is never closed, no header with a column of
            codes, a column named in ``columns`` or ``keep`` that is not there, or a field that there is none of.
        BundleError: the file cannot be read.
        MissingExtraError: a data frame, and narwhals is not installed.

    """
    given = dict(columns or {})
    for name, field in given.items():
        if field not in FIELDS:
            zh, en = f"应为 {'、'.join(sorted(FIELDS))} 之一", f"must be one of {', '.join(sorted(FIELDS))}"
            raise InvalidValueError(field=f"columns {name}", rule_zh=zh, rule=en, value=field)
    grid = open_source(source, given)
    header, number = _find_header(grid, given)
    reader = _reader(header, given, keep, departments)
    rows = _Rows(reader=reader, first=number + 1)
    rows.read(islice(grid.read(), number, None), progress)
    accepted, repeated = _settle_repeats(rows.parsed, reader)
    places = {*reader.positions.values(), *reader.kept.values()}
    used = {field: header[position] for field, position in {**reader.positions, **reader.kept}.items()}
    survivors = {row for row, _ in accepted}
    return ImportReport(
        source=grid.name,
        encoding=grid.encoding,
        header=tuple(header),
        fields=used,
        unused=tuple(
            name for position, name in enumerate(header) if position not in places and name != REJECTION_COLUMN
        ),
        rows=rows.count,
        columns=_columns([fields for _, fields in accepted], reader.attributes),
        rejected=tuple(sorted((*rows.rejected, *_with_cells(repeated, grid)), key=lambda one: one.row)),
        skipped=tuple(rows.skipped),
        repairs=tuple(one for one in reader.repairs if one.row in survivors),
        warnings=tuple(one for one in reader.warnings if one.row in survivors),
    )


def _find_header(grid: Grid, given: Mapping[str, str]) -> tuple[list[str], int]:
    """Return the header and the number of its row."""
    first = [shown(row) for row in islice(grid.read(), HEADER_ROWS)]
    found = header_row(first, given)
    if found is None:
        raise InvalidValueError(
            field=grid.name,
            rule_zh="前 10 行中没有含“统一社会信用代码”或“注册号”等列的表头；可用 columns 指明列名",
            rule="no header with a column of codes in the first 10 rows; name it with columns=",
            value=first[0] if first else (),
        )
    return [cell.strip() for cell in first[found]], found + 1


def _reader(
    header: list[str], given: Mapping[str, str], keep: Sequence[str], departments: DepartmentTree | None
) -> RowReader:
    positions = map_header(header, given)
    if departments is None:
        positions = {field: at for field, at in positions.items() if field not in DEPARTMENT_FIELDS}
    for name in (*given, *keep):
        if name not in header:
            zh, en = f"表头为 {header}", f"the header is {header}"
            raise InvalidValueError(field="columns, keep", rule_zh=zh, rule=en, value=name)
    return RowReader(
        header=header,
        positions=positions,
        attributes=tuple(dict.fromkeys([*(name for name in ATTRIBUTES if name in positions), *keep])),
        kept={name: header.index(name) for name in keep},
        departments=departments,
    )


@attrs.define
class _Rows:
    """Sorts the rows below a header into parsed, rejected and skipped."""

    reader: RowReader
    first: int
    count: int = 0
    parsed: list[Parsed] = attrs.field(factory=list[Parsed])
    rejected: list[RejectedRow] = attrs.field(factory=list[RejectedRow])
    skipped: list[SkippedRow] = attrs.field(factory=list[SkippedRow])

    def read(self, rows: Iterable[Sequence[object]], progress: Callable[[int], None] | None) -> None:
        for row, cells in enumerate(rows, self.first):
            self.count += 1
            if progress is not None and self.count % _PROGRESS_STEP == 0:
                progress(self.count)
            reason = _no_object(self.reader, cells)
            if reason is not None:
                self.skipped.append(SkippedRow(row=row, reason=reason))
                continue
            found = self.reader.read(row, cells)
            if isinstance(found, ParsedRow):
                self.parsed.append((row, found))
            else:
                self.rejected.append(RejectedRow(row=row, cells=shown(cells), problems=found))


def _no_object(reader: RowReader, cells: Sequence[object]) -> str | None:
    """Return why a row is no object, None where it may be one."""
    filled = next((text for text in map(cell_text, cells) if text.strip()), None)
    if filled is None:
        return "空行"
    first = "".join(filled.split())
    for pattern, reason in ((_TOTAL, "合计行"), (_REMARK, "说明行")):
        if pattern.fullmatch(first) and not reader.has_code(cells):
            return reason
    return None


def _settle_repeats(parsed: list[Parsed], reader: RowReader) -> tuple[list[Parsed], Refusals]:
    """Keep the first of equal rows; of rows with one code that contradict one another, keep none.

    Which of two contradicting rows is right must be decided by a person, not by the order of the list.
    """
    accepted: list[Parsed] = []
    refused: Refusals = {}
    column = reader.header[reader.positions.get("id", reader.positions.get("registration", 0))]
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
            refused[row] = Problem(row=row, field=column, code=code, zh=zh, seen=fields.id)
    accepted.sort(key=lambda one: one[1].id)
    return accepted, refused


def _with_cells(refused: Refusals, grid: Grid) -> Iterator[RejectedRow]:
    """Yield the rows refused after reading, with their cells as they stood, which a second look at the source gives."""
    if refused:
        for row, cells in enumerate(grid.read(), 1):
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
