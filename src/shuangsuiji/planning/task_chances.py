"""What one task of a plan comes to over a pool: quotas, the chance of each object, visits; 3.1.8 (任务测算).

Everything is exact and nothing is drawn. The items of one draw share their tickets, and the largest chance of them is
taken as the chance of a visit. That is right where the strata of the items hold the same objects; where they concern
different ones it may be larger, so that visits and coverage are lower bounds there.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from shuangsuiji.lottery.chances import weighted_chances
from shuangsuiji.lottery.quotas import quota, room
from shuangsuiji.lottery.weights import weight_counts
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.designs import SamplingDesign
from shuangsuiji.planning.scopes import rows_in, strata_of
from shuangsuiji.planning.tasks import Task
from shuangsuiji.registry import InspectionItem, ObjectPool
from shuangsuiji.terms import CapScope
from shuangsuiji.values import freeze
from shuangsuiji.values.columns import Column

__all__ = ["DesignForecast", "TaskChances", "TaskForecast", "as_bits", "forecast_task", "task_chances"]


@attrs.frozen(kw_only=True)
class DesignForecast:
    """What one item of a task comes to in one draw, and over the year (事项测算).

    Attributes:
        item_code: the item.
        rows: objects that it concerns.
        counts: objects by stratum.
        ratios: exact ratio by stratum, as planned.
        quotas: the most that one draw may draw, by stratum.
        chances: inclusion probability of an object in one draw, by stratum; for ``pareto`` the average.
        least: the smallest of an object, by stratum; other than ``chances`` for ``pareto`` alone.
        cap_room: the most that the whole year may draw of them, None for a KEY item.

    """

    item_code: str
    rows: int
    counts: Mapping[str, int] = attrs.field(converter=freeze)
    ratios: Mapping[str, Fraction] = attrs.field(converter=freeze)
    quotas: Mapping[str, int] = attrs.field(converter=freeze)
    chances: Mapping[str, Fraction] = attrs.field(converter=freeze)
    least: Mapping[str, Fraction] = attrs.field(converter=freeze)
    cap_room: int | None = None

    @property
    def quota(self) -> int:
        """The most that one draw may draw in all."""
        return sum(self.quotas.values())


@attrs.frozen(kw_only=True)
class TaskForecast:
    """What one task comes to in a year (任务测算).

    Attributes:
        task_id: the task.
        department: id of the department that draws.
        pool_id: the pool.
        draws: draws a year.
        designs: one per item.
        visits: expected visits of one draw, at the least; a visit deals with every item for which its object is drawn.
            Exact where the items concern the same objects; the chances of ``pareto`` have 12 digits.

    """

    task_id: str
    department: str
    pool_id: str
    draws: int
    designs: tuple[DesignForecast, ...]
    visits: Fraction

    def yearly_chance(self, item_code: str, stratum: str) -> Fraction:
        """Return the chance that every object of a stratum has, at least, to be drawn for an item in the year."""
        design = next(one for one in self.designs if one.item_code == item_code)
        return 1 - (1 - design.least.get(stratum, Fraction(0))) ** self.draws


@attrs.frozen(kw_only=True)
class TaskChances:
    """The chance of each object of a pool to be visited in one draw of a task (对象概率).

    Attributes:
        forecast: what the task comes to.
        chances: the distinct chances.
        codes: for each row of the pool, which of them is its own; 0 for a row that no item of the task concerns.
        rows_by_design: for each item, in the order of the task, the rows of the pool that it concerns.

    """

    forecast: TaskForecast
    chances: tuple[Fraction, ...]
    codes: Sequence[int] = attrs.field(repr=False)
    rows_by_design: tuple[Sequence[int], ...] = attrs.field(repr=False)

    @property
    def rows(self) -> Sequence[int]:
        """The rows of the pool that have a chance."""
        possible = [chance > 0 for chance in self.chances]
        return [row for row, code in enumerate(self.codes) if possible[code]]


def as_bits(rows: Iterable[int]) -> int:
    """Return a set of rows as the bits of one number: hundreds of sets are compared with each other (位集)."""
    found = bytearray()
    for row in rows:
        byte = row >> 3
        if byte >= len(found):
            found.extend(bytes(byte + 1 - len(found)))
        found[byte] |= 1 << (row & 7)
    return int.from_bytes(found, "little")


def forecast_task(plan: AnnualPlan, task: Task, pool: ObjectPool, items: Mapping[str, InspectionItem]) -> TaskForecast:
    """Return what a task comes to over a pool (任务测算).

    Args:
        plan: the plan that holds the task.
        task: the task.
        pool: the pool that it draws from.
        items: the items of the task by code; one that is not known has no cap here.

    Raises:
        UnknownNameError: a column that the pool does not have, or a stratum of which a design says nothing.
        InvalidValueError: a stratum that cannot be named, or weights by which ``pareto`` cannot draw.

    """
    return task_chances(plan, task, pool, items).forecast


def task_chances(plan: AnnualPlan, task: Task, pool: ObjectPool, items: Mapping[str, InspectionItem]) -> TaskChances:
    """Return what a task comes to over a pool, object by object (对象概率).

    Args:
        plan: the plan that holds the task.
        task: the task.
        pool: the pool that it draws from.
        items: the items of the task by code; one that is not known has no cap here.

    Raises:
        UnknownNameError: a column that the pool does not have, or a stratum of which a design says nothing.
        InvalidValueError: a stratum that cannot be named, or weights by which ``pareto`` cannot draw.

    """
    designs: list[DesignForecast] = []
    scopes: list[Sequence[int]] = []
    known: dict[Fraction | None, int] = {None: 0}
    chances: list[Fraction] = [Fraction(0)]
    codes = array("I", [0]) * len(pool)
    for design in task.designs:
        rows = rows_in(pool, task.filters_for(design))
        one, cells, places = _design(design, items.get(design.item_code), pool, task.strata, rows)
        designs.append(one)
        scopes.append(rows)
        for chance in cells:
            if known.setdefault(chance, len(chances)) == len(chances):
                chances.append(chance)
        found = [known[chance] for chance in cells]
        for row, place in zip(rows, places, strict=True):
            code = found[place]
            if not codes[row] or chances[code] > chances[codes[row]]:
                codes[row] = code
    tally = Counter(codes)
    forecast = TaskForecast(
        task_id=task.id,
        department=plan.department_of(task),
        pool_id=pool.id,
        draws=plan.draws_of(task),
        designs=tuple(designs),
        visits=sum((chances[code] * count for code, count in tally.items()), Fraction(0)),
    )
    return TaskChances(forecast=forecast, chances=tuple(chances), codes=codes, rows_by_design=tuple(scopes))


def _design(
    design: SamplingDesign, item: InspectionItem | None, pool: ObjectPool, fields: Sequence[str], rows: Sequence[int]
) -> tuple[DesignForecast, list[Fraction], Sequence[int]]:
    """Return what a design comes to, the chances that there are, and for each row which one is its own."""
    strata = strata_of(pool, fields, rows)
    counts, cap = strata.counts(), None if item is None else item.ratio_cap
    per_stratum = cap if design.cap_scope is CapScope.STRATUM else None
    rounding = "ceil" if design.rounding == "chance" else design.rounding
    ratios = {stratum: design.ratio_of(stratum) for stratum in counts}
    quotas = {stratum: quota(number, ratios[stratum], rounding, per_stratum) for stratum, number in counts.items()}
    chances = {stratum: Fraction(number, counts[stratum]) for stratum, number in quotas.items()}
    if design.rounding == "chance":  # one more than the whole part is drawn so often that the ratio is kept on average
        chances = {stratum: min(ratios[stratum], chance) for stratum, chance in chances.items()}
    least: Mapping[str, Fraction] = chances
    if design.weight is None:
        cells, places = [chances.get(label, Fraction(0)) for label in strata.labels], strata.codes
    else:
        least, cells, places = _weighted(chances, counts, strata, pool.columns.column(design.weight).take(rows))
    found = DesignForecast(
        item_code=design.item_code,
        rows=len(rows),
        counts=counts,
        ratios=ratios,
        quotas=quotas,
        chances=chances,
        least=least,
        cap_room=None if cap is None else room(len(rows), cap),
    )
    return found, cells, places


def _weighted(
    chances: Mapping[str, Fraction], counts: Mapping[str, int], strata: Column, weights: Column
) -> tuple[Mapping[str, Fraction], list[Fraction], Sequence[int]]:
    """Return the least chance of each stratum, then chances and rows, where objects are drawn by weight."""
    by_weight: dict[str, dict[int, Fraction]] = defaultdict(dict)
    if len(strata):
        for stratum, several in weight_counts(strata, weights).items():
            by_weight[stratum] = weighted_chances(several, chances[stratum] * counts[stratum])
    pairs: dict[tuple[int, int], int] = {}
    rows = zip(strata.codes, weights.codes, strict=True)
    places = array("I", (pairs.setdefault(pair, len(pairs)) for pair in rows))
    cells = [by_weight[strata.labels[stratum]][int(weights.labels[weight])] for stratum, weight in pairs]
    return {stratum: min(several.values()) for stratum, several in by_weight.items()}, cells, places
