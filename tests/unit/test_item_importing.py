"""Item lists: every row an item, a row that goes on with one, rejected or skipped with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidIdentifierError, InvalidRatioError, InvalidValueError
from shuangsuiji.registry import LIYANG_DEPARTMENTS, ItemList, LegalBasis
from shuangsuiji.tables import ItemDefaults, ItemImportReport, RatioBound, import_items
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemListKind, ItemOrigin, KeyGround
from tests.unit.sheets import Formula, Percent, workbook

OWNER = "320481-SCJG"
DEFAULTS = ItemDefaults(
    owner=OWNER,
    effective_on=date(2026, 1, 1),
    ratio_cap="5%",
    key_ground=KeyGround.SAFETY,
    superior_item="（合成）省级清单 2025 年版",
)
HEADER = ("抽查类别", "抽查事项", "检查对象", "事项类别", "检查方式", "检查依据")
FOOD = ("食品", "食品生产检查", "食品生产者", "一般检查事项", "现场检查、书面检查", "《食品安全法》第一百一十条")
LIFTS = ("设备", "电梯检查", "使用单位", "重点检查事项", "现场检查", "《特种设备安全法》")


def imported(
    content: bytes, kind: ItemListKind = ItemListKind.DEPARTMENT, defaults: ItemDefaults = DEFAULTS
) -> ItemImportReport:
    return import_items(content, id="list", kind=kind, defaults=defaults)


def listed(
    *rows: Sequence[object], header: Sequence[str] = HEADER, defaults: ItemDefaults = DEFAULTS
) -> ItemImportReport:
    return imported(workbook([header, *rows]), defaults=defaults)


def changed(row: Sequence[object], **columns: object) -> list[object]:
    return list({**dict(zip(HEADER, row, strict=True)), **columns}.values())


def said(report: ItemImportReport) -> list[tuple[str, str]]:
    return [(one.cell, one.code) for one in report.problems]


# What becomes of a row.


def test_a_list_becomes_an_item_list() -> None:
    report = listed(FOOD, LIFTS)
    assert (report.rows, report.accepted, report.problems, report.warnings) == (2, 2, (), ())
    made = report.item_list()
    food, lifts = made.items
    assert (made.id, made.kind, made.owner, made.effective_on) == (
        "list",
        ItemListKind.DEPARTMENT,
        OWNER,
        date(2026, 1, 1),
    )
    assert (food.name, food.kind, food.ratio_cap) == ("食品生产检查", ItemKind.GENERAL, Fraction(1, 20))
    assert (lifts.kind, lifts.ratio_cap, lifts.key_ground) == (ItemKind.KEY, None, KeyGround.SAFETY)
    assert food.methods == (InspectionMethod.ON_SITE, InspectionMethod.DOCUMENT)
    assert food.legal_bases == (LegalBasis(title="食品安全法", rank=BasisRank.LAW, article="第一百一十条"),)
    assert dict(food.as_listed) == dict(zip(HEADER, FOOD, strict=True))
    assert [one.category for one in report.listed] == ["食品", "设备"]
    assert report.categories == ("食品", "设备")


def test_the_list_goes_through_json_with_the_words_of_its_source() -> None:
    made = listed(FOOD, changed(LIFTS, 检查对象="使用\n单位=|")).item_list()
    assert from_json(to_json(made), ItemList) == made


def test_what_the_defaults_gave_is_counted() -> None:
    report = listed(FOOD, LIFTS, changed(FOOD, 抽查事项="标签检查", 检查依据="《标签管理办法》"))
    assert dict(report.supplied) == {
        "content": 3, "implementing_body": 3, "key_ground": 1, "ratio_cap": 2, "superior_item": 3, "unknown_rank": 1,
    }  # fmt: skip


def test_totals_notes_and_empty_rows_are_skipped() -> None:
    report = listed(FOOD, ("",) * 6, ("合计", "1"), ("备注：略",), ("", "说明"), LIFTS)
    assert [(one.row, one.reason) for one in report.skipped] == [
        (3, "空行"), (4, "合计行"), (5, "说明行"), (6, "说明行"),
    ]  # fmt: skip
    assert report.accepted == 2


def test_rows_that_do_not_add_up_make_no_report() -> None:
    with pytest.raises(BrokenChainError, match="must add up"):
        attrs.evolve(listed(FOOD), rows=2)


@pytest.mark.parametrize("text", ["重点", "重点事项", "重点检查事项\n", " 重点 检查 事项 ", "重点抽查事项"])
def test_a_kind_is_read_in_other_words_too(text: str) -> None:
    [item] = listed(changed(LIFTS, 事项类别=text)).items
    assert item.kind is ItemKind.KEY


@pytest.mark.parametrize("text", ["", "特殊", "重点/一般", "非重点"])
def test_a_kind_that_is_none_rejects_the_row(text: str) -> None:
    assert said(listed(changed(LIFTS, 事项类别=text))) == [("D2", "kind")]


def test_a_list_without_kinds_takes_the_one_that_its_importer_states() -> None:
    report = listed(FOOD[:3], header=HEADER[:3], defaults=attrs.evolve(
        DEFAULTS, item_kind=ItemKind.GENERAL, methods=(InspectionMethod.ONLINE,),
        legal_bases=(LegalBasis(title="甲法", rank=BasisRank.LAW),), content="台账",
    ))  # fmt: skip
    [item] = report.items
    assert (item.kind, item.methods, item.content) == (ItemKind.GENERAL, (InspectionMethod.ONLINE,), "台账")
    assert {"kind", "methods", "legal_bases"} <= report.supplied.keys()


def test_what_is_required_and_nowhere_stated_rejects_the_row_and_names_the_clause() -> None:
    bare = ItemDefaults(owner=OWNER, effective_on=date(2026, 1, 1))
    report = listed(FOOD, LIFTS, changed(FOOD, 检查依据=""), changed(FOOD, 检查方式="", 抽查事项="甲"), defaults=bare)
    assert report.accepted == 0
    assert [one.code for one in report.problems] == ["ratio_cap", "kind", "bases", "methods"]
    assert "二（二）" in report.problems[0].zh


def test_a_superior_list_that_nobody_names_rejects_the_row() -> None:
    report = listed(FOOD, defaults=attrs.evolve(DEFAULTS, superior_item=""))
    assert [one.code for one in report.problems] == ["superior_item"]
    own = attrs.evolve(DEFAULTS, origin=ItemOrigin.SELF_ESTABLISHED, superior_item="", power_list_entry="第 7 项")
    [item] = listed(FOOD, defaults=own).items
    assert (item.origin, item.power_list_entry) == (ItemOrigin.SELF_ESTABLISHED, "第 7 项")


def test_an_error_value_rejects_the_row() -> None:
    assert said(listed(changed(FOOD, 检查对象=Formula("=NA()", "#N/A")))) == [("C2", "formula_error")]


def test_a_name_with_line_breaks_is_put_on_one_line_and_the_report_says_so() -> None:
    report = listed(changed(FOOD, 抽查事项=" 食品\n生产\u3000检查"))
    assert report.items[0].name == "食品 生产 检查"
    assert [(one.cell, one.code) for one in report.repairs] == [("B2", "blank")]
    assert report.items[0].as_listed["抽查事项"] == " 食品\n生产\u3000检查"


def test_words_that_name_no_method_are_a_warning_or_reject_the_row() -> None:
    report = listed(changed(FOOD, 检查方式="现场检查、专项检查等"), changed(LIFTS, 检查方式="定期检查"))
    assert [(one.cell, one.code) for one in report.warnings] == [("E2", "methods")]
    assert "专项检查" in report.warnings[0].zh
    assert said(report) == [("E3", "methods")]
    given = listed(
        changed(LIFTS, 检查方式="定期检查"), defaults=attrs.evolve(DEFAULTS, methods=(InspectionMethod.ON_SITE,))
    )
    assert (given.accepted, [one.code for one in given.warnings]) == (1, ["methods"])


# Rows that go on, merged cells, repeats.


def test_a_row_of_a_basis_alone_goes_on_with_the_item_above() -> None:
    report = listed(FOOD, ("", "", "", "", "", "《标签管理办法》"), LIFTS)
    assert [(one.row, one.of) for one in report.continued] == [(3, 2)]
    assert [one.title for one in report.items[0].legal_bases] == ["食品安全法", "标签管理办法"]
    assert report.items[0].as_listed["检查依据"] == "《食品安全法》第一百一十条\n《标签管理办法》"


def test_a_row_that_differs_in_its_basis_alone_goes_on_too() -> None:
    report = listed(FOOD, changed(FOOD, 检查依据="《标签管理办法》"), changed(FOOD, 检查依据="《标签管理办法》"))
    assert [(one.row, one.of) for one in report.continued] == [(3, 2)]
    assert said(report) == [("B4", "duplicate")]


def test_merged_cells_count_for_every_row_that_they_cover() -> None:
    rows = [HEADER, ("", "", *FOOD[2:5], ""), ("", "", "小作坊", "重点检查事项", "现场检查", ""), ("", *LIFTS[1:])]
    report = imported(workbook(rows, {"A2:A4": "合成类", "B2:B3": "食品生产检查", "F2:F3": "《食品安全法》"}))
    assert [one.category for one in report.listed] == ["合成类"] * 3
    assert [(item.name, item.kind) for item in report.items] == [
        ("食品生产检查", ItemKind.GENERAL),
        ("食品生产检查", ItemKind.KEY),
        ("电梯检查", ItemKind.KEY),
    ]
    assert len({item.code for item in report.items}) == 3


def test_a_row_that_is_merged_away_goes_on_with_nothing() -> None:
    merges = {f"{letter}2:{letter}3": text for letter, text in zip("ABCDEF", FOOD, strict=True)}
    report = imported(workbook([HEADER, ("",) * 6, ("",) * 6, LIFTS], merges))
    assert (report.accepted, [(one.row, one.of) for one in report.continued]) == (2, [(3, 2)])


def test_rows_that_go_on_with_a_rejected_item_are_rejected_with_it() -> None:
    report = listed(changed(FOOD, 事项类别="特殊"), ("", "", "", "", "", "《标签管理办法》"), LIFTS)
    assert [(one.row, one.problems[0].code) for one in report.rejected] == [(2, "kind"), (3, "continued")]
    assert report.rejected[1].cells[5] == "《标签管理办法》"
    assert report.continued == ()


def test_a_basis_above_every_item_is_rejected() -> None:
    report = listed(("", "", "", "", "", "《标签管理办法》"), FOOD)
    assert (report.accepted, said(report)[0]) == (1, ("B2", "name"))


def test_equal_items_are_duplicates_and_contradicting_ones_are_all_rejected() -> None:
    report = listed(FOOD, LIFTS, FOOD, changed(LIFTS, 事项类别="一般检查事项"))
    assert [(one.row, one.problems[0].code) for one in report.rejected] == [
        (3, "conflict"), (4, "duplicate"), (5, "conflict"),
    ]  # fmt: skip
    assert "第 3、5 行" in report.problems[0].zh


def test_a_merged_name_that_a_csv_has_lost_is_rejected_with_advice() -> None:
    text = "抽查事项,检查对象,事项类别,检查方式,检查依据\n食品检查,甲,一般,现场,《甲法》\n,乙,重点,现场,《甲法》\n"
    report = imported(text.encode("gb18030"))
    assert (report.accepted, report.encoding) == (1, "gb18030")
    assert "请导入原工作簿" in report.problems[0].zh
    assert (report.problems[0].row, report.problems[0].cell) == (3, "")


# Codes.


def test_codes_come_from_the_list_or_from_its_words_and_not_from_the_row() -> None:
    first = listed(FOOD, LIFTS)
    second = listed(("说明",), LIFTS, changed(FOOD, 抽查事项="食品 生产检查", 检查依据="《甲法》"))
    assert {one.code for one in first.items} == {one.code for one in second.items}
    assert all(one.code.startswith("list-") for one in first.items)
    stated = listed(("food-1", *FOOD), header=("事项编码", *HEADER))
    assert [one.code for one in stated.items] == ["food-1"]


def test_a_code_that_is_none_rejects_the_row() -> None:
    assert said(listed(("食 1", *FOOD), header=("事项编码", *HEADER))) == [("A2", "code")]


# Ratios.


@pytest.mark.parametrize(
    ("text", "bound", "cap"),
    [
        ("不低于5%", RatioBound.AT_LEAST, "1/20"),
        ("3%", RatioBound.EXACT, "1/20"),
        (Percent(0.03), RatioBound.EXACT, "1/20"),
        (0.03, RatioBound.EXACT, "1/20"),
        ("不超过3%", RatioBound.AT_MOST, "3/100"),
        ("1-4%", RatioBound.RANGE, "1/25"),
    ],
)
def test_a_ratio_is_no_cap_unless_it_is_an_upper_bound(text: object, bound: RatioBound, cap: str) -> None:
    report = listed((*FOOD, text), header=(*HEADER, "抽查比例"))
    [one] = report.listed
    assert one.ratio is not None
    assert (one.ratio.bound, one.item.ratio_cap) == (bound, Fraction(cap))
    assert ("ratio_cap" in report.supplied) is (cap == "1/20")


def test_a_ratio_that_is_not_one_is_a_warning_and_kept() -> None:
    report = listed((*FOOD, "按需"), header=(*HEADER, "抽查比例及频次"))
    assert [(one.cell, one.code) for one in report.warnings] == [("G2", "ratio")]
    assert report.items[0].as_listed["抽查比例及频次"] == "按需"
    assert report.listed[0].ratio is None


def test_a_column_of_caps_is_taken_and_what_is_no_cap_there_rejects_the_row() -> None:
    report = listed(
        (*FOOD, "3%"), (*changed(FOOD, 抽查事项="甲"), "按需"), (*LIFTS, "5%"), header=(*HEADER, "抽查比例上限")
    )
    assert [item.ratio_cap for item in report.items] == [Fraction(3, 100)]
    assert said(report) == [("G3", "ratio_cap"), ("G4", "ratio_cap")]


# Departments and joint lists.

JOINT_HEADER = ("抽查领域", "抽查事项", "发起部门", "配合部门")
JOINT = attrs.evolve(
    DEFAULTS,
    item_kind=ItemKind.GENERAL,
    methods=(InspectionMethod.ON_SITE,),
    legal_bases=(LegalBasis(title="甲法", rank=BasisRank.LAW),),
    departments=LIYANG_DEPARTMENTS,
    department_ids={"相关部门": ("320481-SWJ", "320481-SWS"), "住房和城乡建设部门": "320481-ZJJ"},
)


def joint(*rows: Sequence[object], defaults: ItemDefaults = JOINT) -> ItemImportReport:
    return imported(workbook([JOINT_HEADER, *rows]), ItemListKind.JOINT, defaults)


def test_the_first_initiator_inspects_and_all_others_take_part() -> None:
    report = joint(
        ("汽车", "新车市场", "商务部门、市场监管部门", "公安部门、税务"),
        ("房产", "物业检查", "住房和城乡建设部门", "相关部门"),
        ("学校", "食堂检查", "教育和卫健部门", "教育部门"),
    )
    assert [(item.implementing_body, item.joint_departments) for item in report.items] == [
        ("320481-SWJ", ("320481-SCJG", "320481-GAJ", "320481-SWS")),
        ("320481-ZJJ", ("320481-SWJ", "320481-SWS")),
        ("320481-JYJ", ("320481-WJW",)),
    ]
    assert [(one.cell, one.code) for one in report.warnings] == [("C2", "initiator"), ("C4", "initiator")]
    assert report.item_list().kind is ItemListKind.JOINT
    assert report.categories == ("汽车", "房产", "学校")


def test_a_department_that_is_unknown_or_none_rejects_the_row() -> None:
    report = joint(("汽车", "甲", "无此局", "公安"), ("汽车", "乙", "商务", "无此局"), ("汽车", "丙", "商务", ""))
    assert said(report) == [("C2", "initiator"), ("D3", "participants"), ("D4", "participants")]
    assert "无此局" in report.problems[0].zh
    assert "二（二）" in report.problems[2].zh


def test_without_a_tree_departments_are_not_looked_up_but_kept() -> None:
    bare = attrs.evolve(JOINT, departments=None, department_ids={}, joint_departments=("320481-GAJ",))
    report = joint(("汽车", "新车市场", "商务部门", "公安部门"), defaults=bare)
    [item] = report.items
    assert (item.implementing_body, item.joint_departments) == (OWNER, ("320481-GAJ",))
    assert report.unused == ("发起部门", "配合部门")
    assert item.as_listed["发起部门"] == "商务部门"


def test_a_list_may_be_of_dicts_and_its_columns_named() -> None:
    rows = [{"项": "食品检查", "类": "一般", "检查方式": "现场", "检查依据": "《甲法》"}]
    report = import_items(
        rows, id="list", kind=ItemListKind.DEPARTMENT, defaults=DEFAULTS, columns={"项": "name", "类": "kind"}
    )
    assert (report.accepted, report.sheet, report.source) == (1, "", "rows")


# What is refused as a whole, and the way back.


@pytest.mark.parametrize("columns", [{"无此列": "name"}, {"抽查事项": "nmae"}])
def test_columns_that_come_to_nothing_are_refused(columns: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        import_items(
            workbook([HEADER, FOOD]), id="list", kind=ItemListKind.DEPARTMENT, defaults=DEFAULTS, columns=columns
        )


@pytest.mark.parametrize("rows", [[], [("抽查事项",)], [("企业名称", "统一社会信用代码")], [("清单",)] * 10 + [HEADER]])
def test_a_list_without_a_header_of_matters_is_refused(rows: list[Sequence[object]]) -> None:
    with pytest.raises(InvalidValueError, match="抽查事项"):
        imported(workbook(rows))


def test_an_id_or_a_kind_of_the_wrong_form_is_refused() -> None:
    for id_, kind in (("清单", ItemListKind.JOINT), ("a" * 51, ItemListKind.JOINT), ("a", "JOINT")):
        with pytest.raises(InvalidValueError):
            import_items(workbook([HEADER, FOOD]), id=id_, kind=kind, defaults=DEFAULTS)  # type: ignore[arg-type]


def test_defaults_of_the_wrong_form_are_refused() -> None:
    for change in ({"owner": "市局"}, {"item_kind": "KEY"}, {"unknown_rank": "规章"}, {"effective_on": "2026"}):
        with pytest.raises(InvalidValueError):
            attrs.evolve(DEFAULTS, **change)  # type: ignore[arg-type]
    with pytest.raises(InvalidRatioError):
        attrs.evolve(DEFAULTS, ratio_cap=0.05)
    assert not issubclass(InvalidRatioError, InvalidIdentifierError)


def test_rejected_rows_carry_their_merged_cells_and_are_imported_again(tmp_path: Path) -> None:
    rows = [HEADER, FOOD, ("", *changed(LIFTS, 事项类别="?")[1:]), ("", "", "", "", "", "《乙法》")]
    first = imported(workbook(rows, {"A2:A4": "合成类"}))
    assert (first.accepted, len(first.rejected)) == (1, 2)
    path = first.write_rejected(tmp_path / "退回.xlsx")
    again = import_items(path, id="list", kind=ItemListKind.DEPARTMENT, defaults=DEFAULTS)
    assert again.rejected[0].cells[:2] == ("合成类", "电梯检查")
    text = first.rejected_csv().decode("utf-8-sig").replace("?", "重点")
    corrected = imported(text.encode())
    whole = imported(workbook([HEADER, FOOD, changed(LIFTS, 抽查类别="合成类"), ("", "", "", "", "", "《乙法》")]))
    assert corrected.items[0].code == whole.items[1].code
    assert [one.title for one in corrected.items[0].legal_bases] == ["特种设备安全法", "乙法"]
    assert "错误原因" not in corrected.items[0].as_listed


def test_a_report_says_what_became_of_the_rows() -> None:
    report = listed(FOOD, LIFTS, ("", "", "", "", "", "《乙法》"), changed(FOOD, 事项类别="<b>"))
    assert (
        str(report)
        == repr(report)
        == ("bytes（xlsx，工作表“名单”）：共 4 行 = 接收 2（重点 1） + 续行 1 + 退回 1 + 跳过 0；修正 0 处，存疑 0 处")
    )
    assert report.counts() == {"kind": 1}
    assert "&lt;b&gt;" in report._repr_html_()
