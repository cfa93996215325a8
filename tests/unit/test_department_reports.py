"""What the assessments of a department come to: counts, open facts, traps; no ranking, nothing on persons."""

from __future__ import annotations

import attrs
import pytest

from shuangsuiji.accountability import (
    FACT_KINDS,
    Assessment,
    AssessmentVerdict,
    DepartmentReport,
    Derived,
    MissingEvidence,
    OpenKind,
    assess,
    report_on_departments,
    reports_markdown,
)
from shuangsuiji.accountability.fact_sources import evidence_for
from shuangsuiji.accountability.trap_kinds import trap
from shuangsuiji.errors import DuplicateError, InvalidValueError, UnknownNameError
from tests.unit.assessment_cases import EX_1, EX_3, NONE_FREES, case, fact, facts

OTHER = "320481-AAA"


def assessed(id_: str, /, department: str = "", **values: str) -> Assessment:
    asked = case(id=id_, **({"department": department} if department else {}))
    return assess(asked, facts(**values))


def derived(of: Assessment, *codes: str) -> Derived:
    traps = tuple(trap(code, "合成", "合成情形", "made up") for code in codes)
    return Derived(case=of.case, facts={}, traps=traps)


def test_verdicts_are_counted_on_top_and_beside() -> None:
    both = assessed("认-02", **EX_1, F8="T")
    [report] = report_on_departments([assessed("认-01", **EX_1), both, assessed("认-03", **EX_3)])
    assert report.cases == 3
    assert dict(report.verdicts) == {
        AssessmentVerdict.BREACH: 1,
        AssessmentVerdict.EXEMPT_MANDATORY: 1,
        AssessmentVerdict.EXEMPT: 2,
    }
    assert (report.conflicting, report.decided, report.needing_evidence) == (1, 0, 0)
    assert list(report.verdicts) == [one for one in AssessmentVerdict if one in report.verdicts]


def test_open_facts_are_counted_with_who_has_the_evidence() -> None:
    missing = MissingEvidence(zh="JS0001 的检查表", en="the sheet of JS0001", where="合成档案室")
    told = fact("F3", facts(F3="N")["F3"].value, missing=(missing,))
    one = assess(case(id="认-01"), {**facts(F1="T", F2="T", F4="F", F6="F"), "F3": told})
    [report] = report_on_departments([one, assessed("认-02", F1="T", F2="T", F4="F", F6="F")])
    counted = {each.kind.code: (each.cases, each.where) for each in report.open_kinds}
    assert counted["F3"] == (2, ("合成档案室", evidence_for(FACT_KINDS["F3"]).where))
    assert list(counted) == [code for code in FACT_KINDS if code in counted]
    assert "JS0001" not in report.to_markdown() + report._repr_html_()


def test_departments_stand_in_the_order_of_their_ids_however_many_cases_they_have() -> None:
    given = [assessed("认-01", **EX_1), assessed("认-02", **EX_1), assessed("认-03", OTHER, **NONE_FREES)]
    reports = report_on_departments(given)
    assert [one.department for one in reports] == sorted({one.case.department for one in given})
    assert reports == report_on_departments(reversed(given))
    assert "排名" not in repr(reports)
    assert report_on_departments([]) == ()


def test_traps_are_counted_by_case_the_gravest_first() -> None:
    first, second = assessed("认-01", **EX_1), assessed("认-02", **EX_1)
    looked = [
        derived(first, "trap.not_due", "trap.pool_omission", "trap.pool_omission"),
        derived(second, "trap.pool_omission"),
    ]
    [report] = report_on_departments([first, second, assessed("认-03", **EX_1)], looked)
    assert list(report.traps.items()) == [("trap.pool_omission", 2), ("trap.not_due", 1)]
    assert report.checked_for_traps == 2
    page = report.to_markdown()
    assert "（已查 2 件 cases looked through）" in page
    assert "- trap.pool\\_omission（错误 ERROR，2.3.1）：2" in page
    assert "- 无 none" in report_on_departments([first], [derived(first)])[0].to_markdown()
    assert "陷阱" not in report_on_departments([first])[0].to_markdown()


def test_a_case_counts_once() -> None:
    one = assessed("认-01", **EX_1)
    with pytest.raises(DuplicateError):
        report_on_departments([one, assessed("认-01", **EX_3)])
    with pytest.raises(DuplicateError):
        report_on_departments([one], [derived(one), derived(one, "trap.not_due")])
    with pytest.raises(InvalidValueError):
        report_on_departments([one], [derived(assessed("认-02", **EX_1))])
    with pytest.raises(InvalidValueError):
        report_on_departments([one], [Derived(case=attrs.evolve(one.case, subject="I-9"), facts={})])


def test_a_count_does_not_exceed_the_cases() -> None:
    [report] = report_on_departments([assessed("认-01", **EX_1)])
    for changes in (
        {"cases": 0},
        {"decided": 2},
        {"conflicting": 2},
        {"verdicts": {AssessmentVerdict.EXEMPT: 2}},
        {"traps": {"trap.not_due": 1}},
        {"department": "某局"},
    ):
        with pytest.raises(InvalidValueError):
            attrs.evolve(report, **changes)
    with pytest.raises(UnknownNameError):
        attrs.evolve(report, traps={"trap.none": 0})
    with pytest.raises(InvalidValueError):
        OpenKind(kind=FACT_KINDS["F1"], cases=1, asked=evidence_for(FACT_KINDS["F1"]), where=())


def test_a_report_is_told_in_one_line_in_a_table_and_as_a_page() -> None:
    report: DepartmentReport
    [report] = report_on_departments([assessed("认-01", F1="T")])
    assert repr(report).endswith("1 件，待补证据 1>")
    html = report._repr_html_()
    assert html.startswith("<table><caption>&lt;分部门认定情况")
    assert "待查 F2 抽查对象检查时未查出问题" in html
    page = reports_markdown([report])
    assert page.startswith("# 分部门认定情况")
    assert f"## {report.department}" in page
    assert "- 待补证据 / NEEDS\\_EVIDENCE：1" in page
