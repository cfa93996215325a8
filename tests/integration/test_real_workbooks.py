"""Two real item lists, a workbook of a province and an old workbook of joint items: every row accounted for.

The published figures of the province's list are 278 matters, 10 % of them KEY. 278 is the number of different names: a
matter whose objects differ has a row for each of them, and 7 names stand in more than one category, so that the list
has 293 items, 30 of them KEY.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.cli import main
from shuangsuiji.registry import Department, DepartmentTree, ItemList, LegalBasis
from shuangsuiji.tables import ItemDefaults, ItemImportReport, import_items
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemListKind, KeyGround, Level

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LIST, JOINT = FOLDER / "hainan-items-2020.xlsx", FOLDER / "hainan-joint-items-v2.xls"
pytestmark = pytest.mark.skipif(
    not (LIST.exists() and JOINT.exists()), reason=f"the real lists are not there: {FOLDER}"
)

OWNER = "460000-SCJG"
DEFAULTS = ItemDefaults(
    owner=OWNER,
    effective_on=date(2020, 12, 1),
    methods=(InspectionMethod.ON_SITE,),
    ratio_cap="5%",
    key_ground=KeyGround.OTHER,
    key_ground_text="清单列为重点检查事项",
    superior_item="全国清单",
)
SHORT_NAMES = (
    "发展改革", "教育", "公安", "人社", "人力资源社会保障", "生态环境", "住房和城乡建设", "交通运输", "农业农村",
    "商务", "旅游文化", "卫生健康", "应急管理", "市场监管", "税务", "统计", "海关", "海口海关", "消防救援机构",
    "工业和信息化",
)  # fmt: skip
TREE = DepartmentTree(
    departments=tuple(
        Department(
            id=f"460000-{number}", name=f"省级{name}", level=Level.PROVINCE, region="460000", short_names=(name,)
        )
        for number, name in enumerate(SHORT_NAMES)
    )
)
JOINT_DEFAULTS = attrs.evolve(
    DEFAULTS,
    item_kind=ItemKind.GENERAL,
    legal_bases=(LegalBasis(title="（合成）联合抽查通知", rank=BasisRank.NORMATIVE_DOCUMENT),),
    departments=TREE,
    department_ids={"市场监管领域相关部门": (OWNER, "460000-1"), "交通": "460000-7"},
)


def raw(path: Path) -> list[list[Any]]:
    """Return the cells of the first sheet as they stand, without what merged cells give to the rows below."""
    book = import_module("python_calamine").CalamineWorkbook.from_path(path)
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return rows


def imported(path: Path, kind: ItemListKind, defaults: ItemDefaults) -> ItemImportReport:
    return import_items(path, id="hainan", kind=kind, defaults=defaults)


@pytest.fixture(scope="module")
def report() -> ItemImportReport:
    """Return the report on the list of the province."""
    return imported(LIST, ItemListKind.DEPARTMENT, DEFAULTS)


@pytest.fixture(scope="module")
def joint() -> ItemImportReport:
    """Return the report on the list of joint items."""
    return imported(JOINT, ItemListKind.JOINT, JOINT_DEFAULTS)


def test_every_row_of_the_list_is_accounted_for(report: ItemImportReport) -> None:
    body = raw(LIST)[3:]
    assert report.rows == len(body) == 387
    assert (report.accepted, len(report.continued), report.rejected, report.skipped) == (293, 94, (), ())
    assert [one.row for one in report.listed] == [number for number, row in enumerate(body, 4) if row[5]]


def test_the_list_has_278_matters_and_one_in_ten_items_is_key(report: ItemImportReport) -> None:
    assert len({item.name for item in report.items}) == 278
    kinds = Counter(item.kind for item in report.items)
    assert kinds == {ItemKind.GENERAL: 263, ItemKind.KEY: 30}
    assert round(Fraction(kinds[ItemKind.KEY], report.accepted) * 100) == 10
    assert len(report.categories) == 113
    assert len({item.as_listed["编制单位名称"] for item in report.items}) == 16


def test_the_header_of_two_rows_is_joined(report: ItemImportReport) -> None:
    assert report.header[2:4] == ("抽查项目·抽查类别", "抽查项目·抽查事项")
    assert report.fields["name"] == "抽查项目·抽查事项"
    assert (report.unused, report.sheet, report.other_sheets) == (("检查主体",), "Sheet1", ())


def test_every_odd_row_of_the_list_is_reported(report: ItemImportReport) -> None:
    methods = {number: row[6] for number, row in enumerate(raw(LIST), 1) if row[5] and number > 3}
    odd = ("专项", "随机检查", "定期", "询问", "非现场", "技术监测", "自查", "督查")
    assert {one.row for one in report.warnings} == {
        number for number, text in methods.items() if any(word in text for word in odd)
    }
    assert len(report.warnings) == 18
    assert {one.cell for one in report.repairs} == {"C68", "C72", "C79", "D99", "D100", "C131", "F256"}
    assert report.supplied["methods"] == 7


def test_rows_that_go_on_bring_their_bases_and_bodies(report: ItemImportReport) -> None:
    uniforms = next(one.item for one in report.listed if one.row == 6)
    assert len(uniforms.legal_bases) == 2
    own = [number for number, row in enumerate(raw(LIST), 1) if number > 3 and any(row) and not row[5]]
    assert own
    assert {one.row for one in report.continued} >= set(own)
    for number in own:
        of = next(one.of for one in report.continued if one.row == number)
        item = next(one.item for one in report.listed if one.row == of)
        words = "\n".join(item.as_listed.values())
        assert all(str(cell) in words for cell in raw(LIST)[number - 1] if cell)


def test_no_word_of_the_list_is_lost(report: ItemImportReport) -> None:
    words = {text for item in report.items for cell in item.as_listed.values() for text in cell.splitlines()}
    for row in raw(LIST)[3:]:
        for cell in row:
            assert all(line in words for line in str(cell).splitlines() if isinstance(cell, str))


def test_without_a_method_for_them_seven_rows_are_rejected_and_come_back(tmp_path: Path) -> None:
    bare = attrs.evolve(DEFAULTS, methods=())
    first = imported(LIST, ItemListKind.DEPARTMENT, bare)
    assert (first.accepted, len(first.rejected), {one.code for one in first.problems}) == (286, 7, {"methods"})
    again = imported(first.write_rejected(tmp_path / "退回.xlsx"), ItemListKind.DEPARTMENT, DEFAULTS)
    whole = imported(LIST, ItemListKind.DEPARTMENT, DEFAULTS)
    assert (again.accepted, again.rejected) == (7, ())
    assert {item.code for item in (*first.items, *again.items)} == {item.code for item in whole.items}


def test_every_row_of_the_joint_list_is_accounted_for(joint: ItemImportReport) -> None:
    assert (joint.rows, joint.accepted, joint.rejected, joint.skipped) == (83, 83, (), ())
    assert joint.encoding == "xls"
    assert joint.item_list().kind is ItemListKind.JOINT
    assert all(item.joint_departments for item in joint.items)


def test_the_joint_list_has_a_field_for_each_of_its_numbers(joint: ItemImportReport) -> None:
    numbered = [row for row in raw(JOINT)[3:] if row[0]]
    assert joint.categories == tuple(" ".join(row[1].split()) for row in numbered)
    assert len(joint.categories) == 36  # 序号 1 to 36


def test_every_odd_row_of_the_joint_list_is_reported(joint: ItemImportReport) -> None:
    several = {number for number, row in enumerate(raw(JOINT), 1) if number > 3 and "、" in row[4]}
    assert {one.row for one in joint.warnings if one.code == "initiator"} == several
    assert {one.cell for one in joint.warnings} == {f"E{number}" for number in several}
    unknown = imported(JOINT, ItemListKind.JOINT, attrs.evolve(JOINT_DEFAULTS, department_ids={}))
    assert unknown.accepted + len(unknown.rejected) == 83
    assert {one.field for one in unknown.problems} == {"配合部门"}


def test_a_joint_item_without_partners_takes_its_second_initiator(joint: ItemImportReport) -> None:
    [monitors] = [one.item for one in joint.listed if one.row == 31]
    assert (monitors.implementing_body, monitors.joint_departments) == ("460000-5", ("460000-13",))
    assert "配合部门" not in monitors.as_listed


def test_both_lists_go_through_json_and_the_command_line(
    report: ItemImportReport, joint: ItemImportReport, tmp_path: Path
) -> None:
    for one in (report, joint):
        assert from_json(to_json(one.item_list()), ItemList) == one.item_list()
    options = ("--cap", "5%", "--ground", "OTHER", "--ground-text", "清单列为重点检查事项", "--superior", "全国清单")
    given = ("--id", "hainan", "--kind", "department", "--owner", OWNER, "--on", "2020-12-01", "--method", "ON_SITE")
    out = tmp_path / "items.json"
    assert main(["import-items", str(LIST), *given, *options, "--out", str(out), "--strict"]) == 0
    assert from_json(out.read_bytes(), ItemList) == report.item_list()
