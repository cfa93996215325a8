"""Importing a list: every row accepted, rejected with its reason or skipped with its reason."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import permutations

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.registry import LIYANG_DEPARTMENTS, ObjectPool
from shuangsuiji.tables import ImportReport, import_objects
from shuangsuiji.testing.city import dirty_list, synthetic_code

CODES = [synthetic_code(number) for number in range(40)]
REG15 = "320400000000123"
HEADER = ("企业名称", "统一社会信用代码", "风险等级")
TITLE = "溧阳市检查对象名单"


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def listed(*rows: Sequence[object], header: Sequence[str] = HEADER) -> ImportReport:
    return import_objects(as_csv([header, *rows]))


def pool_of(report: ImportReport) -> ObjectPool:
    return report.pool(id="pool", owner="320481-SCJG", item_codes=["labels"], maintained_on=date(2026, 3, 1))


def reasons(report: ImportReport) -> dict[int, str]:
    return {one.row: one.reason for one in report.skipped}


# What becomes of every row.


def test_a_row_that_begins_with_a_remark_and_has_a_code_is_an_object() -> None:
    header = ("备注", "企业名称", "统一社会信用代码")
    report = listed(["备注：已复核", "甲", CODES[0]], ["说明", "乙", CODES[1]], ["合计", "丙", CODES[2]], header=header)
    assert (report.accepted, report.skipped) == (3, ())


@pytest.mark.parametrize("seed", range(8))
def test_accepted_rejected_and_skipped_add_up_and_no_row_is_in_two_of_them(seed: int) -> None:
    content = dirty_list(500, seed)
    report = import_objects(content)
    lines = content.decode("gb18030").splitlines()
    assert report.rows == len(lines) - 2  # a title and a header
    assert report.accepted + len(report.rejected) + len(report.skipped) == report.rows
    numbers = [one.row for one in report.rejected] + [one.row for one in report.skipped]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(range(3, report.rows + 3))
    assert all(lines[one.row - 1].split(",") == list(one.cells) for one in report.rejected)
    assert {one.row for one in report.repairs}.isdisjoint(numbers)


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    content = as_csv([[TITLE], [], HEADER, ["甲\n乙", CODES[0], "A"], ["丙", "坏", "B"]])
    report = import_objects(content)
    assert [one.row for one in report.warnings] == [4]
    assert [one.row for one in report.problems] == [5]


@pytest.mark.parametrize("titles", [0, 1, 2, 9])
def test_title_rows_may_stand_above_the_header(titles: int) -> None:
    report = import_objects(as_csv([*[[TITLE]] * titles, HEADER, ["甲", CODES[0], "A"]]))
    assert (report.rows, report.accepted, report.header) == (1, 1, HEADER)


def test_without_a_column_of_codes_the_list_is_refused_with_advice() -> None:
    for content in (b"", b"\n\n", as_csv([["企业名称", "地址"], ["甲", "溧城"]]), as_csv([[TITLE]] * 10 + [HEADER])):
        with pytest.raises(InvalidValueError, match="columns=") as caught:
            import_objects(content)
        assert "columns 指明列名" in caught.value.zh_line


def test_a_header_without_rows_gives_an_empty_report() -> None:
    report = import_objects(as_csv([HEADER]))
    assert (report.rows, report.accepted, report.rejected, report.skipped) == (0, 0, (), ())


@pytest.mark.parametrize(
    "header",
    [
        ("单位名称", "社会信用代码", "风险类别"),
        ("市场主体名称", "统一社会信用代码（18位）", "信用风险分类"),
        ("*企业名称", "统一社会信用代码/注册号", "企业信用风险分类（2025）"),
        ("Name", "USCC", "风险等级*"),
        (" 企业 名称 ", "\n统一社会\n信用代码", "风险等级 "),
    ],
)
def test_variants_of_column_names_give_the_same_objects(header: tuple[str, str, str]) -> None:
    report = listed(["甲", CODES[0], "A"], header=header)
    assert pool_of(report).digest == pool_of(listed(["甲", CODES[0], "A"])).digest
    assert report.fields["id"] == header[1].strip()
    assert report.unused == ()


def test_columns_that_are_not_used_are_named() -> None:
    report = listed(["甲", CODES[0], "A", "1978-12-27", "x"], header=(*HEADER, "注册日期", "错误原因"))
    assert report.unused == ("注册日期",)


def test_empty_rows_totals_and_notes_are_skipped_with_a_reason() -> None:
    report = listed(
        ["甲", CODES[0], "A"],
        [],
        ["", "", ""],
        [" ", "\u3000", "\t"],
        ["合计", "1", ""],
        ["合　计：1 户", "", ""],
        ["", "总计", "1"],
        ["小计"],
        ["填表人：张三", "", "", "", ""],
        ["说明：本表每季度更新", "", ""],
        ["注：略", "", ""],
        ["制表：李四", "2026-03-01", ""],
        ["乙", CODES[1], "B"],
    )
    empty, total, note = "空行", "合计行", "说明行"
    assert list(reasons(report).items()) == [
        (3, empty), (4, empty), (5, empty), (6, total), (7, total), (8, total), (9, total),
        (10, note), (11, note), (12, note), (13, note),
    ]  # fmt: skip
    assert (report.accepted, report.rejected) == (2, ())


def test_a_row_with_a_code_is_never_skipped_whatever_it_is_called() -> None:
    report = listed(
        ["合计科技有限公司", CODES[0], "A"], ["制表机械厂", CODES[1].lower(), "A"], ["汇总有限公司", REG15, "A"]
    )
    assert (report.accepted, report.skipped) == (3, ())


def test_a_firm_whose_code_is_wrong_is_rejected_though_its_name_begins_like_a_total() -> None:
    report = listed(["汇总科技有限公司", "91320481MA0000", "A"], ["制表机厂", "N/A", "B"])
    assert (len(report.rejected), report.skipped) == (2, ())


def test_a_product_whose_name_begins_like_a_note_is_accepted() -> None:
    header = ("名称", "检查对象编码", "检查对象类别", "所属市场主体")
    assert listed(["制表机", "P-1", "产品", CODES[0]], header=header).accepted == 1


def test_a_wrong_number_of_columns_is_rejected_with_its_cells() -> None:
    report = listed(["甲", CODES[0]], ["乙", CODES[1], "B", ""], ["丙", CODES[2], "C"])
    assert [(one.row, one.cells) for one in report.rejected] == [
        (2, ("甲", CODES[0])),
        (3, ("乙", CODES[1], "B", "")),
    ]
    assert report.counts() == {"columns": 2}


def test_codes_are_repaired_and_the_report_says_so() -> None:
    full_width = CODES[2].translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    cells = [CODES[0].lower(), f"{CODES[1][:6]} {CODES[1][6:]}", full_width, f"{CODES[3]}\u3000"]
    report = listed(*(["甲", cell, "A"] for cell in cells), ["乙", CODES[4], "A"])
    assert list(report.columns.ids) == CODES[:5]
    assert [(one.row, one.seen) for one in report.repairs] == list(enumerate(cells, 2))
    assert all(code in one.zh for code, one in zip(CODES, report.repairs, strict=False))
    assert report.counts() == {"repaired": 4}


def test_scientific_notation_is_rejected_since_its_last_digits_are_lost() -> None:
    report = listed(["甲", "9.1320481E+17", "A"], ["乙", "9.13E17", "B"])
    assert {one.code for one in report.problems} == {"identifier"}
    assert all("科学计数法" in one.zh for one in report.problems)


def test_numbers_from_dicts_are_rejected_as_codes_and_kept_elsewhere() -> None:
    rows: list[dict[str, object]] = [
        {"企业名称": 1978, "统一社会信用代码": CODES[0], "风险等级": 3},
        {"企业名称": "乙", "统一社会信用代码": 913204001371511334},
        {"企业名称": "丙", "统一社会信用代码": 9.13204e17},
        {"企业名称": "丁", "统一社会信用代码": None},
    ]
    report = import_objects(rows)
    assert [one.name for one in pool_of(report)] == ["1978"]
    assert dict(next(iter(pool_of(report))).attributes) == {"风险等级": "3"}
    assert [one.row for one in report.rejected] == [3, 4, 5]
    assert [one.zh.startswith("应为文本") for one in report.problems] == [True, True, False]


# Repeats.


def test_equal_rows_are_duplicates_and_the_first_counts() -> None:
    report = listed(["甲", CODES[0], "A"], ["乙", CODES[1], "A"], ["甲", CODES[0].lower(), "A"], ["甲", CODES[0], "A"])
    assert (report.accepted, report.counts()) == (2, {"duplicate": 2})
    assert [(one.row, one.zh) for one in report.problems] == [(4, "与第 2 行重复"), (5, "与第 2 行重复")]
    assert report.repairs == ()


def test_rows_that_contradict_one_another_are_all_rejected() -> None:
    report = listed(["甲", CODES[0], "A"], ["乙", CODES[1], "A"], ["甲", CODES[0], "D"], ["甲", CODES[0], "A"])
    assert (list(report.columns.ids), report.counts()) == ([CODES[1]], {"conflict": 3})
    assert all("第 2、4、5 行" in one.zh and "人工确认" in one.zh for one in report.problems)


def test_ids_that_differ_in_case_only_are_a_conflict() -> None:
    header = ("名称", "检查对象编码", "检查对象类别", "所属市场主体")
    for ids in (("p-a", "P-A", "Z-1"), ("P-A", "Z-1", "p-a")):  # in byte order Z stands between the two
        report = listed(*(["甲", id_, "产品", CODES[0]] for id_ in ids), header=header)
        assert (list(report.columns.ids), report.counts()) == (["Z-1"], {"conflict": 2})


def test_a_rejected_row_does_not_make_its_twin_a_duplicate() -> None:
    report = import_objects(as_csv([(*HEADER, "区域"), ["甲", CODES[0], "A", "a|b"], ["甲", CODES[0], "A", "溧城"]]))
    assert (report.accepted, report.counts()) == (1, {"region": 1})


ROWS = (
    ("甲", CODES[0], "A"),
    ("甲", CODES[0].lower(), "A"),
    ("甲", CODES[0], "D"),
    ("乙", CODES[1], "B"),
    ("乙", f" {CODES[1]}", "B"),
)


def test_what_is_accepted_does_not_depend_on_the_order_of_the_rows() -> None:
    found = set()
    for rows in permutations(ROWS):
        report = listed(*rows)
        found.add((pool_of(report).digest, tuple(sorted(one.code for one in report.problems))))
    assert len(found) == 1
    assert found.pop()[1] == ("conflict", "conflict", "conflict", "duplicate")


def test_a_shuffled_list_gives_the_same_pool() -> None:
    title, header, *body = dirty_list(400).splitlines(keepends=True)
    shuffled = list(body)
    random.Random(7).shuffle(shuffled)  # noqa: S311 - a fixed order
    before, after = (import_objects(b"".join([title, header, *rows])) for rows in (body, shuffled))
    assert pool_of(before).digest == pool_of(after).digest
    assert before.counts() | {"repaired": 0} == after.counts() | {"repaired": 0}


def test_the_same_list_in_another_encoding_gives_the_same_pool() -> None:
    content = dirty_list(200)
    for codec in ("utf-8", "utf-8-sig"):
        report = import_objects(content.decode("gb18030").encode(codec))
        assert pool_of(report).digest == pool_of(import_objects(content)).digest


def test_dicts_and_csv_give_the_same_pool() -> None:
    rows = [["甲", CODES[0], "A"], ["乙", CODES[1].lower(), ""]]
    report = import_objects(dict(zip(HEADER, row, strict=True)) for row in rows)
    assert pool_of(report).digest == pool_of(listed(*rows)).digest


# Kinds, holders, departments, tags.


def test_kinds_come_from_the_column_else_the_type_else_the_code() -> None:
    header = ("名称", "统一社会信用代码", "检查对象类别", "企业类型", "所属市场主体")
    individual = synthetic_code(1, "92")
    report = listed(
        ["甲", CODES[0], "个体工商户", "有限责任公司", ""],
        ["乙", CODES[1], "", "农民专业合作社", ""],
        ["丙", CODES[2], "N/A", "N/A", ""],
        ["丁", individual, "", "", ""],
        ["戊", "P-1", "产品", "", CODES[0]],
        ["己", "施工许可 2026-1", "项目", "", f" {CODES[1]} "],
        ["庚", "P-2", "产品", "", ""],
        ["辛", "P-3", "企业", "", ""],
        header=header,
    )
    assert {one.name: str(one.kind) for one in pool_of(report)} == {
        "甲": "个体工商户",
        "乙": "其他市场主体",
        "丙": "企业",
        "丁": "个体工商户",
        "戊": "产品",
        "己": "项目",
    }
    assert pool_of(report)["施工许可 2026-1"].holder == CODES[1]
    assert [(one.row, one.field) for one in report.problems] == [(8, "所属市场主体"), (9, "统一社会信用代码")]


def test_department_columns_are_used_only_with_a_tree() -> None:
    content = as_csv([(*HEADER, "审批部门"), ["甲", CODES[0], "A", "市应急管理局"], ["乙", CODES[1], "B", "无此局"]])
    without = import_objects(content)
    assert (without.accepted, without.unused) == (2, ("审批部门",))
    assert [one.approved_by for one in pool_of(without)] == [(), ()]
    report = import_objects(content, departments=LIYANG_DEPARTMENTS)
    assert [one.approved_by for one in pool_of(report)] == [("320481-YJJ",)]
    assert report.counts() == {"approved_by": 1}


def test_tags_and_unknowns_reach_the_pool() -> None:
    report = listed(["甲", CODES[0], "N/A", "食品、老店"], header=(*HEADER, "标签"))
    [one] = pool_of(report)
    assert (one.tags, dict(one.attributes), one.region) == (("老店", "食品"), {}, "320481")


# columns= and keep=.


def test_columns_says_what_a_name_does_not() -> None:
    header = ("主体", "证照编号", "地区")
    report = import_objects(
        as_csv([header, ["甲", CODES[0], "天目湖"]]), columns={"主体": "name", "证照编号": "id", "地区": "region"}
    )
    [one] = pool_of(report)
    assert (one.name, one.id, one.region) == ("甲", CODES[0], "天目湖")
    assert (dict(report.fields), report.unused) == ({"name": "主体", "id": "证照编号", "region": "地区"}, ())


def test_columns_may_name_an_attribute() -> None:
    report = import_objects(as_csv([("统一社会信用代码", "分类"), [CODES[0], "C"]]), columns={"分类": "风险等级"})
    assert list(report.columns.column("风险等级")) == ["C"]


@pytest.mark.parametrize("columns", [{"风险等级": "regoin"}, {"无此列": "region"}])
def test_columns_that_come_to_nothing_are_refused(columns: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        import_objects(as_csv([HEADER, ["甲", CODES[0], "A"]]), columns=columns)


def test_keep_makes_an_attribute_of_a_column() -> None:
    content = as_csv([(*HEADER, "经营范围", "注册日期"), ["甲", CODES[0], "A", "茶叶、\n茶具", "N/A"]])
    report = import_objects(content, keep=["注册日期", "经营范围"])
    [one] = pool_of(report)
    assert dict(one.attributes) == {"风险等级": "A", "经营范围": "茶叶、 茶具"}
    assert tuple(report.columns.attributes) == ("风险等级", "注册日期", "经营范围")
    assert report.unused == ()


def test_keep_of_a_column_that_is_kept_anyway_changes_nothing() -> None:
    content = as_csv([HEADER, ["甲", CODES[0], "A"]])
    assert pool_of(import_objects(content, keep=["风险等级"])).digest == pool_of(import_objects(content)).digest


def test_keep_of_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="无此列"):
        import_objects(as_csv([HEADER, ["甲", CODES[0], "A"]]), keep=["无此列"])


@pytest.mark.parametrize("column", ["name", "id"])
def test_a_column_called_like_a_field_does_not_take_its_place_and_cannot_be_kept(column: str) -> None:
    content = as_csv([(*HEADER, column), ["甲", CODES[0], "A", "7"]])
    [one] = pool_of(import_objects(content))
    assert (one.id, one.name) == (CODES[0], "甲")
    with pytest.raises(InvalidValueError, match=column):
        import_objects(content, keep=[column])


def test_a_kept_column_called_type_does_not_decide_the_kind() -> None:
    content = as_csv([(*HEADER[:2], "企业类型", "type"), ["甲", CODES[0], "有限责任公司", "个体工商户"]])
    [one] = pool_of(import_objects(content, keep=["type"]))
    assert (str(one.kind), one.attributes["type"]) == ("企业", "个体工商户")


def test_progress_is_called_now_and_then() -> None:
    seen: list[int] = []
    import_objects(as_csv([HEADER, *([["", "", ""]] * 25_000)]), progress=seen.append)
    assert seen == [10_000, 20_000]


# Data frames.


def test_a_data_frame_gives_the_same_pool_as_dicts() -> None:
    pytest.importorskip("narwhals")
    rows = [dict(zip(HEADER, row, strict=True)) for row in (["甲", CODES[0], "A"], ["乙", CODES[1], None])]
    for library in ("pandas", "polars"):
        report = import_objects(pytest.importorskip(library).DataFrame(rows))
        assert pool_of(report).digest == pool_of(import_objects(rows)).digest


def test_numbers_in_a_data_frame_are_no_codes() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    report = import_objects(pandas.DataFrame({"企业名称": ["甲"], "统一社会信用代码": [913204001371511334]}))
    assert report.counts() == {"identifier": 1}


@pytest.mark.parametrize("dtype", ["string", "Int64"])
def test_a_missing_cell_of_any_kind_of_column_is_unknown(dtype: str) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    grade = pandas.array([1 if dtype == "Int64" else "1", pandas.NA], dtype=dtype)
    report = import_objects(pandas.DataFrame({"统一社会信用代码": CODES[:2], "风险等级": grade}))
    assert list(report.columns.column("风险等级")) == ["1", "-"]


def test_an_empty_row_of_a_data_frame_is_an_empty_row() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    frame = pandas.DataFrame({"企业名称": ["甲", None, "丙"], "统一社会信用代码": [CODES[0], None, None]})
    report = import_objects(frame)
    assert reasons(report) == {3: "空行"}
    assert [one.cells for one in report.rejected] == [("丙", "")]
