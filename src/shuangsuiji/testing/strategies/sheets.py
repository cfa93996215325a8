"""Strategies for lists as agencies hand them over, faults included, with the right verdict for every row (脏表策略)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.testing.strategies.identifiers import LIYANG, reg15s, usccs
from shuangsuiji.testing.strategies.texts import synthetic_names

__all__ = ["DirtySheet", "RowVerdict", "dirty_sheets"]

Row = tuple[str, ...]

_ID_HEADERS = ("统一社会信用代码", "*社会信用代码", "统一社会信用代码（必填）", "统一社会信用代码 / 注册号")
_COLUMNS = {
    "name": "企业名称",
    "kind": "检查对象类别",
    "holder": "所属市场主体",
    "region": "行政区划",
    "other": "联系地址",
}
_DELIMITERS = (",", "\t", ";", "|")
_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_TITLES = ("2026年度检查对象名录（示例）", "示例单位　共1页")
_NOTES = ("合计", "总　计：12", "填表说明：代码按营业执照填写", "注：本表为示例")
_NO_CODES = ("I", "O", "S", "V", "Z", "统", "#")


class RowVerdict(Enum):
    """What must become of a row (行结论)."""

    ACCEPTED = "接收"
    REJECTED = "退回"
    SKIPPED = "跳过"


@attrs.frozen(kw_only=True)
class DirtySheet:
    """A list as an agency may hand it over, and what an import must make of it (脏表).

    Attributes:
        text: the CSV text.
        encoding: the encoding of ``content``: ``utf-8``, ``utf-8-sig`` or ``gb18030``.
        verdicts: what must become of each row, by its number as a spreadsheet shows it.
        accepted_ids: normalised ids of the accepted objects, in byte order.

    """

    text: str
    encoding: str
    verdicts: Mapping[int, RowVerdict]
    accepted_ids: tuple[str, ...]

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.encoded(self.encoding)

    def encoded(self, encoding: str) -> bytes:
        """Return the same list in another encoding."""
        return self.text.encode(encoding)

    def count(self, verdict: RowVerdict) -> int:
        """Return how many rows must have that verdict."""
        return sum(one is verdict for one in self.verdicts.values())


@attrs.frozen
class _Group:
    """Rows that speak of one object: their cells, the verdict of the first of them and of the others, and its id."""

    rows: tuple[Row, ...]
    first: RowVerdict
    others: RowVerdict = RowVerdict.REJECTED
    id: str = ""


@attrs.frozen
class _Layout:
    """The columns of a list, in order, and a row for each object."""

    columns: tuple[str, ...]

    def header(self, id_header: str) -> Row:
        return tuple(_COLUMNS.get(column, id_header) for column in self.columns)

    def row(self, **cells: str) -> Row:
        return tuple(cells.get(column, "") for column in self.columns)


_ACCEPTED, _REJECTED, _SKIPPED = RowVerdict.ACCEPTED, RowVerdict.REJECTED, RowVerdict.SKIPPED
_MORE = st.lists(st.sampled_from(("kind", "holder", "region", "other")), max_size=4, unique=True)
_CODES = usccs() | reg15s() | usccs(valid=False)
_NAMES = synthetic_names() | st.sampled_from(("", "示例,甲;乙|丙\t丁", '示例"乙"', "示例\n丙", "无"))


@st.composite
def dirty_sheets(draw: DrawFn, *, max_size: int = 8) -> DirtySheet:
    """Return lists with title rows, repairs, doubts, repeats, contradictions, totals and notes (脏表).

    Args:
        draw: Hypothesis gives it.
        max_size: most objects, beside the rows that are none.

    """
    layout = _Layout(tuple(draw(st.permutations(["id", "name", *draw(_MORE)]))))
    codes = draw(st.lists(_CODES, max_size=max_size, unique=True))
    groups = [draw(_group(layout, code, number)) for number, code in enumerate(codes)]
    groups += draw(st.lists(_no_objects(layout), max_size=3))
    order = draw(st.permutations([at for at, group in enumerate(groups) for _ in group.rows]))
    top: list[Row] = [(title,) for title in draw(st.lists(st.sampled_from(_TITLES), max_size=2))]
    top.append(layout.header(draw(st.sampled_from(_ID_HEADERS))))
    rows, verdicts = _in_order(groups, order)
    return DirtySheet(
        text=_csv([*top, *rows], draw(st.sampled_from(_DELIMITERS)), draw(st.sampled_from(("\r\n", "\n")))),
        encoding=draw(st.sampled_from(("utf-8", "utf-8-sig", "gb18030"))),
        verdicts=dict(enumerate(verdicts, len(top) + 1)),
        accepted_ids=tuple(sorted(group.id for group in groups if group.first is _ACCEPTED)),
    )


def _in_order(groups: Sequence[_Group], order: Iterable[int]) -> tuple[list[Row], list[RowVerdict]]:
    """Return the rows of all groups, mixed, and the verdict of each; a group's own rows keep their order."""
    rows: list[Row] = []
    verdicts: list[RowVerdict] = []
    taken: Counter[int] = Counter()
    for at in order:
        rows.append(groups[at].rows[taken[at]])
        verdicts.append(groups[at].others if taken[at] else groups[at].first)
        taken[at] += 1
    return rows, verdicts


def _csv(rows: Iterable[Row], delimiter: str, line_end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def _group(layout: _Layout, code: str, number: int) -> SearchStrategy[_Group]:
    """Return what may stand in a list for the object of that code."""
    several = [maker(layout, code) for maker in (_written, _misread, _miscounted, _repeated)]
    if {"kind", "holder"} <= set(layout.columns):
        several.append(_product(layout, code, f"示例-cp{number:03}"))
    return st.one_of(several)


@st.composite
def _written(draw: DrawFn, layout: _Layout, code: str) -> _Group:
    """A row that must be accepted, repaired where needed."""
    at = draw(st.integers(1, 14))
    head, tail = code[:at], code[at:]
    spellings = (
        code,
        code.lower(),
        code.translate(_FULL_WIDTH),
        f"{code}\t",
        f" {head} {tail}　",
        f"{head}-{tail}",
    )
    cells = {"id": draw(st.sampled_from(spellings)), "name": draw(_NAMES), "other": "示例路1号"}
    region = draw(st.sampled_from(("", LIYANG, " 天目湖镇 ")))
    return _Group((layout.row(**cells, region=region),), _ACCEPTED, id=code)


@st.composite
def _misread(draw: DrawFn, layout: _Layout, code: str) -> _Group:
    """A row whose code is none, or whose kind and holder contradict one another."""
    at = draw(st.integers(0, 14))
    foreign = draw(st.sampled_from(_NO_CODES))
    faults: list[dict[str, str]] = [
        {"id": code[:14]},
        {"id": f"{code}7"},
        {"id": f"{code[:at]}{foreign}{code[at + 1 :]}"},
        {"id": "9.13205E+17"},
        {"id": ""},
        {"id": "N/A"},
    ]
    if "kind" in layout.columns:
        faults += [{"id": code, "kind": "餐馆"}, {"id": code, "kind": "产品"}]
    if {"kind", "holder"} <= set(layout.columns):
        faults += [{"id": code, "kind": "企业", "holder": code}, {"id": code, "kind": "项目", "holder": code[:9]}]
    return _Group((layout.row(name="示例甲商店", **draw(st.sampled_from(faults))),), _REJECTED)


@st.composite
def _miscounted(draw: DrawFn, layout: _Layout, code: str) -> _Group:
    """A row with a cell too many or too few; the code is there, so that the row is no note."""
    row = layout.row(id=code, name="示例乙商店")
    short = row[:-1] if layout.columns[-1] != "id" else row[1:]
    return _Group((draw(st.sampled_from((short, (*row, "")))),), _REJECTED)


@st.composite
def _repeated(draw: DrawFn, layout: _Layout, code: str) -> _Group:
    """Equal rows, of which the first must be accepted, or contradicting ones, of which none."""
    name = draw(synthetic_names())
    times = draw(st.integers(2, 3))
    if draw(st.booleans()):
        spellings = draw(st.lists(st.sampled_from((code, code.lower(), f"{code} ")), min_size=times, max_size=times))
        return _Group(tuple(layout.row(id=seen, name=name) for seen in spellings), _ACCEPTED, id=code)
    return _Group(tuple(layout.row(id=code, name=f"{name}{number}") for number in range(times)), _REJECTED)


@st.composite
def _product(draw: DrawFn, layout: _Layout, code: str, product: str) -> _Group:
    """A product, whose holder has the code; or two whose ids differ in case only."""
    rows = [layout.row(id=product, name="示例产品", kind="产品", holder=code)]
    if draw(st.booleans()):
        return _Group(tuple(rows), _ACCEPTED, id=product)
    rows.append(layout.row(id=product.upper(), name="示例产品", kind="产品", holder=code))
    return _Group(tuple(rows), _REJECTED)


def _no_objects(layout: _Layout) -> SearchStrategy[_Group]:
    """Return rows that are no objects: empty ones, totals, notes."""
    width = len(layout.columns)
    rows: list[Row] = [(), ("",) * width, (" ", *[""] * (width - 1))]
    rows += [(note, *[""] * (width - 1)) for note in _NOTES]
    return st.sampled_from(rows).map(lambda row: _Group((row,), _SKIPPED))
