"""Any sequence of adjustments keeps a plan's history whole, and none that was forged is taken for it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.planning import Adjustment, AnnualPlan, Frequency, PlanQuantity, SamplingDesign, Task, adjust
from shuangsuiji.planning.adjustments import NONE, current_value
from shuangsuiji.values import ratio_text

FIRST = date(2026, 1, 5)
RATIOS = st.fractions(0, 1, max_denominator=60).map(ratio_text)
FREQUENCIES = st.builds(Frequency, times=st.integers(1, 12), years=st.integers(1, 5)).map(str)
PLAN = AnnualPlan(
    id="2026",
    authority="320481-SCJG",
    year=2026,
    tasks=tuple(
        Task(
            id=id_,
            name="合成任务",
            designs=(
                SamplingDesign(item_code="labels", ratios={"A": "5%", "*": "1%"}, inclusion_targets={"A": "1/4"}),
                SamplingDesign(item_code="lifts", ratios="20%"),
            ),
        )
        for id_ in ("2026-01", "2026-02")
    ),
)


@st.composite
def adjusted_plans(draw: st.DrawFn) -> list[AnnualPlan]:
    """Return a plan and the versions that follow it, one adjustment after another."""
    plans, on = [PLAN], FIRST
    for _ in range(draw(st.integers(1, 8))):
        on += timedelta(days=draw(st.integers(0, 40)))
        one = draw(_adjustments(plans[-1], on))
        if one is not None:
            plans.append(adjust(plans[-1], one, open_tasks=()))
    return plans


@st.composite
def _adjustments(draw: st.DrawFn, plan: AnnualPlan, on: date) -> Adjustment | None:
    """Return an adjustment that follows from the plan as it is; None where it would change nothing."""
    task = draw(st.sampled_from(plan.tasks))
    quantity = draw(st.sampled_from(PlanQuantity))
    is_frequency = quantity is PlanQuantity.FREQUENCY
    values = RATIOS | st.just(NONE) if quantity is PlanQuantity.INCLUSION_PROBABILITY else RATIOS
    given_ = {
        "task_id": task.id,
        "quantity": quantity,
        "item_code": "" if is_frequency else draw(st.sampled_from(task.item_codes)),
        "stratum": "*" if is_frequency else draw(st.sampled_from(("A", "B", "*"))),
        "on": on,
        "reason": "合成理由",
        "document": f"合成〔2026〕{plan.version}号",
    }
    probe = _made(given_, "每年1次" if is_frequency else "0", "每9年1次" if is_frequency else "1")
    before, after = current_value(task, probe), draw(FREQUENCIES if is_frequency else values)
    return None if before == after else _made(given_, before, after)


def _made(given_: dict[str, object], before: str, after: str) -> Adjustment:
    return Adjustment(**{**given_, "before": before, "after": after})  # type: ignore[arg-type]


@settings(max_examples=50)
@given(adjusted_plans())
def test_every_version_follows_from_the_one_before_and_the_last_tells_the_whole_history(
    plans: list[AnnualPlan],
) -> None:
    for before, after in pairwise(plans):
        assert (after.version, after.adjustments[:-1]) == (before.version + 1, before.adjustments)
        changed = [one.id for one in after.tasks if before[one.id] != one]
        assert changed == [after.adjustments[-1].task_id]
    assert attrs.evolve(plans[-1]) == plans[-1]  # checks the history once more
    assert from_json(to_json(plans[-1]), AnnualPlan) == plans[-1]


@settings(max_examples=50)
@given(adjusted_plans())
def test_the_history_of_a_value_leads_from_the_first_plan_to_the_last_3_1_8(plans: list[AnnualPlan]) -> None:
    histories: dict[object, list[Adjustment]] = {}
    for one in plans[-1].adjustments:
        histories.setdefault(one.subject, []).append(one)
    for first, *rest in histories.values():
        last = rest[-1] if rest else first
        assert first.old == current_value(PLAN[first.task_id], first)
        assert last.new == current_value(plans[-1][last.task_id], last)


@settings(max_examples=50)
@given(adjusted_plans(), st.data())
def test_a_forged_history_is_refused(plans: list[AnnualPlan], data: st.DataObject) -> None:
    plan = plans[-1]
    if not plan.adjustments:
        return
    place = data.draw(st.integers(0, len(plan.adjustments) - 1))
    one = plan.adjustments[place]
    before, after = plan.adjustments[:place], plan.adjustments[place + 1 :]
    with pytest.raises(BrokenChainError):
        attrs.evolve(plan, adjustments=(*before, _another(one, "after"), *after))
    if one.subject in {other.subject for other in before}:
        with pytest.raises(BrokenChainError):
            attrs.evolve(plan, adjustments=(*before, _another(one, "before"), *after))
        if one.subject not in {other.subject for other in after}:
            with pytest.raises(BrokenChainError):
                attrs.evolve(plan, adjustments=(*before, *after))


def _another(one: Adjustment, field: str) -> Adjustment:
    """Return an adjustment that says something else of its value before or after."""
    is_frequency = one.quantity is PlanQuantity.FREQUENCY
    candidates = ["每7年5次", "每8年5次", "每9年5次"] if is_frequency else ["1/61", "2/61", "3/61"]
    other = next(text for text in candidates if text not in {one.old, one.new})
    return attrs.evolve(one, before=other) if field == "before" else attrs.evolve(one, after=other)


@settings(max_examples=50)
@given(adjusted_plans(), st.fractions(0, 1, max_denominator=60))
def test_whoever_does_not_know_the_value_before_adjusts_nothing(plans: list[AnnualPlan], wrong: Fraction) -> None:
    plan = plans[-1]
    now = plan["2026-01"].designs[0].ratios["A"]
    one = Adjustment(
        task_id="2026-01",
        quantity=PlanQuantity.RATIO,
        item_code="labels",
        stratum="A",
        before=ratio_text(wrong),
        after="1/61",
        on=date(2026, 12, 31),
        reason="合成理由",
        document="合成〔2026〕99号",
    )
    if wrong == now:
        assert adjust(plan, one, open_tasks=()).version == plan.version + 1
    else:
        with pytest.raises(InvalidValueError):
            adjust(plan, one, open_tasks=())
