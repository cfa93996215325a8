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
from shuangsuiji.tables.reports import Problem, cell_text
from shuangsuiji.terms import ObjectKind
from shuangsuiji.values import Identifier, IdForm, check_field, identifier, region_of
from shuangsuiji.values.identifiers import form_of

__all__ = ["DEPARTMENT_FIELDS", "ParsedRow", "RowReader", "kind_of"]

T = TypeVar("T")

DEPARTMENT_FIELDS = ("approved_by", "supervised_by")
_DESTROYED = re.compile(r"^\s*[0-9.]+[Ee]\+?[0-9]+\s*$")
_SEPARATORS = re.compile("[、，,;；]")

_UNKNOWN = frozenset({"", "N/A", "NA", "NULL", "NONE", "NAN", "无", "空", "未知", "-", "--", "—", "——", "/", "\\"})
_ENTERPRISE = re.compile("公司|企业|合伙|独资|集体|国有|全民|股份|联营|分支机构|有限|经营单位|港澳台|外商")
_INDIVIDUAL = re.compile("个体")
_OTHER = re.compile("合作社|代表机构|事业|社会团体|机关|基金会|民办非企业|社会服务")
_INDIVIDUAL_DIGITS = "6789"
_KIND_OF_PREFIX = {"91": ObjectKind.ENTERPRISE, "92": ObjectKind.INDIVIDUAL_BUSINESS}


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
        header: names of the columns.
        positions: position of each field.
        attributes: names of what is kept as attributes.
        kept: position of each further column that is kept under its own name.
        departments: the tree in which department names are looked up; None where no such column is used.
        repairs: what was repaired.
        warnings: what is doubtful.

    """

    header: Sequence[str]
    positions: Mapping[str, int]
    attributes: tuple[str, ...]
    kept: Mapping[str, int] = attrs.field(factory=dict[str, int])
    departments: DepartmentTree | None = None
    repairs: list[Problem] = attrs.field(factory=list[Problem])
    warnings: list[Problem] = attrs.field(factory=list[Problem])

    def read(self, number: int, cells: Sequence[object]) -> ParsedRow | tuple[Problem, ...]:
        """Return the row's fields, or the problems for which it is rejected."""
        if len(cells) != len(self.header):
            seen, zh = f"{len(cells)} 列", f"应有 {len(self.header)} 列，可能有多余或缺少的分隔符"
            breaks = sum(cell_text(cell).count("\n") for cell in cells)
            if breaks:
                zh = f"应有 {len(self.header)} 列；单元格内有 {breaks} 个换行，可能引号未闭合，并入了其后各行"
            return (Problem(row=number, field="（整行）", code="columns", zh=zh, seen=seen),)
        problems: list[Problem] = []
        stated = self._if_there(number, "kind", self._kind, cells, problems)
        code = self._try(number, self._id_field(cells), lambda row: self._id(number, row, stated), cells, problems)
        holder = self._if_there(number, "holder", lambda row: self._holder(number, row), cells, problems) or ""
        region, tags, approved, supervised = (
            self._if_there(number, field, read, cells, problems) or ""
            for field, read in (
                ("region", self._region),
                ("tags", self._tags),
                ("approved_by", self._approvers),
                ("supervised_by", self._supervisors),
            )
        )
        if problems or code is None:
            return tuple(problems)
        kind = stated or kind_of(self.text(cells, "type"), code)
        if holder or not kind.is_entity:
            self._try(number, "holder", lambda _: check_holder(code, kind, holder), cells, problems)
        if problems:
            return tuple(problems)
        return ParsedRow(
            id=code,
            name=self._name(number, cells),
            kind=kind.value,
            region=sys.intern(region or region_of(code) or UNKNOWN),
            holder=holder,
            tags=tags,
            approved_by=approved,
            supervised_by=supervised,
            attributes=tuple(self._attribute(number, cells, name) for name in self.attributes),
        )

    def has_code(self, cells: Sequence[object]) -> bool:
        """Tell whether a row has a unified code or a registration number in its place."""
        for field in ("id", "registration"):
            try:
                identifier(self.text(cells, field))
            except InvalidIdentifierError:
                continue
            return True
        return False

    def _if_there(
        self,
        number: int,
        field: str,
        read: Callable[[Sequence[object]], T],
        cells: Sequence[object],
        problems: list[Problem],
    ) -> T | None:
        """Return what ``_try`` returns, or None where the list has no such column."""
        return self._try(number, field, read, cells, problems) if field in self.positions else None

    def _try(
        self,
        number: int,
        field: str,
        read: Callable[[Sequence[object]], T],
        cells: Sequence[object],
        problems: list[Problem],
    ) -> T | None:
        """Return what ``read`` makes of the row, or None and a problem with the column, the reason and the cell."""
        try:
            return read(cells)
        except (InvalidValueError, LawError, UnknownNameError) as error:
            zh, seen = str(error.params.get("rule_zh") or error.zh_line), cell_text(self._cell(cells, field))
            problems.append(Problem(row=number, field=self._column(field), code=field_code(field), zh=zh, seen=seen))
            return None

    def _cell(self, cells: Sequence[object], field: str) -> object:
        position = self.positions.get(field)
        return None if position is None or position >= len(cells) else cells[position]

    def text(self, cells: Sequence[object], field: str) -> str:
        """Return a cell as text without blanks at its ends, empty where it says that nothing is known."""
        return known_text(self._cell(cells, field))

    def _column(self, field: str) -> str:
        position = self.positions.get(field)
        return field if position is None else self.header[position]

    def _kind(self, cells: Sequence[object]) -> ObjectKind | None:
        text = self.text(cells, "kind")
        return ObjectKind.of(text) if text else None

    def _id_field(self, cells: Sequence[object]) -> str:
        return "id" if self.text(cells, "id") or "registration" not in self.positions else "registration"

    def _id(self, number: int, cells: Sequence[object], kind: ObjectKind | None) -> str:
        field = self._id_field(cells)
        cell = self._cell(cells, field) if self.text(cells, field) else ""
        entity = kind is None or kind.is_entity
        try:
            found = identifier(cell, self._column(field), entity=entity)
        except InvalidIdentifierError:
            if kind is not ObjectKind.OTHER_ENTITY or not isinstance(cell, str) or _DESTROYED.search(cell):
                raise
            found = identifier(cell, self._column(field), entity=False)
        return self._told(number, field, cell, found)

    def _told(self, number: int, field: str, cell: object, found: Identifier) -> str:
        """Return the id, after saying what was repaired and what is doubtful."""
        column, seen = self._column(field), cell_text(cell)
        if found.repaired:
            zh = f"已改为 {found.text}（全角、小写、空格或连字符）"
            self.repairs.append(Problem(row=number, field=column, code="repaired", zh=zh, seen=seen))
        for doubt in found.doubts:
            self.warnings.append(Problem(row=number, field=column, code="check_character", zh=doubt, seen=seen))
        return found.text

    def _holder(self, number: int, cells: Sequence[object]) -> str:
        text = self.text(cells, "holder")
        return self._told(number, "holder", text, identifier(text, self._column("holder"))) if text else ""

    def _approvers(self, cells: Sequence[object]) -> str:
        return self._departments(cells, "approved_by")

    def _supervisors(self, cells: Sequence[object]) -> str:
        return self._departments(cells, "supervised_by")

    def _departments(self, cells: Sequence[object], field: str) -> str:
        names = [part.strip() for part in _SEPARATORS.split(self.text(cells, field)) if part.strip()]
        found = [self.departments.named(name).id for name in names] if self.departments else []
        return ",".join(dict.fromkeys(found))

    def _name(self, number: int, cells: Sequence[object]) -> str:
        text = self.text(cells, "name")
        try:
            return check_label(text, "name")
        except InvalidValueError:
            zh = f"名称为空或含控制字符，记为 {UNKNOWN}"
            seen = cell_text(self._cell(cells, "name"))
            self.warnings.append(Problem(row=number, field=self._column("name"), code="name", zh=zh, seen=seen))
            return UNKNOWN

    def _region(self, cells: Sequence[object]) -> str:
        text = self.text(cells, "region")
        plain = normalize("NFKC", text)
        text = plain if plain.isascii() else normalize("NFC", text)
        return check_field(text, self._column("region")) if text else ""

    def _tags(self, cells: Sequence[object]) -> str:
        parts = (part.strip() for part in _SEPARATORS.split(self.text(cells, "tags")))
        return ",".join(sorted({check_tag(part, self._column("tags")) for part in parts if part}))

    def _attribute(self, number: int, cells: Sequence[object], name: str) -> str:
        cell = cells[self.kept[name]] if name in self.kept else self._cell(cells, name)
        text = " ".join(normalize("NFC", known_text(cell)).split())
        if not text:
            return UNKNOWN
        try:
            return sys.intern(check_label(text, name))
        except InvalidValueError as error:
            zh = f"{error.params['rule_zh']}，记为 {UNKNOWN}"
            self.warnings.append(Problem(row=number, field=self._column(name), code="attribute", zh=zh, seen=text))
            return UNKNOWN


def known_text(cell: object) -> str:
    """Return a cell as text without blanks at its ends, empty where it says that nothing is known."""
    text = cell_text(cell).strip()
    return "" if text.upper() in _UNKNOWN else text


def field_code(field: str) -> str:
    """Return the stable code of a problem with a field."""
    return "identifier" if field in ("id", "registration", "holder") else field


def kind_of(type_name: str, code: str) -> ObjectKind:
    """Return the kind of a market entity: what its type says, else its code (检查对象类别).

    The first two characters of a unified code name the registering authority and the category (GB 32100: 91 企业,
    92 个体工商户); the seventh digit of an old registration number is 6 to 9 for 个体工商户.
    """
    for pattern, kind in (
        (_INDIVIDUAL, ObjectKind.INDIVIDUAL_BUSINESS),
        (_OTHER, ObjectKind.OTHER_ENTITY),
        (_ENTERPRISE, ObjectKind.ENTERPRISE),
    ):
        if type_name and pattern.search(type_name):
            return kind
    form = form_of(code)
    if form is IdForm.USCC:
        return _KIND_OF_PREFIX.get(code[:2], ObjectKind.OTHER_ENTITY)
    if form is IdForm.REG15:
        individual = code[6] in _INDIVIDUAL_DIGITS
        return ObjectKind.INDIVIDUAL_BUSINESS if individual else ObjectKind.ENTERPRISE
    return ObjectKind.OTHER_ENTITY
