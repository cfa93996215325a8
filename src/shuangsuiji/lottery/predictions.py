"""How well a target can be foretold before the seed is known, and by whom: matching.md §3 step 0 (可预测性).

Whoever steps back from everything else chooses what is left: the lot has to send him there more often than others. So
the whole draw is simulated with the committed rule, and of units alike in department, region, seats and recusals it is
counted how often each officer sits in one. A lot of k keeps the largest of these shares near 1/k for a seat.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.recusal_counts import RecusalCount, count_recusals
from shuangsuiji.lottery.seat_tickets import KeyedSeatTickets
from shuangsuiji.lottery.simulations import Progress, drawn_units, matching_of, percent, simulated_seeds, wilson
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.units import Seat, Unit, seats_text

__all__ = ["Predictability", "Prediction", "predictability"]

HEADER = ("部门", "区域", "席位", "回避", "检查组次", "最可能的人员", "次数", "概率", "95% 区间")
Kind = tuple[str, str, tuple[Seat, ...], tuple[str, ...]]
"""Department, region, seats, and officers barred from the object."""


@attrs.frozen(kw_only=True)
class Prediction:
    """How often the likeliest officer sits in a unit of one kind (预测).

    Attributes:
        department: who sends the unit.
        region: where the object is.
        seats: those of the unit.
        barred: officers of the department who are barred from the object, sorted.
        units: how many such units have been seen.
        officer: who sat in the most of them, the first by id among equals; None where nobody ever did.
        times: in how many.

    """

    department: str
    region: str
    seats: tuple[Seat, ...]
    barred: tuple[str, ...]
    units: int
    officer: str | None
    times: int

    @property
    def probability(self) -> Fraction:
        """The share of the units in which he sat."""
        return Fraction(self.times, self.units)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval, after Wilson, as it holds for one officer fixed beforehand.

        Whoever turned out to be the likeliest of many is shown with a share that is too large rather than too small,
        most of all where few such units were seen. Units of one simulated draw are taken as independent.
        """
        return wilson(self.times, self.units)

    @property
    def row(self) -> tuple[str, ...]:
        """What a table shows of it."""
        low, high = map(percent, self.interval)
        return (
            self.department,
            self.region,
            seats_text(self.seats),
            "、".join(self.barred) or "无",
            str(self.units),
            self.officer or "无人",
            str(self.times),
            percent(self.probability),
            f"{low}–{high}",
        )

    def __str__(self) -> str:
        low, high = map(percent, self.interval)
        unit = f"{self.department} {self.region} {seats_text(self.seats)}"
        barred = f"（{'、'.join(self.barred)} 回避）" if self.barred else ""
        return f"{unit}{barred}：{self.officer or '无人'} {percent(self.probability)}（95% 区间 {low}–{high}）"


@attrs.frozen(kw_only=True)
class Predictability:
    """Whom one could foretell for which unit, and who steps back unusually often (可预测性).

    Attributes:
        lot: k, how many candidates a lot holds at least.
        simulated: number of simulated draws.
        predictions: by kind of unit, the largest lower bound of ``interval`` first: a kind that was seen once, where
            somebody came each time, is not the one that can be foretold best.
        recusals: by officer, those with the most recusals first; whoever has none is left out.

    """

    lot: int
    simulated: int
    predictions: tuple[Prediction, ...]
    recusals: tuple[RecusalCount, ...]

    @property
    def largest(self) -> Prediction | None:
        """The unit that can be foretold best, by the lower bound of the interval; None where no unit has come."""
        return self.predictions[0] if self.predictions else None

    @property
    def unusual(self) -> tuple[RecusalCount, ...]:
        """Those with an unusual number of recusals: they deserve a look at the reasons."""
        return tuple(one for one in self.recusals if one.unusual)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """One row per kind of unit, as the table shows them."""
        return tuple(one.row for one in self.predictions)

    def __str__(self) -> str:
        head = f"模拟 {self.simulated} 次，每签至少 {self.lot} 人候选。"
        found = f"最容易猜中的检查组：{self.largest}。" if self.largest else "没有检查组。"
        lines = [head + found]
        if self.unusual:
            lines.append(f"回避数量异常，须核对理由：{'；'.join(map(str, self.unusual))}。")
        return "\n".join(lines)

    def __repr__(self) -> str:
        found = f"最大 {self.largest}" if self.largest else "没有检查组"
        return f"<可预测性 模拟 {self.simulated} 次，{found}，回避异常 {len(self.unusual)} 人>"

    def _repr_html_(self) -> str:
        caption = f"可预测性：模拟 {self.simulated} 次，每签至少 {self.lot} 人候选"
        made = html_table(caption, HEADER, self.rows)
        if not self.recusals:
            return made
        rows = [(one.officer, one.barred, one.objects, "异常" if one.unusual else "") for one in self.recusals]
        return made + html_table("回避数量", ("人员", "回避", "区域内对象", ""), rows)


def predictability(
    manifest: Manifest,
    frames: Mapping[str, TableFrame],
    staff: Staff,
    n: int = 1000,
    progress: Progress | None = None,
    *,
    units: Iterable[Unit] | None = None,
) -> Predictability:
    """Return how well each kind of unit can be foretold under the committed rule (可预测性).

    Args:
        manifest: the terms of the draw.
        frames: the committed frames.
        staff: who may be matched.
        n: how many draws to simulate.
        progress: called after each of them.
        units: those of a draw whose objects are known, so that officers alone are drawn; simulated as well where None.

    Raises:
        BrokenChainError: a frame is not the committed one.
        InvalidValueError: the manifest matches nobody, an object with different regions, or a number that is no count
            from 1.
        UnknownNameError: a frame that is not given.

    """
    terms = matching_of(manifest)
    known = None if units is None else tuple(units)
    barred = _barred(staff)
    seen, sat = Counter[Kind](), defaultdict[Kind, Counter[str]](Counter)
    for number, seed in enumerate(simulated_seeds(manifest.alg, n), 1):
        wanted = drawn_units(manifest, frames, seed) if known is None else known
        tickets = KeyedSeatTickets(alg=manifest.alg, key=seed.matching_key)
        made = match_fast(wanted, staff.officers, staff.barred, tickets, terms.lot, traced=False)
        kinds = {(unit.object, unit.department): _kind(unit, barred) for unit in wanted}
        seen.update(kinds.values())
        for one in made.assignments:
            sat[kinds[one.object, one.department]][one.officer] += 1
        if progress is not None:
            progress(number)
    return Predictability(
        lot=terms.lot,
        simulated=n,
        predictions=tuple(_predictions(seen, sat)),
        recusals=count_recusals(terms.teams, frames, staff),
    )


def _predictions(seen: Mapping[Kind, int], sat: Mapping[Kind, Mapping[str, int]]) -> Sequence[Prediction]:
    return sorted(_each(seen, sat), key=lambda one: (-one.interval[0], -one.probability))  # stable: else by kind


def _each(seen: Mapping[Kind, int], sat: Mapping[Kind, Mapping[str, int]]) -> Iterator[Prediction]:
    for kind in sorted(seen):
        department, region, seats, barred = kind
        officer, times = min(sat.get(kind, {}).items(), key=lambda one: (-one[1], one[0]), default=(None, 0))
        yield Prediction(
            department=department,
            region=region,
            seats=seats,
            barred=barred,
            units=seen[kind],
            officer=officer,
            times=times,
        )


def _barred(staff: Staff) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the officers of each department who are barred from each object, sorted."""
    departments = {one.id: one.department for one in staff.officers}
    found: dict[tuple[str, str], list[str]] = {}
    for object_, officer in sorted(staff.barred):
        if officer in departments:
            found.setdefault((object_, departments[officer]), []).append(officer)
    return {key: tuple(ids) for key, ids in found.items()}


def _kind(unit: Unit, barred: Mapping[tuple[str, str], tuple[str, ...]]) -> Kind:
    return unit.department, unit.region, unit.seats, barred.get((unit.object, unit.department), ())
