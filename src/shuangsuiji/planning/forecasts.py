"""What a plan comes to for the objects of the pools that it draws from: coverage, burden; 3.1.5 – 3.1.10 (计划测算).

Every draw of the year has a seed of its own, so that an object is reached at least once with probability 1 − Π(1 − π).

What is forecast is the plan as it stands: as if no holder were left out since he has been visited (``draws.sparing``),
which nobody knows beforehand and which leaves the others larger chances.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.task_chances import DesignForecast, TaskChances, TaskForecast, forecast_task, task_chances
from shuangsuiji.planning.tasks import Task
from shuangsuiji.registry import InspectionItem, ObjectPool
from shuangsuiji.values import freeze

__all__ = ["DesignForecast", "PoolForecast", "TaskForecast", "forecast_objects", "forecast_pool", "forecast_task"]

_FINEST = 10**30


def _frozen_shares(
    shares: Mapping[str, Mapping[str, tuple[int, Fraction]]],
) -> Mapping[str, Mapping[str, tuple[int, Fraction]]]:
    return freeze({column: freeze(labels) for column, labels in shares.items()})


@attrs.frozen(kw_only=True)
class PoolForecast:
    """What the tasks that draw from one pool come to for its objects (名录库测算).

    Attributes:
        pool_id: the pool.
        objects: how many there are.
        reached: expected number of objects that the year reaches at least once. Exact as long as its denominator has
            30 digits at most; beyond that a little too small, by less than 10⁻²⁰, and never too large.
        outside: objects that no task concerns.
        shares: by column and label, objects and those expected to be reached.
        most_draws: the most draws of one department in which one object stands, by department.

    """

    pool_id: str
    objects: int
    reached: Fraction
    outside: int
    shares: Mapping[str, Mapping[str, tuple[int, Fraction]]] = attrs.field(converter=_frozen_shares)
    most_draws: Mapping[str, int] = attrs.field(converter=freeze)

    @property
    def coverage(self) -> Fraction:
        """Share of the objects that the year is expected to reach; 0 for an empty pool."""
        return self.reached / self.objects if self.objects else Fraction(0)


def forecast_pool(
    plan: AnnualPlan,
    tasks: Iterable[Task],
    pool: ObjectPool,
    items: Mapping[str, InspectionItem],
    columns: Sequence[str] = ("region",),
) -> tuple[PoolForecast, tuple[TaskForecast, ...]]:
    """Return what all tasks that draw from a pool come to for its objects (名录库测算).

    Args:
        plan: the plan.
        tasks: those of its tasks that draw from the pool.
        pool: the pool.
        items: their items by code.
        columns: columns of the pool by whose labels the shares are told apart.

    Raises:
        UnknownNameError: a column that the pool does not have, or a stratum of which a design says nothing.
        InvalidValueError: a stratum that cannot be named, or weights by which ``pareto`` cannot draw.

    """
    drawn = [task_chances(plan, task, pool, items) for task in tasks]
    return forecast_objects(pool, drawn, columns), tuple(one.forecast for one in drawn)


def forecast_objects(
    pool: ObjectPool, drawn: Sequence[TaskChances], columns: Sequence[str] = ("region",)
) -> PoolForecast:
    """Return what tasks whose chances are known come to for the objects of a pool (名录库测算).

    Raises:
        UnknownNameError: a column that the pool does not have.

    """
    labels = [pool.columns.column(name) for name in columns]
    # Objects that stand alike in every task and column are counted together: there are few such groups.
    seats = zip(range(len(pool)), *(column.codes for column in labels), *(one.codes for one in drawn), strict=True)
    groups = Counter(path[1:] for path in seats)
    width = len(labels)
    standing = {path[width:] for path in groups}
    chances = _chances(drawn, standing)
    whole: Counter[Fraction] = Counter()
    parts: list[dict[int, Counter[Fraction]]] = [defaultdict(Counter) for _ in labels]
    for path, count in groups.items():
        chance = chances[path[width:]]
        whole[chance] += count
        for part, code in zip(parts, path, strict=False):
            part[code][chance] += count
    return PoolForecast(
        pool_id=pool.id,
        objects=len(pool),
        reached=_expected(whole),
        outside=sum(count for path, count in groups.items() if not any(path[width:])),
        shares={
            name: {column.labels[code]: (one.total(), _expected(one)) for code, one in sorted(part.items())}
            for name, column, part in zip(columns, labels, parts, strict=True)
        },
        most_draws=_most(drawn, standing),
    )


def _chances(drawn: Sequence[TaskChances], standing: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], Fraction]:
    """Return the chance to be reached at least once in the year of the objects that stand alike in every task.

    Exact ones would come to have thousands of digits: the chance to be missed is rounded up where it must be.
    """
    missed = [[_up((1 - chance) ** one.forecast.draws) for chance in one.chances] for one in drawn]
    factors = [[(share.numerator, share.denominator) for share in several] for several in missed]
    found: dict[tuple[int, ...], Fraction] = {}
    for codes in standing:
        above, below = 1, 1  # whole numbers: a Fraction would be reduced at every one of many thousand steps
        for several, code in zip(factors, codes, strict=True):
            if code:
                above, below = above * several[code][0], below * several[code][1]
                if below > _FINEST:
                    above, below = -(-above * _FINEST // below), _FINEST
        found[codes] = 1 - Fraction(above, below)
    return found


def _up(share: Fraction) -> Fraction:
    """Return a share as it is, or rounded up to 10⁻³⁰ where its denominator has more digits than that."""
    if share.denominator <= _FINEST:
        return share
    return Fraction(-(-share.numerator * _FINEST // share.denominator), _FINEST)


def _expected(tally: Mapping[Fraction, int]) -> Fraction:
    """Return the expected number of objects, from how many have which chance."""
    total = Fraction(0)
    for chance, count in tally.items():
        total = -_up(-(total + chance * count))  # down, so that it never says too much
    return total


def _most(drawn: Sequence[TaskChances], standing: Iterable[tuple[int, ...]]) -> Counter[str]:
    """Return the most draws of each department in which an object stands with a chance."""
    most: Counter[str] = Counter()
    for codes in standing:
        found: Counter[str] = Counter()
        for one, code in zip(drawn, codes, strict=True):
            if one.chances[code]:
                found[one.forecast.department] += one.forecast.draws
        most |= found
    return most
