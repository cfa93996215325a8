"""Bulletins: the office tells every member unit how things stand, formulas and readings first: 4.1.2, A5.2."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection import (
    FORMULAS,
    Bulletin,
    DeadlineDuty,
    DeadlineStart,
    FollowUpMeasure,
    LeadHandling,
    ScoreBasis,
    bulletin,
    open_follow_up,
)
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import LIYANG_CONFERENCE, Act, ConferenceRole
from tests.unit.aftermath_days import inspected
from tests.unit.builders import AGENCY
from tests.unit.inspection_days import HEALTH, clause_of
from tests.unit.lead_days import lead
from tests.unit.publication_days import posted
from tests.unit.score_days import TERMS, all_visits, basis, labels

OFFICE = Act(unit=AGENCY, role=ConferenceRole.OFFICE, on=date(2025, 8, 4), document="合成联办〔2025〕3号")
PENDING = "320481-HG"
# Characters that a field may hold and that Markdown or HTML would read as something else.
LOUD = "<b>*做法*</b> [一](二) `三` # ! & ~"


def whole_basis(**changes: object) -> ScoreBasis:
    """Return a basis with visits, a result, a follow-up and a lead."""
    follow_up = open_follow_up(
        inspected(),
        None,
        follow_up_id="F-1",
        measures=(FollowUpMeasure.ORDER_AND_WATCH,),
        opened_on=date(2025, 6, 11),
        document="合成监〔2025〕1号",
    )
    given = {
        "visits": all_visits(),
        "results": (labels(),),
        "publications": (posted(labels()),),
        "follow_ups": (follow_up,),
        "leads": (LeadHandling(lead=lead()),),
    }
    return basis(**{**given, **changes})


def made(given: ScoreBasis | None = None, issued: Act = OFFICE, **changes: object) -> Bulletin:
    stated = {"bulletin_id": "2025-02", **changes}
    return bulletin(given or whole_basis(), LIYANG_CONFERENCE, issued, **stated)  # type: ignore[arg-type]


def test_it_goes_to_every_member_unit_of_the_day_a5_2() -> None:
    one = made()
    assert one.to == LIYANG_CONFERENCE.members_on(OFFICE.on)
    assert {AGENCY, HEALTH} <= set(one.to)
    assert PENDING not in one.to


def test_it_can_be_made_for_any_period_4_1_2() -> None:
    for last in (date(2025, 5, 1), date(2025, 6, 30), date(2025, 7, 31)):
        one = made(whole_basis(last=last))
        assert (one.first, one.last) == (date(2025, 5, 1), last)


def test_it_tells_of_each_department_its_draws_results_and_follow_ups_4_1_2() -> None:
    one = next(one for one in made().scores if one.department == AGENCY)
    assert one.indicator("draws").share == 1
    assert one.indicator("timeliness").whole == 6
    assert (one.overdue, one.open_follow_ups, one.open_leads) == (5, 1, 1)


def test_the_office_issues_it_and_nobody_else_a5_2() -> None:
    member = Act(unit=HEALTH, role=ConferenceRole.MEMBER, on=OFFICE.on, document="x")
    for act in (member, attrs.evolve(OFFICE, unit=HEALTH), attrs.evolve(OFFICE, role=ConferenceRole.CONVENER)):
        with pytest.raises(LawError) as caught:
            made(issued=act)
        assert clause_of(caught.value) == "A5.2"
    with pytest.raises(LawError) as caught:
        attrs.evolve(made(), issued=member)
    assert clause_of(caught.value) == "A5.2"


def test_it_is_issued_once_the_period_is_over_4_1_2() -> None:
    with pytest.raises(LawError) as caught:
        made(issued=attrs.evolve(OFFICE, on=date(2025, 7, 31)))
    assert clause_of(caught.value) == "4.1.2"
    assert made(issued=attrs.evolve(OFFICE, on=date(2025, 8, 1))).issued.on == date(2025, 8, 1)


def test_made_late_it_says_the_same_4_1_2() -> None:
    late = attrs.evolve(made(issued=attrs.evolve(OFFICE, on=date(2026, 3, 2))), issued=OFFICE)
    assert late == made()


def test_departments_stand_by_id_each_once_and_nobody_is_ranked_4_1_7() -> None:
    one = made()
    with pytest.raises(InvalidValueError, match="不排名次"):
        attrs.evolve(one, scores=one.scores[::-1])
    with pytest.raises(InvalidValueError, match="不排名次"):
        attrs.evolve(one, scores=(*one.scores, one.scores[0]))
    with pytest.raises(InvalidValueError, match="overlaps"):
        attrs.evolve(one, overlaps=one.overlaps * 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "一\n二"},
        {"last": date(2025, 4, 30)},
        {"rules": "a|b"},
        {"to": AGENCY},
        {"experiences": ("a|b",)},
        {"scores": ["one"]},
        {"scores": ("one",)},
        {"overlaps": ("one",)},
        {"start": "VISIT"},
        {"duty": None},
        {"response": 1},
        {"issued": "office"},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_form_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(made(), **wrong)  # type: ignore[arg-type]


def test_a_unit_gets_it_once() -> None:
    with pytest.raises(DuplicateError):
        attrs.evolve(made(), to=(AGENCY, AGENCY))


def test_it_says_by_which_readings_it_was_made_3_3_2() -> None:
    one = made()
    assert (one.rules, one.start, one.duty) == (LIYANG_RULES.id, DeadlineStart.VISIT, DeadlineDuty.PUBLICATION)
    lenient = made(whole_basis(terms=attrs.evolve(TERMS, duty=DeadlineDuty.ENTRY)))
    assert "自对该对象的检查结束之日起算，期内须录入并在两个渠道公示" in one.to_markdown()
    assert "期内须录入；线索1个工作日内检查、处置；后续监管逾60日未办结的为超期。" in lenient.to_markdown()


def test_formulas_stand_before_the_numbers_4_3_1() -> None:
    text = made().to_markdown()
    for formula in FORMULAS.values():
        assert text.index(str(formula)) < text.index(f"## {AGENCY}") < text.index(f"## {HEALTH}")
    assert "不按检查数量、罚没数额评价，不排名次" in text


def test_the_text_tells_what_is_lacking_joint_work_workload_and_open_matters_4_1_3_4_1_5() -> None:
    text = made().to_markdown()
    for said in (
        "| 覆盖率 | 10.0%（6/60） |",
        "| 多年覆盖率 | — |",
        "工作基础缺项：无。",
        "工作基础缺项：期内公示。",
        "联合抽查：发起 0，参加 0，不同意 0，未答复 0。",
        "参加检查人员每人检查：最少 1，平均 1.5，最多 2。",
        "期限届满未办结结果 5，不主动公开结果 0，未办结后续监管 1，未办结线索 1。",
        f"| {AGENCY} | {HEALTH} | 60 | hygiene、labels |",
    ):
        assert said in text, said


def test_who_lacks_something_of_full_coverage_is_named_1_1() -> None:
    assert made().uncovered == (HEALTH,)


def test_what_there_is_to_learn_is_told_4_3_5a() -> None:
    assert "## 经验做法\n\n- 联合检查一次进门\n" in made(experiences=["联合检查一次进门"]).to_markdown()
    assert "经验做法" not in made().to_markdown()


def test_nothing_that_is_written_in_it_becomes_markup() -> None:
    one = made(bulletin_id="2025 *02*", experiences=[LOUD])
    text = one.to_markdown()
    assert "# 工作通报 2025 \\*02\\*\n" in text
    assert "- \\<b\\>\\*做法\\*\\</b\\> \\[一\\](二) \\`三\\` \\# \\! \\& \\~" in text
    assert "<" not in text.replace("\\<", "")
    html = made(bulletin_id="<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    rows = [line for line in made().to_markdown().splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {3, 5}


def test_the_text_is_stable_byte_for_byte() -> None:
    one = attrs.evolve(made(whole_basis(departments=(AGENCY,)), experiences=["联合检查一次进门"]), to=(AGENCY, HEALTH))
    formulas = "".join(f"- {formula}（{formula.clause}）\n" for formula in FORMULAS.values())
    assert one.to_markdown() == f"{HEAD}\n{formulas}\n{SECTION}"


HEAD = """\
# 工作通报 2025-02

合成联办〔2025〕3号，2025-08-04。期间 2025-05-01 至 2025-07-31，以期末情况为准。
发至：320481-SCJG、320481-WJW。

各指标为占比，公式如下；不按检查数量、罚没数额评价，不排名次。“—”为无从计算。
结果期限依据 liyang-2020，自对该对象的检查结束之日起算，期内须录入并在两个渠道公示；\
线索1个工作日内检查、处置；后续监管逾60日未办结的为超期。
"""
SECTION = """\
## 320481-SCJG

| 指标 | 值 |
|---|---|
| 覆盖率 | 10.0%（6/60） |
| 推进程度 | 100.0%（6/6） |
| 抽取完成率 | 100.0%（1/1） |
| 公示完成率 | 16.7%（1/6） |
| 按期率 | 16.7%（1/6） |
| 后续办结率 | — |
| 线索及时率 | 0.0%（0/1） |
| 联合检查占比 | 50.0%（3/6） |
| 合并检查占比 | 50.0%（3/6） |
| 随机派员占比 | 100.0%（6/6） |
| 搭档不重复率 | 100.0%（6/6） |
| 人员参与率 | 100.0%（8/8） |
| 多年覆盖率 | — |

工作基础缺项：无。
联合抽查：发起 0，参加 0，不同意 0，未答复 0。
参加检查人员每人检查：最少 1，平均 1.5，最多 2。
期限届满未办结结果 5，不主动公开结果 0，未办结后续监管 1，未办结线索 1。

## 经验做法

- 联合检查一次进门
"""


def test_it_comes_back_from_json_and_says_the_same() -> None:
    one = made(experiences=["联合检查一次进门"])
    again = from_json(to_json(one), Bulletin)
    assert again == one
    assert again.to_markdown() == one.to_markdown()


def test_it_says_what_it_is() -> None:
    assert repr(made()) == "<工作通报 2025-02 2025-05-01 至 2025-07-31：2 个部门>"
    assert "<td>10.0%（6/60）</td>" in made()._repr_html_()


@settings(max_examples=30, deadline=None)
@given(st.permutations(all_visits()), st.permutations((AGENCY, HEALTH)))
def test_the_order_of_records_does_not_matter(visits: list[object], departments: list[str]) -> None:
    shuffled = whole_basis(visits=tuple(visits), departments=tuple(departments))
    assert made(shuffled).to_markdown() == made().to_markdown()
