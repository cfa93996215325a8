"""One row of a list, read as an object of inspection."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from shuangsuiji.registry import LIYANG_DEPARTMENTS, DepartmentTree
from shuangsuiji.tables.entity_kinds import kind_of
from shuangsuiji.tables.headers import ATTRIBUTES, OBJECT_NAMES
from shuangsuiji.tables.places import Places
from shuangsuiji.tables.rejections import Problem
from shuangsuiji.tables.rows import ParsedRow, RowReader
from shuangsuiji.terms import ObjectKind
from shuangsuiji.testing.city import synthetic_code

CODE, HOLDER = synthetic_code(1), synthetic_code(2)
COOPERATIVE = synthetic_code(3, "93")
REG15, INDIVIDUAL = "320400000000123", "320400600000123"
FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


class Row:
    """One row, read under the names of its own cells."""

    def __init__(self, cells: Mapping[str, object], tree: DepartmentTree | None = LIYANG_DEPARTMENTS) -> None:
        header = list(cells)
        positions = OBJECT_NAMES.positions(header, {})
        attributes = tuple(name for name in ATTRIBUTES if name in positions)
        places = Places(header=header, positions=positions)
        self.reader = RowReader(places=places, attributes=attributes, departments=tree)
        self.found = self.reader.read(2, list(cells.values()))

    @property
    def parsed(self) -> ParsedRow:
        """The row, which must have been accepted."""
        assert isinstance(self.found, ParsedRow), self.found
        return self.found

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the row was rejected."""
        assert not isinstance(self.found, ParsedRow), self.found
        return self.found

    @property
    def codes(self) -> list[str]:
        """The codes of its problems."""
        return [one.code for one in self.problems]


def entity(**cells: object) -> Row:
    return Row({"企业名称": "甲", "统一社会信用代码": CODE, **cells})


def product(**cells: object) -> Row:
    return Row({"名称": "甲", "检查对象编码": "P-1", "检查对象类别": "产品", "所属市场主体": HOLDER, **cells})


def test_a_row_is_read_field_by_field() -> None:
    row = entity(
        企业类型="有限责任公司",
        所属乡镇="天目湖镇",
        标签="食品、重点，食品",
        审批部门="应急管理",
        主管部门="市农业农村局",
        风险等级="C",
    )
    assert row.parsed == ParsedRow(
        id=CODE,
        name="甲",
        kind="企业",
        region="天目湖镇",
        holder="",
        tags="重点,食品",
        approved_by="320481-YJJ",
        supervised_by="320481-NYNC",
        attributes=("C",),
    )
    assert (row.reader.repairs, row.reader.warnings) == ([], [])


@pytest.mark.parametrize(
    "cell",
    [
        CODE.lower(),
        CODE.translate(FULL_WIDTH),
        f" {CODE}\u3000",
        f"{CODE[:8]} {CODE[8:]}",
        f"{CODE[:8]}-{CODE[8:]}",
        f"{CODE[:8]}\u2014{CODE[8:]}",
        f"{CODE}\t",
        f"{CODE[:9]}\n{CODE[9:]}",
        f"{CODE[:9]}\u00a0{CODE[9:]}",
    ],
)
def test_a_code_is_repaired_and_the_reader_says_so(cell: str) -> None:
    row = entity(统一社会信用代码=cell)
    assert row.parsed.id == CODE
    [repair] = row.reader.repairs
    assert (repair.row, repair.field, repair.code, repair.seen) == (2, "统一社会信用代码", "repaired", cell)
    assert CODE in repair.zh


@pytest.mark.parametrize(
    ("cell", "zh"),
    [
        ("", "不得为空"),
        (None, "不得为空"),
        (float("nan"), "不得为空"),
        ("N/A", "不得为空"),
        ("无", "不得为空"),
        ("9.1320481E+17", "科学计数法"),
        ("9.1320481e17", "科学计数法"),
        ("9E+17", "科学计数法"),
        (CODE[:-1], "现有 17 位"),
        (CODE + "0", "现有 19 位"),
        (f"{CODE[:-1]}I", "不会出现的字符"),
        (f"'{CODE}", "不会出现的字符"),
        (f"\u200b{CODE}", "不会出现的字符"),
        (f"{REG15[:-1]}", "现有 14 位"),
        (913204001371511334, "数字形式"),
        (9.1e17, "数字形式"),
        (True, "数字形式"),
        ([CODE], "数字形式"),
    ],
)
def test_a_code_beyond_repair_is_rejected_with_reason_and_cell(cell: object, zh: str) -> None:
    [problem] = entity(统一社会信用代码=cell).problems
    assert (problem.row, problem.field, problem.code) == (2, "统一社会信用代码", "identifier")
    assert zh in problem.zh
    assert problem.seen == ("" if cell is None or cell != cell else str(cell))  # noqa: PLR0124 - NaN is not itself


def test_a_wrong_check_character_is_a_warning() -> None:
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    row = entity(统一社会信用代码=wrong)
    assert row.parsed.id == wrong
    assert [(one.code, one.seen) for one in row.reader.warnings] == [("check_character", wrong)]
    assert "第18位" in row.reader.warnings[0].zh


def test_where_the_code_is_missing_the_registration_number_stands_in() -> None:
    for nothing in ("", "N/A", None, " "):
        row = Row({"统一社会信用代码": nothing, "注册号": f"{REG15[:6]} {REG15[6:]}", "企业名称": "甲"})
        assert (row.parsed.id, row.parsed.region) == (REG15, "320400")
        assert [one.field for one in row.reader.repairs] == ["注册号"]


def test_a_bad_code_is_not_covered_up_by_a_good_registration_number() -> None:
    row = Row({"统一社会信用代码": "bad", "注册号": REG15, "企业名称": "甲"})
    assert [one.field for one in row.problems] == ["统一社会信用代码"]


def test_without_either_the_registration_number_is_named() -> None:
    [problem] = Row({"统一社会信用代码": "", "注册号": "N/A", "企业名称": "甲"}).problems
    assert (problem.field, problem.seen) == ("注册号", "N/A")


@pytest.mark.parametrize("cells", [[], ["甲"], ["甲", CODE, ""], ["甲", CODE, "", ""]])
def test_a_wrong_number_of_columns_is_rejected_as_a_whole_row(cells: list[str]) -> None:
    places = Places(header=["企业名称", "统一社会信用代码"], positions={"name": 0, "id": 1})
    reader = RowReader(places=places, attributes=())
    found = reader.read(7, cells)
    assert not isinstance(found, ParsedRow)
    assert [(one.row, one.field, one.code, one.seen) for one in found] == [
        (7, "（整行）", "columns", f"{len(cells)} 列")
    ]


def test_every_problem_of_a_row_is_named_at_once() -> None:
    row = entity(统一社会信用代码="123", 检查对象类别="小商贩", 区域="a|b", 标签="a=b", 审批部门="无此局")
    assert sorted(row.codes) == ["approved_by", "identifier", "kind", "region", "tags"]
    assert {one.seen for one in row.problems} == {"123", "小商贩", "a|b", "a=b", "无此局"}
    assert {one.row for one in row.problems} == {2}


@pytest.mark.parametrize("unknown", ["", "N/A", "n/a", "NA", "null", "None", "nan", "无", "空", "未知", "-", "——", "/"])
def test_words_for_nothing_are_nothing(unknown: str) -> None:
    row = entity(区域=unknown, 标签=unknown, 审批部门=unknown, 风险等级=unknown, 检查对象类别=unknown, 企业类型=unknown)
    assert row.parsed == ParsedRow(CODE, "甲", "企业", "320481", "", "", "", "", ("-",))
    named = entity(企业名称=unknown)
    assert named.parsed.name == "-"
    assert [one.code for one in named.reader.warnings] == ["name"]


def test_a_name_with_control_characters_is_unknown_and_the_reader_says_so() -> None:
    row = entity(企业名称="甲\n公司")
    assert row.parsed.name == "-"
    assert [(one.code, one.seen) for one in row.reader.warnings] == [("name", "甲\n公司")]


@pytest.mark.parametrize("name", ["甲（溧阳）有限公司", "A|B=C", "㐂𠮷", "甲  乙", "<b>", "=1+1"])
def test_names_are_verbatim(name: str) -> None:
    assert entity(企业名称=name).parsed.name == name


def test_the_region_is_what_the_list_says_else_what_the_code_says_else_unknown() -> None:
    assert entity(区域="溧城").parsed.region == "溧城"
    assert entity(区域="").parsed.region == "320481"
    assert entity().parsed.region == "320481"
    assert product(区域="").parsed.region == "-"


def test_a_region_in_full_width_digits_is_the_same_region() -> None:
    assert entity(行政区划代码="320481".translate(FULL_WIDTH)).parsed.region == "320481"


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("食品、特种设备", "特种设备,食品"),
        ("b;a；a,b，c", "a,b,c"),
        (" a ,, b ", "a,b"),
        ("、", ""),
        ("大 型", "大 型"),
    ],
)
def test_tags_are_separated_sorted_and_unique(cell: str, tags: str) -> None:
    assert entity(标签=cell).parsed.tags == tags


def test_departments_are_looked_up_by_id_name_and_short_name() -> None:
    row = entity(审批部门="320481-SCJG、市卫健局；应急管理局", 主管部门="发改")
    assert (row.parsed.approved_by, row.parsed.supervised_by) == ("320481-SCJG,320481-WJW,320481-YJJ", "320481-FGW")


def test_an_unknown_department_is_a_problem_that_lists_the_known() -> None:
    [problem] = entity(审批部门="应急管理、无此局").problems
    assert (problem.field, problem.code, problem.seen) == ("审批部门", "approved_by", "应急管理、无此局")
    assert "无此局" in problem.zh
    assert "市卫健局" in problem.zh


def test_a_department_under_two_of_its_names_is_one_department() -> None:
    assert entity(审批部门="市应急管理局、应急管理").parsed.approved_by == "320481-YJJ"


@pytest.mark.parametrize(("cell", "value"), [("C", "C"), (" 高  风险 ", "高 风险"), (3, "3"), ("é", "é")])
def test_attributes_are_text_without_needless_blanks(cell: object, value: str) -> None:
    assert entity(风险等级=cell).parsed.attributes == (value,)


def test_an_attribute_that_cannot_be_kept_is_unknown_and_the_reader_says_so() -> None:
    assert entity(风险等级="高|C=1").parsed.attributes == ("高|C=1",)
    row = entity(风险等级="高\x07")
    assert row.parsed.attributes == ("-",)
    assert [(one.code, one.field, one.seen) for one in row.reader.warnings] == [("attribute", "风险等级", "高\x07")]


@pytest.mark.parametrize("kind", ["产品", "项目", "行为", "PRODUCT"])
def test_what_is_no_entity_has_any_id_and_names_its_holder(kind: str) -> None:
    row = product(检查对象类别=kind)
    assert (row.parsed.id, row.parsed.kind, row.parsed.holder) == ("P-1", ObjectKind.of(kind).value, HOLDER)


def test_an_id_that_is_no_code_is_trimmed_and_otherwise_kept() -> None:
    row = product(检查对象编码=" p-1 （甲） ")
    assert row.parsed.id == "p-1 （甲）"
    assert [one.code for one in row.reader.repairs] == ["repaired"]


@pytest.mark.parametrize(
    ("holder", "zh"),
    [("", "须注明所属市场主体"), ("N/A", "须注明所属市场主体"), ("P-2", "现有 2 位"), ("9132", "现有 4 位")],
)
def test_a_product_without_a_valid_holder_is_rejected(holder: str, zh: str) -> None:
    row = product(所属市场主体=holder)
    assert row.codes == ["identifier"]
    [problem] = row.problems
    assert (problem.field, problem.seen) == ("所属市场主体", holder)
    assert zh in problem.zh


def test_a_product_in_a_list_without_a_column_of_holders_is_rejected() -> None:
    [problem] = Row({"名称": "甲", "检查对象编码": "P-1", "检查对象类别": "产品"}).problems
    assert (problem.code, problem.seen) == ("identifier", "")


def test_an_entity_that_names_a_holder_is_rejected() -> None:
    assert entity(所属市场主体=HOLDER).codes == ["identifier"]


def test_a_holder_s_code_is_repaired() -> None:
    assert product(所属市场主体=f" {HOLDER.lower()} ").parsed.holder == HOLDER


def test_repairs_and_doubts_of_a_holder_s_code_are_said() -> None:
    assert [one.field for one in product(所属市场主体=HOLDER.lower()).reader.repairs] == ["所属市场主体"]
    wrong = HOLDER[:-1] + ("0" if HOLDER[-1] != "0" else "1")
    assert [one.field for one in product(所属市场主体=wrong).reader.warnings] == ["所属市场主体"]


def test_an_unknown_kind_is_a_problem_that_lists_the_known() -> None:
    [problem] = entity(检查对象类别="小商贩").problems
    assert (problem.code, problem.seen) == ("kind", "小商贩")
    assert "个体工商户" in problem.zh


@pytest.mark.parametrize(
    "cell", [COOPERATIVE.lower(), COOPERATIVE.translate(FULL_WIDTH), f"{COOPERATIVE[:8]} {COOPERATIVE[8:]}"]
)
def test_the_code_of_another_entity_is_repaired_too(cell: str) -> None:
    row = entity(统一社会信用代码=cell, 检查对象类别="其他市场主体")
    assert row.parsed.id == COOPERATIVE
    assert [one.code for one in row.reader.repairs] == ["repaired"]


def test_scientific_notation_is_no_id_of_another_entity() -> None:
    assert entity(统一社会信用代码="9.33204E+17", 检查对象类别="其他市场主体").codes == ["identifier"]


@pytest.mark.parametrize(
    ("type_name", "code", "kind"),
    [
        ("有限责任公司(自然人独资)", synthetic_code(1, "92"), ObjectKind.ENTERPRISE),
        ("个人独资企业", CODE, ObjectKind.ENTERPRISE),
        ("全民所有制", REG15, ObjectKind.ENTERPRISE),
        ("外商投资企业分支机构", CODE, ObjectKind.ENTERPRISE),
        ("个体工商户", CODE, ObjectKind.INDIVIDUAL_BUSINESS),
        ("个体", REG15, ObjectKind.INDIVIDUAL_BUSINESS),
        ("农民专业合作社", CODE, ObjectKind.OTHER_ENTITY),
        ("外国企业常驻代表机构", CODE, ObjectKind.OTHER_ENTITY),
        ("事业单位", CODE, ObjectKind.OTHER_ENTITY),
        ("", CODE, ObjectKind.ENTERPRISE),
        ("", synthetic_code(1, "92"), ObjectKind.INDIVIDUAL_BUSINESS),
        ("", COOPERATIVE, ObjectKind.OTHER_ENTITY),
        ("", synthetic_code(1, "12"), ObjectKind.OTHER_ENTITY),
        ("", REG15, ObjectKind.ENTERPRISE),
        ("", INDIVIDUAL, ObjectKind.INDIVIDUAL_BUSINESS),
        ("乙类", INDIVIDUAL, ObjectKind.INDIVIDUAL_BUSINESS),
        ("", "P-1", ObjectKind.OTHER_ENTITY),
    ],
)
def test_the_kind_is_what_the_type_says_else_what_the_code_says(type_name: str, code: str, kind: ObjectKind) -> None:
    assert kind_of(type_name, code) is kind


def test_a_stated_kind_comes_before_type_and_code() -> None:
    row = entity(检查对象类别="个体工商户", 企业类型="有限责任公司")
    assert row.parsed.kind == "个体工商户"
    assert entity(检查对象类别="", 企业类型="个体工商户").parsed.kind == "个体工商户"


def test_the_parts_of_an_identical_row_are_equal_whatever_they_were_repaired_from() -> None:
    assert entity(统一社会信用代码=CODE.lower()).parsed == entity(统一社会信用代码=f" {CODE} ").parsed
