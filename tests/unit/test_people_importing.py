"""Lists of inspectors, experts and recusals: every row is accepted, rejected or skipped, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.registry import LIYANG_DEPARTMENTS, Expert, Inspector, Leave, Qualification, Recusal, Training
from shuangsuiji.tables import (
    PeopleDefaults,
    PeopleImportReport,
    RecusalDefaults,
    import_experts,
    import_inspectors,
    import_recusals,
)
from shuangsuiji.tables.people_words import certificate_kind, inspector_kind, inspector_status, recusal_reason
from shuangsuiji.terms import (
    CertificateKind,
    ExpertKind,
    InspectorKind,
    InspectorStatus,
    RecusalDeclarer,
    RecusalReason,
)
from shuangsuiji.testing.city import synthetic_code
from tests.unit.builders import full_width
from tests.unit.sheets import workbook

ON = date(2026, 3, 1)
DEFAULTS = PeopleDefaults(on=ON, departments=LIYANG_DEPARTMENTS)
ROW: dict[str, object] = {
    "姓名": "甲某",
    "执法证号": "JS0001",
    "证件类型": "行政执法证",
    "有效期至": "2027-12-31",
    "所属部门": "市场监管",
    "人员类别": "行政执法类公务员",
    "执法区域": "溧城、戴埠",
    "执法资质": "食品安全监管",
    "业务专长": "标签",
    "年度检查上限": "12",
}


def imported(*rows: dict[str, object], **changes: Any) -> PeopleImportReport:  # noqa: ANN401 - any default
    return import_inspectors(list(rows), defaults=attrs.evolve(DEFAULTS, **changes))


def row(number: int = 1, /, **cells: object) -> dict[str, object]:
    return {**ROW, "执法证号": f"JS{number:04d}", **cells}


def without(*columns: str) -> dict[str, object]:
    return {name: cell for name, cell in ROW.items() if name not in columns}


def one_of(report: PeopleImportReport) -> Inspector:
    assert report.problems == ()
    [found] = report.inspectors
    return found


def said(report: PeopleImportReport) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in report.problems]


def warned(report: PeopleImportReport) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in report.warnings]


# What a row becomes.


def test_a_row_becomes_an_inspector() -> None:
    found = one_of(imported(row()))
    assert (found.id, found.kind, found.department) == ("JS0001", InspectorKind.CIVIL_SERVANT, "320481-SCJG")
    assert (found.certificate.kind, found.certificate.number) == (CertificateKind.ADMINISTRATIVE, "JS0001")
    assert (found.certificate.valid_until, found.capacity) == (date(2027, 12, 31), 12)
    assert found.regions == ("戴埠", "溧城")
    assert (found.qualifications, found.specialties) == ((Qualification(name="食品安全监管"),), ("标签",))
    assert (found.status, found.name) == (InspectorStatus.ACTIVE, "甲某")


def test_the_number_of_the_staff_list_comes_before_that_of_the_certificate() -> None:
    found = one_of(imported(row(人员编号="SCJG-017")))
    assert (found.id, found.certificate.number) == ("SCJG-017", "JS0001")


def test_a_name_is_not_needed() -> None:
    assert one_of(imported(without("姓名"))).name == ""


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2027-12-31", None, date(2027, 12, 31)),
        ("2027/1/5", None, date(2027, 1, 5)),
        ("2027.1.5", None, date(2027, 1, 5)),
        ("2027年1月5日", None, date(2027, 1, 5)),
        ("２０２７年１月５日", None, date(2027, 1, 5)),
        ("20270105", None, date(2027, 1, 5)),
        (20270105, None, date(2027, 1, 5)),
        (date(2027, 1, 5), None, date(2027, 1, 5)),
        ("2027-01-05 00:00:00", None, date(2027, 1, 5)),
        ("2022-01-06至2027-01-05", date(2022, 1, 6), date(2027, 1, 5)),
        ("自2022年1月6日起至2027年1月5日止", date(2022, 1, 6), date(2027, 1, 5)),
    ],
)
def test_days_are_read_as_people_write_them(cell: object, first: date | None, last: date) -> None:
    certificate = one_of(imported(row(有效期至=cell))).certificate
    assert (certificate.valid_from, certificate.valid_until) == (first, last)


@pytest.mark.parametrize(
    "cell", ["", "长期", "2027-02-30", "2027-13-01", "45000", "2027", "明年", "2028-01-01至2027-01-01"]
)
def test_a_certificate_without_a_last_day_that_there_is_is_rejected(cell: str) -> None:
    assert said(imported(row(有效期至=cell))) == [("有效期至", "valid_until")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("特种设备（至2026-06-30）", Qualification(name="特种设备", valid_until=date(2026, 6, 30))),
        ("特种设备（有效期至2026年6月30日）", Qualification(name="特种设备", valid_until=date(2026, 6, 30))),
        ("特种设备", Qualification(name="特种设备")),
    ],
)
def test_a_qualification_may_say_until_when_2_3_8(cell: str, expected: Qualification) -> None:
    assert one_of(imported(row(执法资质=cell))).qualifications == (expected,)


def test_leaves_and_trainings_are_read() -> None:
    cells = {"休假": "2026-03-01至2026-03-15；2026-07-01至2026-07-03", "培训日期": "2026-01-09", "培训内容": "食品监管"}
    found = one_of(imported(row(**cells)))
    assert found.leaves == (
        Leave(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 15)),
        Leave(starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 3)),
    )
    assert found.trainings == (Training(subject="食品监管", completed_on=date(2026, 1, 9)),)


@pytest.mark.parametrize("cell", ["2026-03-01", "三月份", "2026-03-15至2026-03-01"])
def test_a_leave_without_both_its_days_is_rejected(cell: str) -> None:
    assert said(imported(row(休假=cell))) == [("休假", "leaves")]


@pytest.mark.parametrize(
    ("cell", "regions"), [("全市", ("*",)), ("全域", ("*",)), ("溧城；戴埠,溧城", ("戴埠", "溧城"))]
)
def test_regions_are_names_or_everywhere(cell: str, regions: tuple[str, ...]) -> None:
    assert one_of(imported(row(执法区域=cell))).regions == regions


@pytest.mark.parametrize(("cell", "capacity"), [("12", 12), (12, 12), (12.0, 12), ("12户", 12), ("１２家/年", 12)])
def test_a_capacity_is_a_whole_number(cell: object, capacity: int) -> None:
    assert one_of(imported(row(年度检查上限=cell))).capacity == capacity


@pytest.mark.parametrize("cell", ["", "不限", "1.5", "-1", "十二"])
def test_what_is_no_whole_number_is_no_capacity(cell: str) -> None:
    assert said(imported(row(年度检查上限=cell))) == [("年度检查上限", "capacity")]


# Words.


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("公务员", InspectorKind.CIVIL_SERVANT),
        ("行政执法类公务员", InspectorKind.CIVIL_SERVANT),
        ("参公人员", InspectorKind.QUALIFIED_STAFF),
        ("参照公务员法管理", InspectorKind.QUALIFIED_STAFF),
        ("事业编制", InspectorKind.QUALIFIED_STAFF),
        ("具有行政执法资格的工作人员", InspectorKind.QUALIFIED_STAFF),
        ("QUALIFIED_STAFF", InspectorKind.QUALIFIED_STAFF),
    ],
)
def test_the_kind_of_an_inspector_is_told_from_words(words: str, kind: InspectorKind) -> None:
    assert inspector_kind(words) is kind


@pytest.mark.parametrize("words", ["专家", "第三方检测机构", "科研院所", "辅助人员", "协管员"])
def test_neither_experts_nor_auxiliaries_are_inspectors(words: str) -> None:
    with pytest.raises(LawError):
        inspector_kind(words)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("在岗", InspectorStatus.ACTIVE),
        ("不在岗", InspectorStatus.SUSPENDED),
        ("失效", InspectorStatus.SUSPENDED),
        ("有效", InspectorStatus.ACTIVE),
        ("已退休", InspectorStatus.RETIRED),
        ("借调至省局", InspectorStatus.SECONDED),
        ("调出", InspectorStatus.TRANSFERRED),
    ],
)
def test_the_status_is_told_from_words(words: str, status: InspectorStatus) -> None:
    assert inspector_status(words) is status


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("江苏省行政执法证", CertificateKind.ADMINISTRATIVE),
        ("工商行政管理行政执法证", CertificateKind.TRADE),
        ("税务检查证", CertificateKind.TAX),
        ("图书借阅卡", None),
    ],
)
def test_the_kind_of_a_certificate_is_told_from_words(words: str, kind: CertificateKind | None) -> None:
    assert certificate_kind(words) is kind


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("配偶在该企业", RecusalReason.KINSHIP),
        ("曾在该企业任职", RecusalReason.FORMER_EMPLOYMENT),
        ("持有股份", RecusalReason.SHAREHOLDING),
        ("本人申请", RecusalReason.OWN_REQUEST),
        ("当事人申请", RecusalReason.PARTY_REQUEST),
        ("上次检查过该企业", RecusalReason.LAST_INSPECTED),
        ("冷却期内", RecusalReason.COOL_OFF),
    ],
)
def test_the_reason_of_a_recusal_is_told_from_words(words: str, reason: RecusalReason) -> None:
    assert recusal_reason(words) is reason


# What is rejected, and what is warned of.


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"所属部门": "火星局"}, "所属部门"),
        ({"所属部门": ""}, "所属部门"),
        ({"人员类别": "第三方专家"}, "人员类别"),
        ({"人员类别": "协管员"}, "人员类别"),
        ({"人员类别": ""}, "人员类别"),
        ({"执法证号": ""}, "执法证号"),
        ({"执法证号": 10001}, "执法证号"),
        ({"执法证号": "320481199001011234"}, "执法证号"),
        ({"执法区域": ""}, "执法区域"),
        ({"执法资质": "食品,*"}, "执法资质"),
        ({"执法区域": "溧城,*"}, "执法区域"),
        ({"状态": "休假"}, "状态"),
        ({"状态": "？"}, "状态"),
        ({"专家标志": "是"}, "专家标志"),
        ({"有效期至": "#N/A"}, "有效期至"),
        ({"业务专长": "食品安全监管"}, "（整行）"),
    ],
)
def test_a_bad_cell_rejects_its_row_with_the_column_and_the_reason(cells: dict[str, object], field: str) -> None:
    report = imported(row(**cells), row(2))
    assert [one.field for one in report.problems] == [field]
    assert (report.accepted, len(report.rejected)) == (1, 1)


def test_an_expert_listed_as_officer_is_told_the_clause_2_3_10() -> None:
    [problem] = imported(row(人员类别="检测机构专家")).problems
    assert "专家不得列为执法检查人员" in problem.zh
    assert "二（三）" in problem.zh


@pytest.mark.parametrize("cell", ["否", "", "0"])
def test_whoever_is_marked_as_no_expert_is_accepted(cell: str) -> None:
    assert imported(row(专家标志=cell)).accepted == 1


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"有效期至": "2026-02-28"}, ("有效期至", "expired")),
        ({"执法资质": "食品安全监管（至2026-02-28）"}, ("执法资质", "expired")),
        ({"年度检查上限": "0"}, ("年度检查上限", "capacity")),
        ({"证件类型": "图书借阅卡"}, ("证件类型", "certificate_kind")),
        ({"业务专长": "书法"}, ("业务专长", "tag")),
        ({"执法资质": "食品，书法"}, ("执法资质", "tag")),
    ],
)
def test_what_is_doubtful_is_accepted_and_listed(cells: dict[str, object], expected: tuple[str, str]) -> None:
    report = imported(row(**cells), tags=["食品安全监管", "标签", "食品"])
    assert (report.accepted, warned(report)) == (1, [expected])


def test_a_specialty_that_is_somebody_elses_qualification_is_warned_of_and_no_pool_takes_it_2_3_8() -> None:
    report = imported(row(1), row(2, 执法资质="", 业务专长="食品安全监管"))
    assert warned(report) == [("业务专长", "families")]
    assert report.warnings[0].row == 3
    with pytest.raises(LawError, match="食品安全监管"):
        report.pool(id="people", owner="320481-SCJG", item_codes=["labels"], maintained_on=ON)


def test_every_problem_of_a_row_is_told_at_once() -> None:
    report = imported(row(有效期至="明年", 所属部门="火星局", 年度检查上限="很多"))
    assert said(report) == [("有效期至", "valid_until"), ("所属部门", "department"), ("年度检查上限", "capacity")]


# The same person twice.


def test_equal_rows_are_duplicates_and_the_first_counts() -> None:
    report = imported(row(), row(2), row())
    assert (report.accepted, said(report)) == (2, [("执法证号", "duplicate")])
    assert report.rejected[0].row == 4


def test_rows_of_one_person_that_contradict_one_another_are_all_rejected_in_any_order() -> None:
    rows = [row(), row(年度检查上限="6"), row(2)]
    for order in permutations(rows):
        report = imported(*order)
        assert [one.id for one in report.inspectors] == ["JS0002"]
        assert {code for _, code in said(report)} == {"conflict"}


def test_one_certificate_under_two_staff_numbers_is_rejected() -> None:
    report = imported(row(1, 人员编号="A1"), row(1, 人员编号="A2"), row(2, 人员编号="A3"))
    assert [one.id for one in report.inspectors] == ["A3"]
    assert said(report) == [("执法证号", "conflict")] * 2
    assert "执法证号相同而编号不同" in report.problems[0].zh


# The list as a whole.

HEADER = tuple(ROW)


def sheet_of(*rows: Sequence[object]) -> bytes:
    return workbook([["执法检查人员名单（合成）"], HEADER, *rows])


def test_accepted_rejected_and_skipped_add_up_and_cells_are_named() -> None:
    good, bad = list(row().values()), list(row(2, 有效期至="明年").values())
    report = import_inspectors(sheet_of(good, bad, [], ["合计", "2"], ["备注：略"]), defaults=DEFAULTS)
    assert (report.rows, report.accepted, len(report.rejected), len(report.skipped)) == (5, 1, 1, 3)
    assert str(report.problems[0]).startswith("D4 有效期至")
    assert (report.encoding, report.sheet) == ("xlsx", "名单")


def test_a_certificate_number_that_is_stored_as_a_number_is_rejected() -> None:
    report = import_inspectors(sheet_of(list({**ROW, "执法证号": 32048100012}.values())), defaults=DEFAULTS)
    assert report.accepted == 0
    assert report.problems[0].cell == "B3"
    assert "数字格式" in report.problems[0].zh


def test_a_day_of_a_workbook_is_a_day() -> None:
    report = import_inspectors(sheet_of(list({**ROW, "有效期至": date(2027, 12, 31)}.values())), defaults=DEFAULTS)
    assert one_of(report).certificate.valid_until == date(2027, 12, 31)


def test_rejected_rows_are_written_back_and_read_again(tmp_path: Path) -> None:
    report = imported(row(), row(2, 有效期至="明年"))
    for name in ("back.csv", "back.xlsx"):
        again = import_inspectors(report.write_rejected(tmp_path / name), defaults=DEFAULTS)
        assert (again.rows, again.accepted, said(again)) == (1, 0, said(report))
    corrected = report.rejected_csv().decode("utf-8-sig").replace("明年,", "2027-12-31,", 1)
    assert import_inspectors(corrected.encode(), defaults=DEFAULTS).inspectors[0].id == "JS0002"
    assert report.rejected_xlsx().startswith(b"PK")


def test_a_list_in_gb18030_is_read() -> None:
    text = "\n".join([",".join(HEADER), ",".join(map(str, row().values()))])
    report = import_inspectors(text.encode("gb18030"), defaults=DEFAULTS)
    assert (report.encoding, report.accepted) == ("gb18030", 1)


def test_full_width_numbers_are_repaired_and_listed() -> None:
    report = imported(row(执法证号=full_width("JS0001") + " "))
    assert one_of(report).id == "JS0001"
    assert [one.code for one in report.repairs] == ["repaired"]


def test_what_the_list_leaves_unsaid_comes_from_the_defaults_and_is_counted() -> None:
    report = imported(
        without("人员类别", "所属部门", "执法区域", "年度检查上限", "证件类型"),
        department="320481-SCJG",
        inspector_kind=InspectorKind.QUALIFIED_STAFF,
        regions=("*",),
        capacity=8,
    )
    found = one_of(report)
    assert (found.kind, found.regions, found.capacity) == (InspectorKind.QUALIFIED_STAFF, ("*",), 8)
    assert report.supplied == dict.fromkeys(["capacity", "certificate_kind", "department", "kind", "regions"], 1)


def test_without_a_tree_the_words_of_the_list_are_the_department() -> None:
    assert one_of(imported(row(), departments=None)).department == "市场监管"
    assert said(imported(row(所属部门="甲局,乙局"), departments=None)) == [("所属部门", "department")]


def test_columns_may_be_named_and_those_not_used_are_listed() -> None:
    cells = {**without("执法证号"), "证": "JS0001", "备注": "无", "性别": "女"}
    report = import_inspectors([cells], defaults=DEFAULTS, columns={"证": "certificate"})
    assert one_of(report).id == "JS0001"
    assert report.unused == ("备注", "性别")
    assert report.fields["certificate"] == "证"
    with pytest.raises(InvalidValueError):
        import_inspectors([cells], defaults=DEFAULTS, columns={"证": "nothing"})
    with pytest.raises(InvalidValueError):
        import_inspectors([cells], defaults=DEFAULTS, columns={"没有": "certificate"})


def test_a_list_without_certificates_is_refused_naming_what_was_looked_for() -> None:
    with pytest.raises(InvalidValueError, match="执法证号") as caught:
        import_inspectors([{"姓名": "甲某"}], defaults=DEFAULTS)
    assert "certificates" in caught.value.en_line


def test_an_unknown_sheet_is_an_error() -> None:
    with pytest.raises(UnknownNameError):
        import_inspectors(sheet_of(), defaults=DEFAULTS, sheet="其他")


def test_a_report_whose_rows_do_not_add_up_cannot_be_made() -> None:
    report = imported(row())
    with pytest.raises(BrokenChainError):
        attrs.evolve(report, rows=2)
    assert str(report).startswith("rows（-）：共 1 行 = 接收 1 + 退回 0 + 跳过 0")
    assert "JS" not in report._repr_html_()
    assert imported(row(有效期至="x")).counts() == {"valid_until": 1}


def test_a_report_makes_a_pool() -> None:
    people = imported(row(1), row(2))
    experts = import_experts([EXPERT], defaults=DEFAULTS)
    pool = people.pool(
        id="people", owner="320481-SCJG", item_codes=["labels"], maintained_on=ON, experts=experts.experts
    )
    assert (len(pool), len(pool.experts), pool.version) == (2, 1, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"department": "a,b"},
        {"inspector_kind": "公务员"},
        {"capacity": -1},
        {"regions": ("a;b",)},
        {"regions": "溧城"},
        {"on": "2026"},
    ],
)
def test_defaults_of_the_wrong_form_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(DEFAULTS, **changes)


# Experts.

EXPERT: dict[str, object] = {
    "专家编号": "ZJ01",
    "姓名": "丙某",
    "专家类别": "检测机构",
    "工作单位": "某检测中心（合成）",
    "聘任部门": "市场监管",
    "服务区域": "全市",
    "专业领域": "电梯、锅炉",
    "年度上限": "6",
    "聘期至": "2027-12-31",
}


def experts(*rows: dict[str, object], **changes: Any) -> PeopleImportReport:  # noqa: ANN401 - any default
    return import_experts(list(rows), defaults=attrs.evolve(DEFAULTS, **changes))


def test_a_row_becomes_an_expert_2_3_10() -> None:
    [found] = experts(EXPERT).experts
    assert found == Expert(
        id="ZJ01",
        kind=ExpertKind.TESTING_BODY,
        department="320481-SCJG",
        regions=("*",),
        specialties=("电梯", "锅炉"),
        capacity=6,
        appointed_until=date(2027, 12, 31),
        organisation="某检测中心（合成）",
        name="丙某",
    )


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"专家类别": "公务员"}, "专家类别"),
        ({"专家类别": ""}, "专家类别"),
        ({"聘期至": ""}, "聘期至"),
        ({"聘任部门": "火星局"}, "聘任部门"),
        ({"专家编号": ""}, "专家编号"),
    ],
)
def test_a_bad_cell_rejects_an_expert(cells: dict[str, object], field: str) -> None:
    report = experts({**EXPERT, **cells})
    assert (report.accepted, [one.field for one in report.problems]) == (0, [field])


def test_an_appointment_that_is_over_and_a_capacity_of_nothing_are_warned_of() -> None:
    report = experts({**EXPERT, "聘期至": "2026-01-31", "年度上限": "0"}, tags=["电梯"])
    assert warned(report) == [("年度上限", "capacity"), ("聘期至", "expired"), ("专业领域", "tag")]


def test_the_kind_of_the_experts_may_be_a_default() -> None:
    report = experts({**EXPERT, "专家类别": ""}, expert_kind=ExpertKind.SCHOLAR)
    assert report.experts[0].kind is ExpertKind.SCHOLAR
    assert report.supplied == {"kind": 1}


def test_an_expert_is_listed_once() -> None:
    report = experts(EXPERT, EXPERT, {**EXPERT, "专家编号": "ZJ02"}, {**EXPERT, "专家编号": "zj02", "年度上限": "9"})
    assert [one.id for one in report.experts] == ["ZJ01"]
    assert [one.code for one in report.problems] == ["duplicate", "conflict", "conflict"]


# Recusals.

CODE = synthetic_code(7)
RECUSAL: dict[str, object] = {
    "检查对象代码": CODE,
    "检查人员": "JS0001",
    "回避原因": "亲属关系",
    "证明材料": "回避申请（合成）2026-01",
    "提出人": "本人",
    "提出日期": "2026-02-01",
}
KNOWN = RecusalDefaults(on=ON, inspector_ids=["JS0001"], object_ids=[CODE])


def recusals(*rows: dict[str, object], **changes: Any) -> PeopleImportReport:  # noqa: ANN401 - any default
    return import_recusals(list(rows), defaults=attrs.evolve(KNOWN, **changes))


def test_a_row_becomes_a_recusal() -> None:
    report = recusals({**RECUSAL, "有效期至": "2027-01-31"})
    assert (report.problems, report.warnings) == ((), ())
    assert report.recusals == (
        Recusal(
            object_id=CODE,
            inspector_id="JS0001",
            reason=RecusalReason.KINSHIP,
            declared_by=RecusalDeclarer.INSPECTOR,
            declared_on=date(2026, 2, 1),
            evidence="回避申请（合成）2026-01",
            expires_on=date(2027, 1, 31),
        ),
    )


@pytest.mark.parametrize(
    ("cells", "field", "message"),
    [
        ({"检查人员": ""}, "检查人员", "回避须指明检查人员"),
        ({"检查人员": "无"}, "检查人员", "回避须指明检查人员"),
        ({"检查人员": "JS0077"}, "检查人员", "名录库中没有此人"),
        ({"检查对象代码": ""}, "检查对象代码", "不得为空"),
        ({"回避原因": ""}, "回避原因", "不得为空"),
        ({"回避原因": "不想去"}, "回避原因", "应为 亲属关系"),
        ({"提出人": ""}, "提出人", "不得为空"),
        ({"回避原因": "当事人申请"}, "（整行）", "须由当事人提出"),
        ({"提出日期": "去年"}, "提出日期", "应为日期"),
    ],
)
def test_a_recusal_that_says_too_little_is_rejected(cells: dict[str, object], field: str, message: str) -> None:
    report = recusals({**RECUSAL, **cells})
    [problem] = report.problems
    assert (report.accepted, problem.field) == (0, field)
    assert message in problem.zh


def test_a_recusal_without_evidence_or_of_an_unknown_object_is_warned_of() -> None:
    report = recusals({**RECUSAL, "证明材料": "", "检查对象代码": synthetic_code(8)})
    assert (report.accepted, warned(report)) == (1, [("检查对象代码", "object"), ("证明材料", "evidence")])


def test_who_declared_follows_from_the_reason_or_the_defaults_and_is_counted() -> None:
    rows = [{**RECUSAL, "提出人": "", "提出日期": "", "回避原因": reason} for reason in ("本人申请", "冷却期", "持股")]
    report = recusals(*rows, declared_by=RecusalDeclarer.DEPARTMENT)
    by = [one.declared_by.name for one in report.recusals]
    assert by == ["INSPECTOR", "DEPARTMENT", "DEPARTMENT"]
    assert {one.declared_on for one in report.recusals} == {ON}
    assert report.supplied == {"declared_by": 3, "declared_on": 3}


def test_one_pair_may_be_recused_for_several_reasons_and_equal_rows_are_duplicates() -> None:
    report = recusals(RECUSAL, {**RECUSAL, "回避原因": "持股"}, RECUSAL)
    assert [one.reason for one in report.recusals] == [RecusalReason.KINSHIP, RecusalReason.SHAREHOLDING]
    assert [(one.row, one.code) for one in report.problems] == [(4, "duplicate")]


def test_codes_of_objects_are_repaired() -> None:
    report = recusals({**RECUSAL, "检查对象代码": f"{CODE[:8]} {CODE[8:].lower()}"})
    assert report.recusals[0].object_id == CODE
    assert [one.code for one in report.repairs] == ["repaired"]


def test_objects_that_are_no_entities_have_ids_of_their_own() -> None:
    report = recusals({**RECUSAL, "检查对象代码": "电梯-0815"}, object_ids=None, inspector_ids=None)
    assert report.recusals[0].object_id == "电梯-0815"


def test_a_list_of_recusals_needs_both_sides() -> None:
    with pytest.raises(InvalidValueError, match="检查人员"):
        import_recusals([{"检查对象代码": CODE, "回避原因": "亲属关系"}], defaults=KNOWN)


def test_recusal_defaults_of_the_wrong_form_are_refused() -> None:
    with pytest.raises(InvalidValueError):
        RecusalDefaults(on=ON, declared_by="本人")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError):
        RecusalDefaults(on=ON, inspector_ids="JS0001")
