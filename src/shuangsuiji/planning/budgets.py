"""What a plan costs, under the four heads of 四（一）: exact, and what is not known is said: 4.1.6 (经费预算)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import Term
from shuangsuiji.values import check_count, check_field, check_kind, ratio_text

__all__ = ["Budget", "BudgetLine", "CostHead", "CostRate", "CostUnit", "PlanVolume", "estimate"]

_YUAN = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?")


class CostHead(Term):
    """What money is set aside for, exactly four heads: 四（一） «所需资金» (经费科目)."""

    SYSTEMS = "网络系统维护管理"
    TRAINING = "业务宣传培训"
    INSPECTIONS = "执法检查保障"
    THIRD_PARTIES = "第三方机构协查"


class CostUnit(Term):
    """What a rate is paid for (计费单位)."""

    PLAN = "全年计划"
    DEPARTMENT = "每个部门"
    DRAW = "每次抽取"
    VISIT = "每户次检查"
    OFFICER_DAY = "每人日"
    COMMISSIONED_VISIT = "每户次委托检查"


def _yuan(given: object) -> Fraction:
    """Return an amount of money as it is written; 0 says that a thing is known to cost nothing."""
    amount = given
    if isinstance(given, str) and _YUAN.fullmatch(given):
        amount = Fraction(given)
    if isinstance(amount, bool) or not isinstance(amount, int | Fraction) or amount < 0:
        zh = '应为不小于 0 的精确金额（元），如 "1200.50"，不接受浮点数'
        en = 'must be an exact amount in yuan from 0, such as "1200.50"; floats are refused'
        raise InvalidValueError(field="CostRate.amount", rule_zh=zh, rule=en, value=given)
    return Fraction(amount)


@attrs.frozen(kw_only=True)
class CostRate:
    """What one unit of work costs under one head (费用标准).

    Attributes:
        head: the head.
        per: what it is paid for.
        amount: yuan, exact: a whole number, a ``Fraction`` or text such as ``"1200.50"``. 0 is a known amount; a head
            of which nothing is known has no rate.
        source: which paper says so, such as a contract or a standard of expenses.

    Raises:
        InvalidValueError: a field of the wrong form, a float, or an amount below 0.

    """

    head: CostHead
    per: CostUnit
    amount: Fraction = attrs.field(converter=_yuan)
    source: str

    def __attrs_post_init__(self) -> None:
        check_kind(self.head, CostHead, "CostRate.head")
        check_kind(self.per, CostUnit, f"{self.head}.per")
        check_field(self.source, f"{self.head}.source")


@attrs.frozen(kw_only=True)
class PlanVolume:
    """How much work a plan is; None where a number is not known (计划工作量).

    Attributes:
        departments: departments that take part.
        draws: draws of the year.
        visits: visits to objects, those of commissioned bodies included.
        officer_days: days of inspectors, each person's counted.
        commissioned_visits: visits that a professional body is commissioned with.

    Raises:
        InvalidValueError: a number that is not whole or below 0, or more commissioned visits than visits.

    """

    departments: int | None = None
    draws: int | None = None
    visits: int | None = None
    officer_days: int | None = None
    commissioned_visits: int | None = None

    def __attrs_post_init__(self) -> None:
        for one in CostUnit:
            number = self.of(one)
            if number is not None:
                check_count(number, f"PlanVolume {one}")
        commissioned, visits = self.commissioned_visits, self.visits
        if commissioned is not None and visits is not None and commissioned > visits:
            zh, en = f"委托检查不得多于检查 {visits} 户次", f"are among the visits, of which there are {visits}"
            raise InvalidValueError(field="PlanVolume.commissioned_visits", rule_zh=zh, rule=en, value=commissioned)

    def of(self, unit: CostUnit) -> int | None:
        """Return how many units of a kind there are; one plan, and None where it is not known."""
        match unit:
            case CostUnit.PLAN:
                return 1
            case CostUnit.DEPARTMENT:
                return self.departments
            case CostUnit.DRAW:
                return self.draws
            case CostUnit.VISIT:
                return self.visits
            case CostUnit.OFFICER_DAY:
                return self.officer_days
            case CostUnit.COMMISSIONED_VISIT:
                return self.commissioned_visits


@attrs.frozen(kw_only=True)
class BudgetLine:
    """A rate and how often it is paid (预算明细).

    Attributes:
        rate: the rate.
        quantity: how many units; None where it is not known.

    """

    rate: CostRate
    quantity: int | None

    @property
    def amount(self) -> Fraction | None:
        """Yuan, exact; None where the quantity is not known."""
        return None if self.quantity is None else self.rate.amount * self.quantity


def _rates(given: Iterable[CostRate]) -> tuple[CostRate, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Budget:
    """What a plan is estimated to cost, by head: 4.1.6 (经费预算).

    A head without a rate, or with a line whose quantity is not known, is not estimated: it counts neither as zero nor
    in part, and ``total`` is None as long as there is one. The text wants all four provided for together.

    Attributes:
        volume: how much work the plan is.
        rates: what it costs; several for one head add up, each once.

    Raises:
        InvalidValueError: a field of the wrong form, or a rate of one head, unit and source twice.

    """

    volume: PlanVolume
    rates: tuple[CostRate, ...] = attrs.field(converter=_rates)

    def __attrs_post_init__(self) -> None:
        check_kind(self.volume, PlanVolume, "Budget.volume")
        seen: set[tuple[CostHead, CostUnit, str]] = set()
        for rate in self.rates:
            check_kind(rate, CostRate, "Budget.rates")
            key = (rate.head, rate.per, rate.source)
            if key in seen:
                zh, en = "同一科目、计费单位和依据只能列一次", "one head, unit and source may stand once"
                raise InvalidValueError(field="Budget.rates", rule_zh=zh, rule=en, value="、".join(map(str, key)))
            seen.add(key)

    @cached_property
    def lines(self) -> tuple[BudgetLine, ...]:
        """Every rate with its quantity, by head, within a head as given."""
        return tuple(
            BudgetLine(rate=rate, quantity=self.volume.of(rate.per))
            for head in CostHead
            for rate in self.rates
            if rate.head is head
        )

    def amount_of(self, head: CostHead) -> Fraction | None:
        """Return what a head costs, in yuan; None where it is not estimated (科目金额)."""
        amounts = [line.amount for line in self.lines if line.rate.head is head]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Fraction()) if amounts and len(known) == len(amounts) else None

    @property
    def not_estimated(self) -> tuple[CostHead, ...]:
        """The heads without a rate, or with a quantity that is not known."""
        return tuple(head for head in CostHead if self.amount_of(head) is None)

    @property
    def estimated(self) -> Fraction:
        """What the heads that are estimated cost together, in yuan; the whole only where ``total`` is not None."""
        return sum((amount for head in CostHead if (amount := self.amount_of(head)) is not None), Fraction())

    @property
    def total(self) -> Fraction | None:
        """What all four heads cost together, in yuan; None where one is not estimated."""
        return None if self.not_estimated else self.estimated

    def __repr__(self) -> str:
        missing = "、".join(map(str, self.not_estimated))
        return f"<经费预算 {_money(self.estimated)} 元{f'，未估算：{missing}' if missing else ''}>"

    def _repr_html_(self) -> str:
        rows: list[tuple[object, ...]] = []
        for head in CostHead:
            own = [line for line in self.lines if line.rate.head is head]
            rows += [_row(line) for line in own] or [(head, "—", "—", "—", "未估算", "—")]
        header = ("科目", "计费单位", "数量", "标准（元）", "金额（元）", "依据")
        return html_table(repr(self), header, rows, total=len(rows))


def estimate(volume: PlanVolume, rates: Iterable[CostRate]) -> Budget:
    """Return what a plan of this volume costs, by head, all exact: 4.1.6 (估算经费).

    Raises:
        InvalidValueError: a rate of one head, unit and source twice.

    """
    return Budget(volume=volume, rates=rates)


def _row(line: BudgetLine) -> tuple[object, ...]:
    rate = line.rate
    quantity = "未知" if line.quantity is None else line.quantity
    amount = "未估算" if line.amount is None else _money(line.amount)
    return (rate.head, rate.per, quantity, _money(rate.amount), amount, rate.source)


def _money(amount: Fraction) -> str:
    """Return yuan to the cent where that is exact, else the fraction."""
    cents = amount * 100
    return f"{cents.numerator // 100}.{cents.numerator % 100:02}" if cents.denominator == 1 else ratio_text(amount)
