"""Reading the rows of one matter of a list as an inspection item (事项解析)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple, TypeVar
from unicodedata import normalize

import attrs

from shuangsuiji.errors import InvalidValueError, LawError, ShuangsuijiError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry import InspectionItem, LegalBasis
from shuangsuiji.tables.cells import cell_text, flat, known_text
from shuangsuiji.tables.headers import REJECTION_COLUMN
from shuangsuiji.tables.item_defaults import ItemDefaults
from shuangsuiji.tables.item_departments import departments_named
from shuangsuiji.tables.legal_bases import listed_bases, rank_of
from shuangsuiji.tables.listed_ratios import ListedRatio, RatioBound, listed_ratio
from shuangsuiji.tables.methods import listed_methods
from shuangsuiji.tables.places import WHOLE_ROW, Places
from shuangsuiji.tables.rejections import Problem
from shuangsuiji.terms import InspectionMethod, ItemKind, ItemListKind, ItemOrigin

__all__ = ["CONTINUING", "ItemReader", "ItemRows", "ParsedItem"]

T = TypeVar("T")
CONTINUING = ("bases", "content", "body", "remark")  # what may go on in further rows of the same matter
_KIND = re.compile("(重点|一般)(?:检查|抽查|监管)?(?:事项|项目|类)?")
_KINDS = {"重点": ItemKind.KEY, "一般": ItemKind.GENERAL}
_FIELD_OF = {"legal_bases": "bases", "title": "bases", "key_ground": "kind", "joint_departments": "participants"}


@attrs.define(kw_only=True)
class ItemRows:
    """The rows of one matter: the first, and those that go on with it (一项事项的各行).

    Attributes:
        row: number of the first row.
        cells: its cells.
        merged: columns that a merged cell of a row above fills in it.
        others: the rows that go on, by number.
        more: what these add, by column.

    """

    row: int
    cells: Sequence[object]
    merged: frozenset[int] = frozenset()
    others: dict[int, Sequence[object]] = attrs.field(factory=dict[int, Sequence[object]])
    more: dict[int, list[str]] = attrs.field(factory=dict[int, list[str]])

    def words(self, position: int) -> list[str]:
        """Return what the rows say in a column, each cell in use once."""
        return [cell_text(self.cells[position]), *self.more.get(position, [])]


class ParsedItem(NamedTuple):
    """An item, and what its rows say besides (已解析事项)."""

    item: InspectionItem
    ratio: ListedRatio | None
    category: str
    supplied: tuple[str, ...]


@attrs.define(kw_only=True)
class ItemReader:
    """Reads the items under one header; collects repairs and warnings (事项解析器).

    Attributes:
        places: the columns.
        id: id of the list; begins the codes of items that have none.
        kind: kind of the list.
        defaults: what counts where the list says nothing.
        repairs: what was repaired.
        warnings: what is doubtful.

    """

    places: Places
    id: str
    kind: ItemListKind
    defaults: ItemDefaults
    repairs: list[Problem] = attrs.field(factory=list[Problem])
    warnings: list[Problem] = attrs.field(factory=list[Problem])

    def read(self, rows: ItemRows) -> ParsedItem | tuple[Problem, ...]:
        """Return the item, or the problems for which its rows are rejected."""
        problems = self.places.error_values(rows.row, rows.cells)
        for number, cells in rows.others.items():
            own = self.places.error_values(number, cells)
            problems += [one for one in own if one.field not in {found.field for found in problems}]
        one = _Item(reader=self, rows=rows, problems=problems)
        parsed = None if problems else one.parse()
        return tuple(one.problems) if parsed is None else parsed


@attrs.define(kw_only=True)
class _Item:
    """One item while it is read, with the problems found so far and the names of what the defaults gave."""

    reader: ItemReader
    rows: ItemRows
    problems: list[Problem]
    supplied: list[str] = attrs.field(factory=list[str])

    def parse(self) -> ParsedItem | None:
        """Return the item, None where there are problems."""
        given = self.reader.defaults
        name, kind = self._try("name", self._name), self._try("kind", self._kind)
        methods, leads = self._try("methods", self._methods), self._try(self._leading, self._leads)
        joint = self._try("participants", lambda: self._joint(leads)) if leads else None
        if name is None or kind is None or methods is None or leads is None or joint is None:
            return None
        listed = self._ratio()
        key = kind is ItemKind.KEY
        item = self._try(
            WHOLE_ROW,
            lambda: InspectionItem(
                code=self._code(),
                name=name,
                kind=kind,
                legal_bases=self._bases(),
                implementing_body=leads[0],
                content=self._plain("content") or self._default("content", given.content or name),
                methods=methods,
                effective_on=given.effective_on,
                ratio_cap=self._cap(kind, listed),
                key_ground=self._default("key_ground", given.key_ground) if key else None,
                key_ground_text=given.key_ground_text if key else "",
                joint_departments=joint,
                origin=given.origin,
                superior_item=self._superior(),
                power_list_entry=self._plain("power_list_entry") or given.power_list_entry,
                catalogue_code=self._plain("catalogue_code"),
                as_listed=self._as_listed(),
            ),
        )
        return None if item is None else ParsedItem(item, listed, self._plain("category"), tuple(self.supplied))

    def _try(self, field: str, read: Callable[[], T]) -> T | None:
        """Return what ``read`` gives, or None and a problem with the column that the error is about."""
        try:
            return read()
        except (InvalidValueError, LawError, UnknownNameError) as error:
            about = str(error.params.get("field", "")).rpartition(".")[2]
            about = field if field != WHOLE_ROW else _FIELD_OF.get(about, about)
            clause = f"（依据 {error.params['clause']}）" if isinstance(error, LawError) else ""
            self._say(self.problems, about, about, f"{_why(error)}{clause}")
            return None

    def _say(self, where: list[Problem], field: str, code: str, zh: str) -> None:
        seen = cell_text(self.reader.places.cell(self.rows.cells, field))
        where.append(self.reader.places.problem(self.rows.row, field, code, zh, seen))

    def _default(self, field: str, value: T) -> T:
        self.supplied.append(field)
        return value

    def _text(self, field: str) -> str:
        """Return what the list says, the words of further rows below those of the first."""
        position = self.reader.places.positions.get(field)
        texts = list[str]() if position is None else map(known_text, self.rows.words(position))
        return "\n".join(text for text in texts if text)

    def _plain(self, field: str) -> str:
        return normalize("NFC", flat(self._text(field)))

    def _name(self) -> str:
        name = self._plain("name")
        if not name:
            zh = "不得为空；若是合并单元格在导出时丢失，请导入原工作簿"
            raise InvalidValueError(field="name", rule_zh=zh, rule="must not be empty", value="")
        for field in ("name", "kind", "category"):
            seen = cell_text(self.reader.places.cell(self.rows.cells, field))
            own = self.reader.places.positions.get(field) not in self.rows.merged
            if own and seen.strip(" ") != flat(seen) and known_text(seen):
                self._say(self.reader.repairs, field, "blank", "已去除换行和多余空格")
        return name

    def _kind(self) -> ItemKind:
        text = "".join(self._text("kind").split())
        if not text and self.reader.defaults.item_kind is not None:
            return self._default("kind", self.reader.defaults.item_kind)
        found = _KIND.fullmatch(text)
        if found is None:
            zh, en = "应为重点检查事项或一般检查事项", "must be KEY or GENERAL"
            raise InvalidValueError(field="kind", rule_zh=zh, rule=en, value=text)
        return _KINDS[found[1]]

    def _methods(self) -> tuple[InspectionMethod, ...]:
        text = self._text("methods")
        methods, unknown = listed_methods(text)
        if unknown:
            self._say(self.reader.warnings, "methods", "methods", f"“{'、'.join(unknown)}”未说明检查方式，保留原文")
        if methods:
            return methods
        if not self.reader.defaults.methods:
            zh, en = "没有可识别的检查方式", "no way of inspecting that is known"
            raise InvalidValueError(field="methods", rule_zh=zh, rule=en, value=text)
        return self._default("methods", self.reader.defaults.methods)

    @property
    def _leading(self) -> str:
        return "initiator" if self._text("initiator") else "body"

    def _leads(self) -> tuple[str, ...]:
        """Return who inspects: of several initiators the first does, the others take part."""
        given, leading = self.reader.defaults, self._leading
        found = departments_named(self._text(leading), given)
        if not found:
            return (self._default("implementing_body", given.implementing_body or given.owner),)
        if len(found) > 1 and leading == "initiator":
            zh = f"发起部门有 {len(found)} 个，以第一个为实施主体，其余为联合部门"
            self._say(self.reader.warnings, leading, leading, zh)
        return found

    def _joint(self, leads: Sequence[str]) -> tuple[str, ...]:
        given = self.reader.defaults
        joint = dict.fromkeys([*leads[1:], *departments_named(self._text("participants"), given)])
        joint.pop(leads[0], None)
        if not joint and given.joint_departments:
            joint = dict.fromkeys(self._default("joint_departments", given.joint_departments))
        if not joint and self.reader.kind is ItemListKind.JOINT:
            zh, en = "联合抽查事项须明确联合部门", "an item of a joint list names its joint departments"
            raise LawError(field="participants", rule_zh=zh, rule=en, value="()", clause=LIYANG_2020.ref("2.2.4"))
        return tuple(joint)

    def _bases(self) -> tuple[LegalBasis, ...]:
        given = self.reader.defaults
        bases = listed_bases(self._text("bases"), given.unknown_rank)
        if not bases:
            return self._default("legal_bases", given.legal_bases) if given.legal_bases else ()
        if any(rank_of(one.title, one.article) is None for one in bases):
            self._default("unknown_rank", None)
        return bases

    def _ratio(self) -> ListedRatio | None:
        text = self._text("ratio")
        found = listed_ratio(text) if text else None
        if text and found is None:
            self._say(self.reader.warnings, "ratio", "ratio", "不是单独一个比例，保留原文")
        return found

    def _cap(self, kind: ItemKind, listed: ListedRatio | None) -> Fraction | None:
        """Return the cap: the column of caps, else an upper bound among the ratios, else the default."""
        text = self._text("ratio_cap")
        stated = listed_ratio(text) if text else None
        if text and (stated is None or stated.bound is RatioBound.AT_LEAST):
            zh, en = "应为单独一个比例上限，如 5%", "must be one cap such as 5%"
            raise InvalidValueError(field="ratio_cap", rule_zh=zh, rule=en, value=text)
        if stated is not None or kind is ItemKind.KEY:
            return stated.high if stated is not None else None
        if listed is not None and listed.bound in (RatioBound.AT_MOST, RatioBound.RANGE):
            return listed.high
        cap = self.reader.defaults.ratio_cap
        return cap if cap is None else self._default("ratio_cap", cap)

    def _superior(self) -> str:
        given = self.reader.defaults
        is_needed = given.origin is ItemOrigin.SUPERIOR and given.superior_item
        return self._default("superior_item", given.superior_item) if is_needed else given.superior_item

    def _code(self) -> str:
        """Return the code of the list, else one from the words that tell the item from all others, not from its row."""
        stated = self._plain("code")
        if stated:
            return stated
        words = ("".join(self._text(field).split()) for field in ("department", "category", "name", "object"))
        return f"{self.reader.id}-{sha256('|'.join(words).encode()).hexdigest()[:10]}"

    def _as_listed(self) -> Mapping[str, str]:
        listed: dict[str, str] = {}
        for position, name in enumerate(self.reader.places.header):
            text = "\n".join(one for one in self.rows.words(position) if one.strip())
            if text and name != REJECTION_COLUMN:
                listed[name if name and name not in listed else f"{name}（第 {position + 1} 列）"] = text
        return listed


def _why(error: ShuangsuijiError) -> str:
    return str(error.params.get("rule_zh") or error.zh_line)
