"""Regrading: results and credit events move the grades of holders by a published table, for the next plan."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.inspection import Outcome, OutcomeGroup, Result, correct
from shuangsuiji.inspection.credit_events import CreditEvent, credit_event, gives_credit_event, withdraw_credit_event
from shuangsuiji.inspection.regrading import GradeChange, Regrading, regrade
from shuangsuiji.inspection.regrading_rules import REGRADING_RULES, RegradingGround, RegradingRule
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import CREDIT, DISHONESTY, RISK, GradingKind
from shuangsuiji.registry import ObjectPool
from tests.unit.aftermath_days import clean, graded, graded_pool, inspected
from tests.unit.builders import committed, made, pool_of, product, uscc
from tests.unit.conference_days import refused

ON = date(2026, 1, 12)
Grades = tuple[str | None, str | None, str | None]


def event(result: Result, on: date = date(2025, 8, 1), id_: str = "") -> CreditEvent:
    found = credit_event(result, event_id=id_ or f"X-{result.id}", on=on)
    assert found is not None
    return found


def regraded(*results: Result, events: tuple[CreditEvent, ...] = (), **changes: object) -> Regrading:
    basis = {"pool": graded_pool(), "year": 2025, "on": ON}
    return regrade(results=results, events=events, **{**basis, **changes})  # type: ignore[arg-type]


def grades(found: Regrading | ObjectPool, number: int = 1) -> Grades:
    """Return risk, credit and dishonesty of the n-th enterprise."""
    pool = found.pool if isinstance(found, Regrading) else found
    labels = pool[uscc(number)].attributes
    return labels.get(RISK.column), labels.get(CREDIT.column), labels.get(DISHONESTY.column)


def rule(**changes: object) -> RegradingRule:
    basis = {
        "id": "synthetic",
        "kind": GradingKind.RISK,
        "clause": LIYANG_2020.ref("3.3.10"),
        "source": "合成分级〔2025〕1号",
        "outcomes": (Outcome.OTHER_VIOLATION,),
        "steps": 1,
    }
    return made(RegradingRule, basis, changes)


def yearly(number: int = 1, years: tuple[int, ...] = (2023, 2024, 2025)) -> list[Result]:
    return [clean(number, on=date(year, 6, 10)) for year in years]


def test_a_problem_makes_a_holder_riskier_in_the_next_plan_3_3_10() -> None:
    found = regraded(inspected())
    assert grades(found) == ("C", "B", "无")
    assert (found.pool.version, found.pool.previous, found.pool.maintained_on) == (2, graded_pool().digest, ON)
    assert [grades(found, number) for number in (2, 3, 4)] == [("B", "B", "无")] * 3


def test_a_holder_without_a_problem_fares_better_3_3_10() -> None:
    assert grades(regraded(*yearly())) == ("A", "A", "无")
    assert grades(regraded(*yearly(years=(2024, 2025)))) == ("A", "B", "无")
    assert grades(regraded(*yearly(years=(2025,)))) == ("B", "B", "无")


def test_every_change_has_its_reason_in_the_pool_3_3_10() -> None:
    found = regraded(inspected(), event(inspected()).result, events=(event(inspected()),))
    assert found.pool.revision is not None
    reason = found.pool.revision.changed[uscc(1)]
    assert reason.startswith("风险等级 B→C，规则 risk-problem，依据 R-labels-V-CJG-labels-1-2025-06-10")
    assert "信用评价结果 B→C，规则 credit-event" in reason
    assert set(found.pool.revision.changed) == {uscc(1)}
    assert found.changes[0] == GradeChange(
        object_id=uscc(1),
        holder=uscc(1),
        kind=GradingKind.RISK,
        before="B",
        after="C",
        rule_id="risk-problem",
        grounds=(inspected().id,),
    )


def test_risk_credit_and_dishonesty_are_three_things_3_3_10() -> None:
    lost = inspected(Outcome.UNREACHABLE)
    assert grades(regraded(lost)) == ("B", "B", "无")
    assert grades(regraded(lost, events=(event(lost),))) == ("B", "B", "经营异常名录")
    assert grades(regraded(inspected(), events=(event(inspected()),))) == ("C", "C", "无")


def test_the_gravest_rule_that_is_met_decides_and_no_grade_leaves_the_scale() -> None:
    grave = inspected(Outcome.CONCEALED_OR_FALSE)
    assert grades(regraded(grave, inspected(on=date(2025, 7, 1)))) == ("D", "B", "无")
    assert grades(regraded(grave, pool=graded_pool(graded(1, risk="D")))) == ("D", "B", "无")
    assert grades(regraded(*yearly(), pool=graded_pool(graded(1, risk="A", credit="A")))) == ("A", "A", "无")


def test_nobody_leaves_the_list_of_the_dishonest_or_comes_onto_the_graver_by_the_table() -> None:
    listed = graded_pool(graded(1, dishonesty="经营异常名录"), graded(2, dishonesty="严重违法失信名单"))
    lost = [inspected(Outcome.UNREACHABLE, number) for number in (1, 2)]
    found = regraded(*lost, events=tuple(map(event, lost)), pool=listed)
    assert [grades(found, number)[2] for number in (1, 2)] == ["经营异常名录", "严重违法失信名单"]
    assert grades(regraded(*yearly(), pool=listed))[2] == "经营异常名录"


def test_a_problem_on_record_keeps_clean_results_from_making_anything_better() -> None:
    old = inspected(on=date(2023, 3, 1))
    assert grades(regraded(old, *yearly())) == ("B", "B", "无")
    assert grades(regraded(inspected(on=date(2022, 3, 1)), *yearly())) == ("A", "A", "无")
    assert grades(regraded(*yearly(), events=(event(old, on=date(2024, 1, 5)),))) == ("B", "B", "无")


def test_one_problem_counts_in_one_year() -> None:
    assert grades(regraded(inspected(on=date(2024, 6, 10)))) == ("B", "B", "无")
    with pytest.raises(InvalidValueError):
        rule(years=2)


def test_a_visit_of_many_items_counts_once_and_one_after_a_lead_makes_nothing_better() -> None:
    same = [clean(visit_id="V-1", item_code=code) for code in ("labels", "lifts", "scales")]
    assert grades(regraded(*(attrs.evolve(one, id=f"R-{number}") for number, one in enumerate(same)))) == (
        "B",
        "B",
        "无",
    )
    led = [clean(on=date(2025, month, 10), case=True) for month in (3, 6, 9)]
    assert grades(regraded(*led)) == ("B", "B", "无")
    assert grades(regraded(inspected(case=True))) == ("C", "B", "无")


def test_what_is_corrected_withdrawn_or_of_a_later_year_does_not_count() -> None:
    told = {"outcome": Outcome.NO_PROBLEM, "formed_on": date(2025, 7, 1), "reason": "复核有误"}
    gone = correct(inspected(), result_id="R-2", **told)  # type: ignore[arg-type]
    assert grades(regraded(inspected(), gone, events=(event(inspected()),))) == ("B", "B", "无")
    back = withdraw_credit_event(event(inspected()), on=date(2025, 9, 1), document="合成撤回1号")
    assert grades(regraded(inspected(), events=(back,))) == ("C", "B", "无")
    assert grades(regraded(inspected(on=date(2026, 1, 5)))) == ("B", "B", "无")
    assert grades(regraded(*yearly(), events=(event(inspected(), on=date(2026, 1, 5)),))) == ("A", "A", "无")


@pytest.mark.parametrize("outcome", [one for one in Outcome if not gives_credit_event(one)])
def test_the_state_of_a_holder_makes_nothing_worse_3_3_10(outcome: Outcome) -> None:
    assert grades(regraded(inspected(outcome))) == ("B", "B", "无")
    if outcome.group is not OutcomeGroup.CLEAN:
        refused("3.3.10", lambda: rule(outcomes=(outcome,)))


def test_results_of_a_product_count_for_its_holder_and_all_that_he_has_3_3_10() -> None:
    goods = product("壶", holder=uscc(1), attributes={"风险等级": "A"})
    found = regraded(inspected(), pool=pool_of([graded(1), goods, graded(2)]))
    assert found.pool["壶"].attributes["风险等级"] == "B"
    assert {one.object_id for one in found.changes} == {uscc(1), "壶"}


def test_a_label_that_is_no_grade_is_moved_by_no_steps_but_may_be_listed() -> None:
    strange = graded_pool(graded(1, risk="待定", dishonesty="-"), graded(2))
    lost = inspected(Outcome.UNREACHABLE, on=date(2025, 7, 1))
    assert grades(regraded(inspected(), lost, events=(event(lost),), pool=strange)) == ("待定", "B", "经营异常名录")


def test_the_pool_stays_where_nothing_changes_and_the_version_before_always() -> None:
    before = graded_pool()
    assert regraded(clean()).pool == before
    assert regraded().changes == ()
    commitment = committed(None, pool_of(60))
    regraded(inspected(), pool=graded_pool())
    assert commitment.manifest.entries["rules.pool.hash"] == pool_of(60).digest
    assert grades(before) == ("B", "B", "无")


def test_the_results_of_a_year_are_for_the_next_where_nothing_else_is_said_3_3_10() -> None:
    refused("3.3.10", lambda: regraded(inspected(), on=date(2025, 12, 31)))
    refused("3.3.10", lambda: regraded(inspected(), on=date(2024, 12, 31), within_year=True))
    assert grades(regraded(inspected(), on=date(2025, 12, 31), within_year=True))[0] == "C"
    assert grades(regraded(inspected(), on=date(2025, 6, 9), within_year=True))[0] == "B"


def test_the_columns_are_those_of_the_pool_and_what_is_not_graded_is_named() -> None:
    some = pool_of([attrs.evolve(graded(1), attributes={"风险等级": "B"})])
    found = regraded(inspected(), events=(event(inspected()),), pool=some)
    assert found.ungraded == (GradingKind.CREDIT, GradingKind.DISHONESTY)
    assert grades(found) == ("C", None, None)
    with pytest.raises(UnknownNameError):
        regraded(inspected(), pool=pool_of(3))
    with pytest.raises(UnknownNameError):
        regraded(inspected(), pool=some, gradings=(CREDIT,))
    with pytest.raises(DuplicateError):
        regraded(inspected(), gradings=(RISK, RISK))
    assert regraded(inspected(), gradings=(CREDIT,)).changes == ()


def test_a_table_of_ones_own_is_data_with_clause_and_source_3_3_10() -> None:
    found = regraded(inspected(), rules=(rule(steps=2),))
    assert grades(found)[0] == "D"
    assert str(rule()) == (
        "synthetic 风险等级：检查结果“违反其他规定”满 1 次，降1级（溧政办发〔2020〕27号 三（三）；合成分级〔2025〕1号）"
    )
    assert rule(steps=0, to="D").effect == "调至D"
    assert rule(outcomes=(Outcome.NO_PROBLEM,), steps=-1).effect == "升1级"
    assert grades(regraded(inspected(), rules=(rule(at_least=2),)))[0] == "B"
    with pytest.raises(DuplicateError):
        regraded(rules=(rule(), rule()))
    with pytest.raises(UnknownNameError):
        regraded(rules=(rule(steps=0, to="E"),))


@pytest.mark.parametrize(
    "changes",
    [
        {"outcomes": ()},
        {"outcomes": (Outcome.NO_PROBLEM,)},
        {"steps": -1},
        {"outcomes": (Outcome.NO_PROBLEM,), "steps": -1, "ground": RegradingGround.CREDIT_EVENT},
    ],
)
def test_only_faults_make_worse_and_only_clean_results_better_3_3_10(changes: dict[str, object]) -> None:
    refused("3.3.10", lambda: rule(**changes))


@pytest.mark.parametrize("changes", [{"to": "D"}, {"steps": 0}, {"at_least": 0}, {"source": ""}, {"id": "规则"}])
def test_a_rule_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        rule(**changes)


def test_the_default_table_says_that_it_is_a_default() -> None:
    assert {one.source for one in REGRADING_RULES} == {"本库默认"}
    assert {one.kind for one in REGRADING_RULES} == set(GradingKind)


VISITED = st.lists(
    st.tuples(st.sampled_from(Outcome), st.integers(1, 3), st.integers(2023, 2025), st.integers(1, 12), st.booleans()),
    max_size=6,
    unique_by=lambda one: one[1:4],
)
CHANCES = st.lists(st.tuples(st.integers(1, 3), st.integers(2023, 2025), st.integers(1, 12)), max_size=4, unique=True)


def told(visits: list[tuple[Outcome, int, int, int, bool]]) -> list[Result]:
    return [inspected(of, number, on=date(year, month, 10), case=case) for of, number, year, month, case in visits]


@settings(max_examples=50, deadline=None)
@given(visits=VISITED, more=CHANCES)
def test_more_clean_results_never_worsen_a_grade(
    visits: list[tuple[Outcome, int, int, int, bool]], more: list[tuple[int, int, int]]
) -> None:
    results = told(visits)
    events = tuple(event(one, one.formed_on) for one in results if gives_credit_event(one.outcome))
    added = [clean(number, on=date(year, month, 20)) for number, year, month in more]
    before, after = regraded(*results, events=events), regraded(*results, *added, events=events)
    for number in range(1, 5):
        for grading, was, is_ in zip(
            (RISK, CREDIT, DISHONESTY), grades(before, number), grades(after, number), strict=True
        ):
            assert grading.order.index(is_ or "") <= grading.order.index(was or "")


@settings(max_examples=50, deadline=None)
@given(visits=VISITED)
def test_a_holder_without_a_result_never_changes(visits: list[tuple[Outcome, int, int, int, bool]]) -> None:
    results = told(visits)
    events = tuple(event(one, one.formed_on) for one in results if gives_credit_event(one.outcome))
    found = regraded(*results, events=events)
    having = {one.collected_under for one in results}
    for number in range(1, 5):
        if uscc(number) not in having:
            assert found.pool[uscc(number)] == graded_pool()[uscc(number)]
    changed = found.pool.revision.changed if found.pool.revision else {}
    assert {one.object_id for one in found.changes} == set(changed) <= having


def test_a_regrading_travels_as_json() -> None:
    found = regraded(inspected(), *yearly(2))
    again = from_json(to_json(found), Regrading)
    assert again == found
    assert again.pool.digest == found.pool.digest
    assert repr(found) == f"<分级调整 {found.pool.id} v2 2025：3 处变动>"


def test_a_day_before_the_version_before_is_refused() -> None:
    late = attrs.evolve(graded_pool(), maintained_on=date(2026, 2, 1))
    with pytest.raises((InvalidValueError, LawError)):
        regraded(inspected(), pool=late)
