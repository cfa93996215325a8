"""Reading the cells of one row of a list of people, with what was repaired, doubtful or wrong (人员单元格)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar
from unicodedata import normalize

import attrs

from shuangsuiji.errors import InvalidValueError, LawError, UnknownNameError
from shuangsuiji.lottery.officers import EVERYWHERE, check_part
from shuangsuiji.registry import DepartmentTree
from shuangsuiji.tables.cells import cell_text, flat, known_text
from shuangsuiji.tables.code_cells import code_in
from shuangsuiji.tables.places import WHOLE_ROW, Places
from shuangsuiji.tables.rejections import Problem
from shuangsuiji.terms import ObjectKind
from shuangsuiji.values import check_field

__all__ = ["Noted", "RowCells"]

T = TypeVar("T")
_SEPARATORS = re.compile("[、，,;；/\n]")
_EVERYWHERE = re.compile(r"\*|(?:本|全)(?:市|县|区|域|辖区)(?:范围)?(?:内)?|全部|所有|不限")
_COUNT = re.compile(r"([0-9]{1,9})(?:\.0+)?\s*(?:户|家|个|次|件|人次)?(?:[/每]年)?")


@attrs.define
class Noted:
    """What was noted of the rows of a list that are kept (备注)."""

    repairs: list[Problem] = attrs.field(factory=list[Problem])
    warnings: list[Problem] = attrs.field(factory=list[Problem])
    supplied: dict[int, list[str]] = attrs.field(factory=dict[int, list[str]])


@attrs.define(kw_only=True)
class RowCells:
    """One row while it is read, with the problems found so far (行单元格).

    Attributes:
        places: the columns.
        noted: what is noted of all rows.
        row: number of the row.
        cells: its cells.
        problems: why it is rejected.

    """

    places: Places
    noted: Noted
    row: int
    cells: Sequence[object]
    problems: list[Problem] = attrs.field(factory=list[Problem])

    def attempt(self, field: str, read: Callable[[], T]) -> T | None:
        """Return what ``read`` gives, or None and a problem with the column, the reason and the cell."""
        try:
            return read()
        except (InvalidValueError, LawError, UnknownNameError) as error:
            clause = f"（依据 {error.params['clause']}）" if isinstance(error, LawError) else ""
            why = f"{error.params.get('rule_zh') or error.zh_line}{clause}"
            seen = None if field in self.places.positions else str(error.params.get("value", ""))
            self.problems.append(self._said(field, "value" if field == WHOLE_ROW else field, why, seen))
            return None

    def warn(self, field: str, code: str, zh: str) -> None:
        """Note that a cell is doubtful."""
        self.noted.warnings.append(self._said(field, code, zh, None))

    def supply(self, field: str, value: T) -> T:
        """Return a value that the defaults give, and count it."""
        self.noted.supplied.setdefault(self.row, []).append(field)
        return value

    def _said(self, field: str, code: str, zh: str, seen: str | None) -> Problem:
        shown = cell_text(self.cell(field)) if seen is None else seen
        return self.places.problem(self.row, field, code, zh, shown)

    def cell(self, field: str) -> object:
        """Return the cell of a field, None where there is none."""
        return self.places.cell(self.cells, field)

    def text(self, field: str) -> str:
        """Return a cell as text on one line, in normal form, empty where it says that nothing is known."""
        return normalize("NFC", flat(known_text(self.cell(field))))

    def needed(self, field: str) -> str:
        """Return a cell that must not be empty.

        Raises:
            InvalidValueError: it is.

        """
        text = self.text(field)
        if not text:
            raise InvalidValueError(field=field, rule_zh="不得为空", rule="must not be empty", value="")
        return check_field(text, field)

    def code(self, field: str) -> str:
        """Return the number or code in a cell; full-width characters are repaired, numbers that are no text refused.

        Raises:
            InvalidIdentifierError: empty, no field, or a cell that may have lost digits.

        """
        cell = self.cell(field)
        is_sheet = self.places.is_sheet
        if isinstance(cell, str) and normalize("NFKC", cell).isascii():
            cell = type(cell)(normalize("NFKC", cell))
        found = code_in(
            cell, field, ObjectKind.OTHER_ENTITY if field == "object" else ObjectKind.PRODUCT, is_sheet=is_sheet
        )
        if found.text != known_text(self.cell(field)):
            self.noted.repairs.append(self._said(field, "repaired", f"已改为 {found.text}（全角、小写、空格）", None))
        return found.text

    def parts(self, field: str) -> tuple[str, ...]:
        """Return the words of a cell, each once: 、，；/ and line breaks stand between them."""
        text = normalize("NFC", known_text(self.cell(field)))
        words = (flat(part) for part in _SEPARATORS.split(text))
        return tuple(dict.fromkeys(check_part(word, field) for word in words if word))

    def regions(self, default: Sequence[str]) -> tuple[str, ...]:
        """Return the regions of a row; 全市 is everywhere.

        Raises:
            InvalidValueError: none, and the defaults have none.

        """
        text = self.text("regions")
        if _EVERYWHERE.fullmatch(text):
            return (EVERYWHERE,)
        found = self.parts("regions")
        if found:
            return found
        if not default:
            zh, en = "没有执法区域，又没有缺省值", "no region, and no default"
            raise InvalidValueError(field="regions", rule_zh=zh, rule=en, value=text)
        return self.supply("regions", tuple(default))

    def capacity(self, default: int | None) -> int:
        """Return the most units in a year; 0 is a warning.

        Raises:
            InvalidValueError: no whole number, or nothing and the defaults have nothing.

        """
        text = normalize("NFKC", self.text("capacity"))
        if not text and default is not None:
            return self.supply("capacity", default)
        found = _COUNT.fullmatch(text)
        if found is None:
            zh, en = "应为整数，如 12", "must be a whole number such as 12"
            raise InvalidValueError(field="capacity", rule_zh=zh, rule=en, value=text)
        if int(found[1]) == 0:
            self.warn("capacity", "capacity", "上限为 0，不会被匹配")
        return int(found[1])

    def department(self, default: str, tree: DepartmentTree | None) -> str:
        """Return the department: its id where there is a tree, else the words of the list.

        Raises:
            InvalidValueError: none, and the defaults have none.
            UnknownNameError: not in the tree.

        """
        text = self.text("department")
        if not text and default:
            return self.supply("department", default)
        named = self.needed("department")
        if tree is None:
            return check_part(named, "department")
        try:
            return tree.named(named).id
        except UnknownNameError:
            zh, en = f"部门树中没有“{named}”", f"no department {named} in the tree"
            raise InvalidValueError(field="department", rule_zh=zh, rule=en, value=named) from None
