"""Budgets: four heads, exact amounts, and nothing that is unknown counted as zero."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import Budget, BudgetLine, CostHead, CostRate, CostUnit, PlanVolume, estimate
from tests.unit.builders import made

VOLUME = PlanVolume(departments=17, draws=24, visits=600, officer_days=850, commissioned_visits=40)


def rate(head: CostHead = CostHead.INSPECTIONS, per: CostUnit = CostUnit.VISIT, **changes: object) -> CostRate:
    given_ = {"head": head, "per": per, "amount": 100, "source": "合成费用标准"}
    return made(CostRate, given_, changes)


ALL_HEADS = (
    rate(CostHead.THIRD_PARTIES, CostUnit.COMMISSIONED_VISIT, amount="1500.50"),
    rate(CostHead.SYSTEMS, CostUnit.PLAN, amount=0, source="省平台免费使用（合成）"),
    rate(CostHead.TRAINING, CostUnit.DEPARTMENT, amount=3000),
    rate(CostHead.INSPECTIONS, CostUnit.OFFICER_DAY, amount=Fraction(100, 3)),
    rate(CostHead.INSPECTIONS, CostUnit.VISIT, amount="20"),
)


def test_the_four_heads_are_those_of_the_text_4_1_6() -> None:
    quotation = LIYANG_2020.clause("4.1.6").quotation
    assert "、".join(map(str, CostHead)) + "等所需资金" in quotation


def test_a_plan_is_estimated_under_the_four_heads_exactly_4_1_6() -> None:
    budget = estimate(VOLUME, ALL_HEADS)
    assert [budget.amount_of(head) for head in CostHead] == [
        0,
        51_000,
        Fraction(85_000, 3) + 12_000,
        60_020,
    ]
    assert budget.total == budget.estimated == Fraction(85_000, 3) + 123_020
    assert isinstance(budget.total, Fraction)
    assert budget.not_estimated == ()


def test_lines_stand_by_head_and_then_as_given() -> None:
    lines = estimate(VOLUME, ALL_HEADS).lines
    assert [line.rate.head for line in lines] == [
        CostHead.SYSTEMS,
        CostHead.TRAINING,
        CostHead.INSPECTIONS,
        CostHead.INSPECTIONS,
        CostHead.THIRD_PARTIES,
    ]
    assert [line.quantity for line in lines] == [1, 17, 850, 600, 40]
    assert [line.amount for line in lines][:2] == [0, 51_000]


@pytest.mark.parametrize(("per", "quantity"), list(zip(CostUnit, (1, 17, 24, 600, 850, 40), strict=True)), ids=str)
def test_every_unit_is_counted_by_its_number(per: CostUnit, quantity: int) -> None:
    assert VOLUME.of(per) == quantity
    assert BudgetLine(rate=rate(per=per), quantity=VOLUME.of(per)).amount == 100 * quantity


def test_a_head_without_a_rate_is_not_estimated_and_never_zero() -> None:
    budget = estimate(VOLUME, [rate(CostHead.TRAINING, CostUnit.DEPARTMENT)])
    assert budget.not_estimated == (CostHead.SYSTEMS, CostHead.INSPECTIONS, CostHead.THIRD_PARTIES)
    assert budget.amount_of(CostHead.SYSTEMS) is None
    assert budget.total is None
    assert budget.estimated == 1700
    assert repr(budget) == "<经费预算 1700.00 元，未估算：网络系统维护管理、执法检查保障、第三方机构协查>"


def test_a_rate_of_zero_is_an_estimate() -> None:
    budget = estimate(VOLUME, [rate(CostHead.SYSTEMS, CostUnit.PLAN, amount=0)])
    assert budget.amount_of(CostHead.SYSTEMS) == 0
    assert CostHead.SYSTEMS not in budget.not_estimated


def test_a_number_that_is_not_known_leaves_its_head_open_and_no_part_of_it_counts() -> None:
    budget = estimate(attrs.evolve(VOLUME, officer_days=None), ALL_HEADS)
    assert budget.not_estimated == (CostHead.INSPECTIONS,)
    assert budget.total is None
    assert budget.estimated == 51_000 + 60_020
    assert [line.amount for line in budget.lines if line.rate.head is CostHead.INSPECTIONS] == [None, 12_000]


def test_nothing_known_is_nothing_estimated() -> None:
    budget = estimate(PlanVolume(), ())
    assert budget.not_estimated == tuple(CostHead)
    assert budget.total is None
    assert budget.lines == ()


@pytest.mark.parametrize("amount", [0.1, -1, Fraction(-1, 2), True, "1,200", "1200元", "-5", "1e3", "", None, "01"])
def test_an_amount_that_is_not_exact_yuan_is_refused_and_shown(amount: Any) -> None:  # noqa: ANN401 - slips of type
    with pytest.raises(InvalidValueError, match=r"CostRate\.amount") as caught:
        rate(amount=amount)
    assert repr(amount) in str(caught.value)


@pytest.mark.parametrize("changes", [{"head": "业务宣传培训"}, {"per": "每次抽取"}, {"source": ""}])
def test_a_rate_names_head_unit_and_source(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        rate(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [{"visits": -1}, {"draws": True}, {"departments": 1.0}, {"visits": 39}, {"officer_days": "850"}],
)
def test_a_volume_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError, match="PlanVolume"):
        made(PlanVolume, attrs.asdict(VOLUME), changes)


def test_the_same_rate_twice_is_refused_and_another_source_adds_up() -> None:
    with pytest.raises(InvalidValueError, match="只能列一次"):
        estimate(VOLUME, [rate(), rate(amount=50)])
    budget = estimate(VOLUME, [rate(), rate(amount=50, source="合成交通费标准")])
    assert budget.amount_of(CostHead.INSPECTIONS) == 90_000


@pytest.mark.parametrize(("volume", "rates"), [(None, ()), (VOLUME, ("100元",))])
def test_a_budget_holds_a_volume_and_rates(volume: Any, rates: Any) -> None:  # noqa: ANN401 - slips of type
    with pytest.raises(InvalidValueError):
        estimate(volume, rates)


def test_the_table_shows_every_line_escaped_and_what_is_not_estimated() -> None:
    budget = estimate(PlanVolume(visits=3), [rate(amount="33.30", source="<b>标准</b>"), rate(per=CostUnit.DRAW)])
    shown = budget._repr_html_()
    assert "&lt;b&gt;标准&lt;/b&gt;" in shown
    assert "<td>33.30</td><td>99.90</td>" in shown
    assert "<td>未知</td><td>100.00</td><td>未估算</td>" in shown
    assert shown.count("<tr>") == 1 + 2 + 3
    assert "<td>第三方机构协查</td><td>—</td><td>—</td><td>—</td><td>未估算</td>" in shown


def test_an_amount_without_an_end_in_cents_is_shown_as_a_fraction() -> None:
    budget = estimate(PlanVolume(visits=1), [rate(amount=Fraction(1, 3))])
    assert "1/3 元" in repr(budget)


RATES = st.lists(
    st.builds(
        CostRate,
        head=st.sampled_from(CostHead),
        per=st.sampled_from(CostUnit),
        amount=st.fractions(min_value=0, max_value=10_000, max_denominator=1000),
        source=st.sampled_from(["甲", "乙"]),
    ),
    max_size=12,
    unique_by=lambda one: (one.head, one.per, one.source),
)
NUMBERS = st.one_of(st.none(), st.integers(0, 500))


@settings(max_examples=50)
@given(RATES, st.builds(PlanVolume, departments=NUMBERS, draws=NUMBERS, officer_days=NUMBERS))
def test_the_estimate_is_the_sum_of_its_estimated_heads_whatever_the_order(
    rates: list[CostRate], volume: PlanVolume
) -> None:
    budget = estimate(volume, rates)
    open_heads = {line.rate.head for line in budget.lines if line.amount is None}
    open_heads |= set(CostHead) - {one.head for one in rates}
    assert set(budget.not_estimated) == open_heads
    known = [line.amount for line in budget.lines if line.rate.head not in open_heads]
    assert budget.estimated == sum(one for one in known if one is not None)
    assert (budget.total is None) == bool(open_heads)
    assert estimate(volume, reversed(rates)).estimated == budget.estimated
    assert Budget(volume=volume, rates=tuple(rates)) == budget
