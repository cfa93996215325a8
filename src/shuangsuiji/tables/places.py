"""Where the fields of a list stand, and what to say of a cell (列位)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.tables.cells import ERROR_VALUES, cell_name, cell_text, known_text
from shuangsuiji.tables.column_names import position_of
from shuangsuiji.tables.headers import REJECTION_COLUMN
from shuangsuiji.tables.rejections import Problem

__all__ = ["WHOLE_ROW", "Places", "check_columns", "places_of"]

WHOLE_ROW = "（整行）"


@attrs.frozen(kw_only=True)
class Places:
    """The columns of a list (列位).

    Attributes:
        header: names of the columns.
        positions: position of each field that is used.
        is_sheet: whether cells have names such as ``B13``.

    """

    header: Sequence[str]
    positions: Mapping[str, int]
    is_sheet: bool = False

    def cell(self, cells: Sequence[object], field: str) -> object:
        """Return the cell of a field, None where there is none."""
        position = self.positions.get(field)
        return None if position is None or position >= len(cells) else cells[position]

    def text(self, cells: Sequence[object], field: str) -> str:
        """Return a cell as text without blanks at its ends, empty where it says that nothing is known."""
        return known_text(self.cell(cells, field))

    def problem(self, row: int, field: str, code: str, zh: str, seen: str) -> Problem:
        """Return a problem with a field of a row, under the name of its column and, in a sheet, of its cell."""
        position = self.positions.get(field)
        if position is None:
            return Problem(row=row, field=field, code=code, zh=zh, seen=seen)
        return self.problem_at(row, position, code, zh, seen)

    def problem_at(self, row: int, position: int, code: str, zh: str, seen: str) -> Problem:
        """Return a problem with the cell of a row in a column."""
        cell = cell_name(row, position) if self.is_sheet else ""
        name = self.header[position] if position < len(self.header) else WHOLE_ROW
        return Problem(row=row, field=name, code=code, zh=zh, seen=seen, cell=cell)

    def width_problem(self, row: int, cells: Sequence[object]) -> Problem | None:
        """Return what is wrong with a row that has more or fewer cells than columns, None where nothing is."""
        if len(cells) == len(self.header):
            return None
        if self.is_sheet:
            filled = [at for at in range(len(self.header), len(cells)) if cell_text(cells[at]).strip()]
            at = filled[0] if filled else len(cells)
            zh = "表头之外的单元格有内容，请移入有列名的列或删除"
            return self.problem_at(row, at, "columns", zh, cell_text(cells[at]) if filled else "")
        zh = f"应有 {len(self.header)} 列，可能有多余或缺少的分隔符"
        breaks = sum(cell_text(cell).count("\n") for cell in cells)
        if breaks:
            zh = f"应有 {len(self.header)} 列；单元格内有 {breaks} 个换行，可能引号未闭合，并入了其后各行"
        return Problem(row=row, field=WHOLE_ROW, code="columns", zh=zh, seen=f"{len(cells)} 列")

    def error_values(
        self, row: int, cells: Sequence[object], more: Iterator[int] | Sequence[int] = ()
    ) -> list[Problem]:
        """Return a problem for every cell in use that holds an error value of a spreadsheet.

        Args:
            row: number of the row.
            cells: its cells.
            more: positions of further columns in use.

        """
        found: list[Problem] = []
        for position in sorted({*self.positions.values(), *more}):
            seen = cell_text(cells[position]).strip()
            if seen.upper() in ERROR_VALUES:
                zh = "公式出错，单元格没有值；请改正公式或填入值"
                found.append(self.problem_at(row, position, "formula_error", zh, seen))
        return found

    def unused(self, more: Sequence[int] = ()) -> tuple[str, ...]:
        """Return the names of the columns that are not used, the reasons of an earlier import left out."""
        used = {*self.positions.values(), *more}
        return tuple(name for at, name in enumerate(self.header) if at not in used and name != REJECTION_COLUMN)


def check_columns(given: Mapping[str, str], fields: frozenset[str]) -> None:
    """Check that the fields that columns are said to hold are fields (列的含义).

    Raises:
        InvalidValueError: a field that there is none of.

    """
    for name, field in given.items():
        if field not in fields:
            zh, en = f"应为 {'、'.join(sorted(fields))} 之一", f"must be one of {', '.join(sorted(fields))}"
            raise InvalidValueError(field=f"columns {name}", rule_zh=zh, rule=en, value=field)


def places_of(names: Sequence[str], header: Sequence[str]) -> dict[str, int]:
    """Return where the columns of these names stand (列的位置).

    Raises:
        InvalidValueError: a column that the header does not have.

    """
    places: dict[str, int] = {}
    for name in names:
        place = position_of(name, header)
        if place is None:
            zh, en = f"表头为 {header}", f"the header is {header}"
            raise InvalidValueError(field="columns, keep", rule_zh=zh, rule=en, value=name)
        places[name] = place
    return places
