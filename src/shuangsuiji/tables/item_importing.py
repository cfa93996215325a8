"""Importing an item list, every row accounted for: 二（二） (清单导入)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.registry import InspectionItem
from shuangsuiji.tables.cells import cell_text, known_text, shown
from shuangsuiji.tables.column_names import Header
from shuangsuiji.tables.item_defaults import ItemDefaults
from shuangsuiji.tables.item_headers import DEPARTMENT_WORDS, ITEM_FIELDS, ITEM_NAMES
from shuangsuiji.tables.item_reports import ContinuedRow, ItemImportReport, ListedItem
from shuangsuiji.tables.item_rows import CONTINUING, ItemReader, ItemRows, ParsedItem
from shuangsuiji.tables.places import WHOLE_ROW, Places, check_columns, places_of
from shuangsuiji.tables.rejections import Problem, RejectedRow, SkippedRow
from shuangsuiji.tables.sorting import header_of
from shuangsuiji.tables.sources import TableSource, open_source
from shuangsuiji.tables.unlisted_rows import EMPTY, remark_in
from shuangsuiji.terms import ItemListKind
from shuangsuiji.values import check_kind, check_name

__all__ = ["import_items"]

Covered = Mapping[int, frozenset[int]]
Refusals = list[tuple[ItemRows, tuple[Problem, ...]]]
_ORDERING = ("number", "category", "department")  # of themselves they list no matter
_LONGEST_ID = 50  # a code is the id, a hyphen and ten characters, at the most 64


def import_items(
    source: TableSource,
    *,
    id: str,  # noqa: A002 - the field of every record is called id
    kind: ItemListKind,
    defaults: ItemDefaults,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> ItemImportReport:
    """Read a list of inspection items, and account for every row (清单导入).

    Columns are known by their names, also under merged groups; the value of a merged cell counts for every row that it
    covers. A row that adds no more than a basis, a content or a body to the one above goes on with that item. The words
    of the list stay in ``as_listed``; what it leaves unsaid comes from ``defaults``, and the report counts it. An item
    without a code gets one from the list's id and a hash of department, category, name and object.

    Args:
        source: path of a workbook (XLSX, XLS; extra ``table``) or of a CSV file, its bytes, a list of dicts, or a data
            frame (extra ``frames``).
        id: id of the list, at the most 50 characters.
        kind: department or joint.
        defaults: what the list leaves unsaid.
        columns: field by column name, where the names do not speak for themselves, such as ``{"项目": "name"}``.
        sheet: name of the sheet of a workbook; without it the first in which a header is found.

    Raises:
        InvalidValueError: a file that cannot be read as what it is, no header with a column of matters, a column named
            in ``columns`` that is not there, a field that there is none of, or an id of the wrong form.
        BundleError: the file cannot be read.
        MissingExtraError: a workbook or a data frame, and its package is not installed.
        UnknownNameError: the workbook has no such sheet.

    """
    given = dict(columns or {})
    check_columns(given, ITEM_FIELDS)
    check_kind(kind, ItemListKind, "kind")
    if len(check_name(id, "id")) > _LONGEST_ID:
        zh, en = f"不得超过 {_LONGEST_ID} 个字符", f"must have at the most {_LONGEST_ID} characters"
        raise InvalidValueError(field="id", rule_zh=zh, rule=en, value=id)
    grid = open_source(source, given, ITEM_NAMES, sheet)
    header = header_of(grid, ITEM_NAMES, given, ("“抽查事项”", "matters"))
    places = _places(header, given, is_sheet=bool(grid.sheet))
    sorted_rows = _Rows(places=places, covered=grid.covered)
    sorted_rows.sort(grid.body(header), header.last + 2)
    reader = ItemReader(places=places, id=id, kind=kind, defaults=defaults)
    listed, refused = _settle_repeats(*_read(sorted_rows.matters, reader), places)
    survivors = {rows.row for rows, _ in listed}
    asleep = () if defaults.looks_up_departments else DEPARTMENT_WORDS
    used = attrs.evolve(places, positions={name: at for name, at in places.positions.items() if name not in asleep})
    return ItemImportReport(
        id=id,
        kind=kind,
        owner=defaults.owner,
        effective_on=defaults.effective_on,
        source=grid.name,
        encoding=grid.encoding,
        header=tuple(header.names),
        fields={field: header.names[at] for field, at in used.positions.items()},
        unused=used.unused(),
        rows=sorted_rows.count,
        listed=tuple(
            ListedItem(row=rows.row, item=one.item, category=one.category, ratio=one.ratio) for rows, one in listed
        ),
        continued=tuple(ContinuedRow(row=row, of=rows.row) for rows, _ in listed for row in rows.others),
        rejected=tuple(sorted([*sorted_rows.rejected, *_rejected(refused)], key=lambda one: one.row)),
        skipped=tuple(sorted_rows.skipped),
        repairs=tuple(one for one in reader.repairs if one.row in survivors),
        warnings=tuple(one for one in reader.warnings if one.row in survivors),
        supplied=dict(sorted(Counter(field for _, one in listed for field in one.supplied).items())),
        sheet=grid.sheet,
        other_sheets=grid.other_sheets,
    )


def _places(header: Header, given: Mapping[str, str], *, is_sheet: bool) -> Places:
    places_of(tuple(given), header.names)
    return Places(header=header.names, positions=ITEM_NAMES.positions(header.names, given), is_sheet=is_sheet)


@attrs.define(kw_only=True)
class _Rows:
    """Sorts the rows below a header into matters, each with the rows that go on with it, rejected and skipped."""

    places: Places
    covered: Covered
    count: int = 0
    matters: list[ItemRows] = attrs.field(factory=list[ItemRows])
    rejected: list[RejectedRow] = attrs.field(factory=list[RejectedRow])
    skipped: list[SkippedRow] = attrs.field(factory=list[SkippedRow])

    def sort(self, rows: Iterable[Sequence[object]], first: int) -> None:
        last: ItemRows | None = None
        for row, cells in enumerate(rows, first):
            self.count += 1
            width = self.places.width_problem(row, cells)
            own = self._own(row, cells)
            remark = remark_in(cells)
            if remark == EMPTY or (remark and not own.keys() - {*_ORDERING, "name", "remark"}):
                self.skipped.append(SkippedRow(row=row, reason=remark))
            elif width is not None:
                self.rejected.append(RejectedRow(row=row, cells=shown(cells), problems=(width,)))
                last = None
            elif last is None or not self._goes_on(last, cells):
                last = ItemRows(row=row, cells=cells, merged=self._merged(row))
                self.matters.append(last)
            elif self._repeats(last, own):
                told = self.places.problem(row, "name", "duplicate", f"与第 {last.row} 行重复", own["name"])
                self.rejected.append(RejectedRow(row=row, cells=shown(cells), problems=(told,)))
            else:
                self._add(last, row, cells)

    def _add(self, last: ItemRows, row: int, cells: Sequence[object]) -> None:
        """Let a row go on with a matter: what it holds itself and the rows above do not is kept, column by column."""
        last.others[row] = cells
        numbers = self.places.positions.get("number")
        for position, text in enumerate(map(cell_text, cells)):
            if text.strip() and position not in (*self._merged(row), numbers) and text not in last.words(position):
                last.more.setdefault(position, []).append(text)

    def _merged(self, row: int) -> frozenset[int]:
        return self.covered.get(row, frozenset[int]())

    def _own(self, row: int, cells: Sequence[object]) -> dict[str, str]:
        """Return what stands in a row itself, by field, not in a merged cell of a row above."""
        merged = self._merged(row)
        own = {field: self.places.text(cells, field) for field, at in self.places.positions.items() if at not in merged}
        return {field: text for field, text in own.items() if text}

    def _goes_on(self, last: ItemRows, cells: Sequence[object]) -> bool:
        """Tell whether a row is blank or like the matter above in everything but what may go on."""
        fixed = [field for field in self.places.positions if field not in (*CONTINUING, "number")]
        return all(self.places.text(cells, field) in ("", self.places.text(last.cells, field)) for field in fixed)

    def _repeats(self, last: ItemRows, own: Mapping[str, str]) -> bool:
        """Tell whether a row that goes on states the matter once more and adds nothing."""
        at = self.places.positions
        added = (field for field in CONTINUING if field in own)
        return "name" in own and all(own[field] in map(known_text, last.words(at[field])) for field in added)


def _read(matters: Iterable[ItemRows], reader: ItemReader) -> tuple[list[tuple[ItemRows, ParsedItem]], Refusals]:
    parsed: list[tuple[ItemRows, ParsedItem]] = []
    refused: Refusals = []
    for rows in matters:
        found = reader.read(rows)
        if isinstance(found, ParsedItem):
            parsed.append((rows, found))
        else:
            refused.append((rows, found))
    return parsed, refused


def _settle_repeats(
    parsed: list[tuple[ItemRows, ParsedItem]], refused: Refusals, places: Places
) -> tuple[list[tuple[ItemRows, ParsedItem]], Refusals]:
    """Keep the first of equal items; of items with one code that contradict one another, keep none."""
    groups: dict[str, list[tuple[ItemRows, ParsedItem]]] = {}
    for rows, one in parsed:
        groups.setdefault(one.item.code.upper(), []).append((rows, one))
    kept: list[tuple[ItemRows, ParsedItem]] = []
    for group in groups.values():
        (first, found), *others = group
        if all(_said(one.item) == _said(found.item) for _, one in others):
            kept.append((first, found))
            zh, code, out = f"与第 {first.row} 行重复", "duplicate", others
        else:
            numbers = "、".join(str(rows.row) for rows, _ in group)
            zh, code, out = f"第 {numbers} 行是同一事项而内容不一致，须由人工确认", "conflict", group
        refused += [(rows, (places.problem(rows.row, "name", code, zh, one.item.name),)) for rows, one in out]
    return sorted(kept, key=lambda one: one[0].row), refused


def _said(item: InspectionItem) -> InspectionItem:
    return attrs.evolve(item, as_listed={})


def _rejected(refused: Refusals) -> Iterator[RejectedRow]:
    """Yield the rows refused, each with its own problems, or with the number of the row that has them."""
    for rows, problems in refused:
        faulty = next(problem.row for problem in problems)
        for row, cells in ((rows.row, rows.cells), *rows.others.items()):
            own = tuple(problem for problem in problems if problem.row == row)
            yield RejectedRow(row=row, cells=shown(cells), problems=own or (_with(row, cells, faulty),))


def _with(row: int, cells: Sequence[object], faulty: int) -> Problem:
    seen = next((text for text in map(cell_text, cells) if text.strip()), "")
    zh = f"与第 {faulty} 行同属一项事项，随该行退回"
    return Problem(row=row, field=WHOLE_ROW, code="continued", zh=zh, seen=seen)
