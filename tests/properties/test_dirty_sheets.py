"""Whatever an agency hands over, no row is lost: each is accepted, goes on with another, is rejected or skipped."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import ShuangsuijiError
from shuangsuiji.tables import ImportReport, ItemDefaults, ItemImportReport, import_items, import_objects
from shuangsuiji.tables.cells import cell_text
from shuangsuiji.terms import ItemListKind, KeyGround
from shuangsuiji.testing.city import synthetic_code
from tests.unit.sheets import Formula, Percent, workbook

Row = Sequence[object]
Table = list[list[object]]
CODES = [synthetic_code(number) for number in range(6)]
FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
DEFAULTS = ItemDefaults(
    owner="320481-SCJG",
    effective_on=date(2026, 1, 1),
    ratio_cap="5%",
    key_ground=KeyGround.SAFETY,
    superior_item="上级清单",
)

plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=6)
odd_texts = ["", " ", "\u3000", "\u00a0", "无", "N/A", "-", "#N/A", "合计", "备注：略", "甲\n乙", "=1+1"]
texts = st.one_of(plain, st.sampled_from(odd_texts))
numbers = st.one_of(st.integers(-10, 10**18), st.floats(allow_nan=False, allow_infinity=False, width=32))
codes = st.one_of(
    st.sampled_from(CODES),
    st.sampled_from(CODES).map(str.lower),
    st.sampled_from(CODES).map(lambda code: code.translate(FULL_WIDTH)),
    st.sampled_from(CODES).map(lambda code: f"\u3000{code[:8]}\u00a0{code[8:]} "),
    st.sampled_from(["9.13E+17", "1" * 17, "2" * 14, "320400000000123", "91320481MAO0001", "P-1"]),
)
kinds = st.sampled_from(["", "企业", "个体工商户", "其他市场主体", "产品", "项目", "小商贩"])
OBJECT_CELLS: dict[str, st.SearchStrategy[object]] = {
    "企业名称": texts,
    "统一社会信用代码": st.one_of(codes, numbers, texts),
    "注册号": st.one_of(codes, texts),
    "检查对象类别": kinds,
    "企业类型": texts,
    "所属乡镇": texts,
    "所属市场主体": st.one_of(codes, texts),
    "标签": texts,
    "风险等级": st.one_of(texts, numbers),
    "无关": st.one_of(texts, numbers),
}
matters = st.sampled_from(["食品检查", "电梯检查", "标签\n检查"])
ITEM_CELLS: dict[str, st.SearchStrategy[object]] = {
    "序号": st.one_of(st.integers(1, 20), texts),
    "抽查类别": texts,
    "抽查事项": st.one_of(matters, texts),
    "检查对象": st.one_of(st.sampled_from(["企业", "学校"]), texts),
    "事项类别": st.one_of(st.sampled_from(["重点", "一般", "一般检查事项\n"]), texts),
    "检查方式": st.one_of(st.sampled_from(["现场检查、书面检查等", "非现场检查", "自查"]), texts),
    "检查依据": st.one_of(st.sampled_from(["《甲法》第一条", "《乙办法》", "依法"]), texts),
    "检查主体": texts,
    "抽查比例": st.one_of(st.sampled_from(["不低于5%", "2‰", "=1", "1-5%", "按需"]), numbers, texts),
    "无关": texts,
}


def tables(cells: dict[str, st.SearchStrategy[object]], needed: Sequence[str]) -> st.SearchStrategy[Table]:
    """Return tables of some of these columns, the needed ones among them, with rows of any cells and empty rows."""

    def rows(header: list[str]) -> st.SearchStrategy[Table]:
        row = st.one_of(st.tuples(*(cells[name] for name in header)), st.just(("",) * len(header))).map(list)
        return st.lists(row, max_size=12).map(lambda body: [list(header), *body])

    columns = st.lists(st.sampled_from(sorted(cells)), unique=True, max_size=len(cells))
    return columns.map(lambda some: list(dict.fromkeys([*needed, *some]))).flatmap(st.permutations).flatmap(rows)


def as_csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def as_dicts(table: Table) -> list[dict[str, object]]:
    header, *rows = table
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def check(report: ImportReport | ItemImportReport, table: Table, *, shown: Callable[[object], str] = cell_text) -> None:
    """Check that every row below the header is one thing, and that what is rejected stands there as it stood."""
    continued = [one.row for one in report.continued] if isinstance(report, ItemImportReport) else []
    listed = [one.row for one in report.listed] if isinstance(report, ItemImportReport) else []
    numbers = [*(one.row for one in report.rejected), *(one.row for one in report.skipped), *continued, *listed]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(range(2, report.rows + 2))
    assert report.accepted + len(continued) + len(report.rejected) + len(report.skipped) == report.rows
    for one in report.rejected:
        assert list(one.cells) == [shown(cell) for cell in table[one.row - 1]]
        assert one.problems
        assert all(problem.row == one.row and problem.zh for problem in one.problems)


object_tables = tables(OBJECT_CELLS, ["统一社会信用代码"])
item_tables = tables(ITEM_CELLS, ["抽查事项", "事项类别"])
slow = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def imported(source: bytes | list[dict[str, object]]) -> ItemImportReport:
    kind = ItemListKind.DEPARTMENT
    return import_items(source, id="list", kind=kind, defaults=DEFAULTS)


@given(object_tables)
def test_no_row_of_a_list_of_objects_is_lost_in_csv_or_in_dicts(table: Table) -> None:
    report = import_objects(as_csv(table))
    assert report.rows == len(table) - 1
    check(report, table)
    if len(table) > 1:
        report = import_objects(as_dicts(table))
        assert report.rows == len(table) - 1
        check(report, table)


@given(item_tables)
def test_no_row_of_an_item_list_is_lost_in_csv_or_in_dicts(table: Table) -> None:
    report = imported(as_csv(table))
    assert report.rows == len(table) - 1
    check(report, table)
    assert len(report.item_list()) == report.accepted
    if len(table) > 1:
        check(imported(as_dicts(table)), table)


sheet_cells = st.one_of(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.booleans(),
    st.builds(Percent, st.sampled_from([0.05, 0.5, 1.0])),
    st.builds(Formula, st.just("=1/0"), st.sampled_from(["#DIV/0!", "#N/A", "甲", 5])),
)


def rows_of(table: Table) -> int:
    """Return the number of rows below the header that a sheet keeps, which ends with its last filled cell."""
    return max((number for number, row in enumerate(table) if any(cell != "" for cell in row)), default=0)


def as_sheet(cell: object) -> str:
    """Return a cell as a sheet gives it back: fifteen digits, whole numbers without a point, one kind of line break."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Percent):
        return f"{cell.number * 100:.0f}%"
    if isinstance(cell, Formula):
        return as_sheet(cell.value)
    if isinstance(cell, (int, float)):
        number = float(f"{cell:.16G}")
        return str(int(number)) if number.is_integer() and abs(number) < 10**15 else str(number)
    return cell_text(cell)


def with_sheet_cells(cells: dict[str, st.SearchStrategy[object]]) -> dict[str, st.SearchStrategy[object]]:
    return {name: st.one_of(cell, sheet_cells) for name, cell in cells.items()}


@slow
@given(tables(with_sheet_cells(OBJECT_CELLS), ["统一社会信用代码"]))
def test_no_row_of_a_sheet_of_objects_is_lost(table: Table) -> None:
    report = import_objects(workbook(table))
    assert report.rows == rows_of(table)
    check(report, table, shown=as_sheet)
    assert all(problem.cell for problem in report.problems if problem.field in report.header)


@slow
@given(tables(with_sheet_cells(ITEM_CELLS), ["抽查事项", "事项类别"]))
def test_no_row_of_a_sheet_of_items_is_lost(table: Table) -> None:
    report = imported(workbook(table))
    assert report.rows == rows_of(table)
    check(report, table, shown=as_sheet)


@slow
@given(object_tables, st.data())
def test_no_row_under_merged_cells_is_lost(table: Table, data: st.DataObject) -> None:
    height = len(table)
    if height < 3:
        return
    merges: dict[str, str] = {}
    for column in range(min(len(table[0]), 4)):
        top = data.draw(st.integers(2, height - 1))
        bottom = data.draw(st.integers(top + 1, height))
        letter = "ABCD"[column]
        merges[f"{letter}{top}:{letter}{bottom}"] = data.draw(st.sampled_from([CODES[0], "溧城", "x"]))
    report = import_objects(workbook(table, merges))
    numbers = [*(one.row for one in report.rejected), *(one.row for one in report.skipped)]
    assert len(set(numbers)) == len(numbers)
    assert report.accepted + len(numbers) == report.rows >= rows_of(table)


@given(item_tables)
def test_an_item_keeps_the_words_of_its_row(table: Table) -> None:
    header = [str(name) for name in table[0]]
    report = imported(as_csv(table))
    for one in report.listed:
        row = dict(zip(header, map(cell_text, table[one.row - 1]), strict=True))
        for name, text in row.items():
            assert one.item.as_listed.get(name, "").startswith(text if text.strip() else "")


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail)))
def test_bytes_of_any_kind_are_read_or_refused_with_an_error_of_the_package(content: bytes) -> None:
    for read in (import_objects, imported):
        with suppress(ShuangsuijiError):
            read(content)


@slow
@given(st.integers(0, 10**6), st.integers(0, 255), st.integers(0, 10**6))
def test_a_damaged_workbook_is_read_or_refused_with_an_error_of_the_package(at: int, byte: int, end: int) -> None:
    content = bytearray(DAMAGED)
    content[at % len(content)] = byte
    del content[len(content) - end % 3 * (end % len(content)) :]
    with suppress(ShuangsuijiError):
        report = import_objects(bytes(content))
        assert report.accepted + len(report.rejected) + len(report.skipped) == report.rows


DAMAGED = workbook([["企业名称", "统一社会信用代码"], *([f"甲{number}", code] for number, code in enumerate(CODES))])
