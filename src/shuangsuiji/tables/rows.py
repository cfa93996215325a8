"""Reading one row of a list as an object of inspection (行解析)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar
from unicodedata import normalize

import attrs

from shuangsuiji.errors import InvalidIdentifierError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.registry import DepartmentTree
from shuangsuiji.registry.objects import UNKNOWN, check_holder, check_label, check_tag
from shuangsuiji.tables.cells import cell_text, known_text
from shuangsuiji.tables.code_cells import code_in
from shuangsuiji.tables.entity_kinds import kind_of
from shuangsuiji.tables.places import Places
from shuangsuiji.tables.rejections import Problem
from shuangsuiji.terms import ObjectKind
from shuangsuiji.values import Identifier, check_field, identifier, region_of

__all__ = ["DEPARTMENT_FIELDS", "ParsedRow", "RowReader"]

T = TypeVar("T")

DEPARTMENT_FIELDS = ("approved_by", "supervised_by")
_CODES = ("id", "registration", "holder")
_SEPARATORS = re.compile("[、，,;；]")


class ParsedRow(NamedTuple):
    """The fields of one accepted row, all text, ready for the columns of a pool (已解析行)."""

    id: str
    name: str
    kind: str
    region: str
    holder: str
    tags: str
    approved_by: str
    supervised_by: str
    attributes: tuple[str, ...]


@attrs.define
class RowReader:
    """Reads rows under one header; collects repairs and warnings (行解析器).

    Attributes:
        places: the columns.
        attributes: names of what is kept as attributes.
        kept: position of each further column that is kept under its own name.
        departments: the tree in which department names are looked up; None where no such column is used.
        repairs: what was repaired.
        warnings: what is doubtful.

    """

    places: Places
    attributes: tuple[str, ...]
    kept: Mapping[str, int] = attrs.field(factory=dict[str, int])
    departments: DepartmentTree | None = None
    repairs: list[Problem] = attrs.field(factory=list[Problem])
    warnings: list[Problem] = attrs.field(factory=list[Problem])

    def read(self, number: int, cells: Sequence[object]) -> ParsedRow | tuple[Problem, ...]:
        """Return the row's fields, or the problems for which it is rejected."""
        width = self.places.width_problem(number, cells)
        if width is not None:
            return (width,)
        problems = self.places.error_values(number, cells, tuple(self.kept.values()))
        row = _Row(reader=self, number=number, cells=cells, problems=problems)
        parsed = None if problems else row.parse()
        return tuple(row.problems) if parsed is None else parsed

    def has_code(self, cells: Sequence[object]) -> bool:
        """Tell whether a row has a unified code or a registration number in its place."""
        for field in ("id", "registration"):
            try:
                identifier(self.places.text(cells, field))
            except InvalidIdentifierError:
                continue
            return True
        return False


@attrs.define(kw_only=True)
class _Row:
    """One row while it is read, with the problems found so far."""

    reader: RowReader
    number: int
    cells: Sequence[object]
    problems: list[Problem]

    def parse(self) -> ParsedRow | None:
        """Return the fields of the row, None where there are problems."""
        stated = self._if_there("kind", self._kind)
        code = self._try(self._id_field, lambda: self._id(stated))
        holder = self._if_there("holder", self._holder) or ""
        region, tags, approved, supervised = (
            self._if_there(field, read) or ""
            for field, read in (
                ("region", self._region),
                ("tags", self._tags),
                ("approved_by", lambda: self._departments("approved_by")),
                ("supervised_by", lambda: self._departments("supervised_by")),
            )
        )
        if self.problems or code is None:
            return None
        kind = stated or kind_of(self._text("type"), code)
        if holder or not kind.is_entity:
            self._try("holder", lambda: check_holder(code, kind, holder))
        if self.problems:
            return None
        return ParsedRow(
            id=code,
            name=self._name(),
            kind=kind.value,
            region=sys.intern(region or region_of(code) or UNKNOWN),
            holder=holder,
            tags=tags,
            approved_by=approved,
            supervised_by=supervised,
            attributes=tuple(self._attribute(name) for name in self.reader.attributes),
        )

    def _if_there(self, field: str, read: Callable[[], T]) -> T | None:
        """Return what ``_try`` returns, or None where the list has no such column."""
        return self._try(field, read) if field in self.reader.places.positions else None

    def _try(self, field: str, read: Callable[[], T]) -> T | None:
        """Return what ``read`` makes of the row, or None and a problem with the column, the reason and the cell."""
        try:
            return read()
        except (InvalidValueError, LawError, UnknownNameError) as error:
            code = "identifier" if field in _CODES else field
            self.problems.append(self._said(field, code, str(error.params.get("rule_zh") or error.zh_line)))
            return None

    def _said(self, field: str, code: str, zh: str) -> Problem:
        return self.reader.places.problem(self.number, field, code, zh, cell_text(self._cell(field)))

    def _cell(self, field: str) -> object:
        return self.reader.places.cell(self.cells, field)

    def _text(self, field: str) -> str:
        """Return a cell as text without blanks at its ends, empty where it says that nothing is known."""
        return known_text(self._cell(field))

    def _kind(self) -> ObjectKind | None:
        text = self._text("kind")
        return ObjectKind.of(text) if text else None

    @property
    def _id_field(self) -> str:
        return "id" if self._text("id") or "registration" not in self.reader.places.positions else "registration"

    def _id(self, kind: ObjectKind | None) -> str:
        field = self._id_field
        if not self._text(field) and self._is_broken_name():
            zh = "不得为空；除名称外整行为空，若是上一行名称的续行，请并入上一行"
            raise InvalidIdentifierError(
                field=field, rule_zh=zh, rule="must not be empty; is it the rest of the name above?", value=""
            )
        return self._told(field, code_in(self._cell(field), field, kind, is_sheet=self.reader.places.is_sheet))

    def _is_broken_name(self) -> bool:
        filled = [position for position, cell in enumerate(self.cells) if cell_text(cell).strip()]
        return filled == [self.reader.places.positions.get("name")]

    def _told(self, field: str, found: Identifier) -> str:
        """Return the id, after saying what was repaired and what is doubtful."""
        if found.repaired:
            zh = f"已改为 {found.text}（全角、小写、空格或连字符）"
            self.reader.repairs.append(self._said(field, "repaired", zh))
        self.reader.warnings += [self._said(field, "check_character", doubt) for doubt in found.doubts]
        return found.text

    def _holder(self) -> str:
        text = self._text("holder")
        is_sheet = self.reader.places.is_sheet
        return self._told("holder", code_in(self._cell("holder"), "holder", is_sheet=is_sheet)) if text else ""

    def _departments(self, field: str) -> str:
        tree = self.reader.departments
        names = [part.strip() for part in _SEPARATORS.split(self._text(field)) if part.strip()]
        return ",".join(dict.fromkeys(tree.named(name).id for name in names)) if tree else ""

    def _name(self) -> str:
        text = self._text("name")
        try:
            found = check_label(text, "name")
        except InvalidValueError:
            self.reader.warnings.append(self._said("name", "name", f"名称为空或含控制字符，记为 {UNKNOWN}"))
            return UNKNOWN
        if text not in cell_text(self._cell("name")):
            self.reader.repairs.append(self._said("name", "blank", "全角空格、不间断空格已改为空格"))
        return found

    def _region(self) -> str:
        text = self._text("region")
        plain = normalize("NFKC", text)
        text = plain if plain.isascii() else normalize("NFC", text)
        return check_field(text, "region") if text else ""

    def _tags(self) -> str:
        parts = (part.strip() for part in _SEPARATORS.split(self._text("tags")))
        return ",".join(sorted({check_tag(part, "tags") for part in parts if part}))

    def _attribute(self, name: str) -> str:
        reader = self.reader
        cell = self.cells[reader.kept[name]] if name in reader.kept else self._cell(name)
        text = " ".join(normalize("NFC", known_text(cell)).split())
        if not text:
            return UNKNOWN
        try:
            return sys.intern(check_label(text, name))
        except InvalidValueError as error:
            zh, place = (
                f"{error.params['rule_zh']}，记为 {UNKNOWN}",
                reader.kept.get(name, reader.places.positions.get(name, 0)),
            )
            reader.warnings.append(reader.places.problem_at(self.number, place, "attribute", zh, text))
            return UNKNOWN
