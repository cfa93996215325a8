"""Before committing: can every outcome of a plan be matched, and if not, how often, and why? matching.md §3.0 (预检).

The worst case is a guarantee where it passes. Where it does not, the plan may still be sound, and simulated draws say
how often it is not. Experts never count: their seats come on top, and an empty one stops nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.groups import group_objects
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.narrow_seats import NarrowSeat, find_narrow
from shuangsuiji.lottery.quotas import largest_quotas
from shuangsuiji.lottery.shortages import Shortage
from shuangsuiji.lottery.simulations import Certificate, Progress, matching_of, percent, simulate, wilson
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.units import seat_text
from shuangsuiji.lottery.worst_cases import places_missing, worst_case_units
from shuangsuiji.values import check_count

__all__ = ["Preflight", "preflight"]

_MOST_FREQUENT = 3
_SHOWN = 5


@attrs.frozen(kw_only=True)
class Preflight:
    """What is known of the matching before the seed is (匹配预检).

    Attributes:
        guaranteed: whether the worst case can be matched, and with it every outcome.
        worst: why the worst case cannot; nothing where it can.
        lot: k, how many a lot should hold.
        simulated: number of simulated draws, 0 where the worst case passes.
        infeasible: how many of them cannot be matched.
        certificates: the most frequent kinds of shortages, three at the most: how often, and the worst example.
        narrow: seats with fewer than k eligible, which nobody can make unpredictable.
        unadvised: experts' seats that nobody can take at some objects; they stop nothing.

    """

    guaranteed: bool
    worst: tuple[Shortage, ...]
    lot: int
    simulated: int = 0
    infeasible: int = 0
    certificates: tuple[Certificate, ...] = ()
    narrow: tuple[NarrowSeat, ...] = ()
    unadvised: tuple[NarrowSeat, ...] = ()

    @property
    def share(self) -> Fraction:
        """The share of outcomes that cannot be matched: 0 where the worst case passes, else as simulated."""
        return Fraction(self.infeasible, self.simulated) if self.simulated else Fraction(0)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share, after Wilson."""
        return wilson(self.infeasible, self.simulated) if self.simulated else (0.0, 0.0)

    @property
    def may_fail(self) -> bool:
        """Whether an outcome has been met that cannot be matched."""
        return self.infeasible > 0

    @property
    def summary(self) -> str:
        """What a manifest commits of it: ``worst case``, or ``simulated 0/1000``."""
        return "worst case" if self.guaranteed else f"simulated {self.infeasible}/{self.simulated}"

    def __str__(self) -> str:
        return "\n".join((*self._verdict(), *self._notes()))

    def _verdict(self) -> Iterable[str]:
        if self.guaranteed:
            return ("匹配预检通过：按最坏情形核算，无论抽到哪些对象，各席都能配齐。",)
        low, high = map(percent, self.interval)
        if not self.may_fail:
            head = f"匹配预检通过：模拟抽取 {self.simulated} 次，每次都能配齐（配不齐的概率 95% 区间 0–{high}）。"
            return (head, "但尚不能保证所有结果都能配齐，按最坏情形核算：", *_listed(self.worst))
        share = f"占 {percent(self.share)}（95% 区间 {low}–{high}）"
        lines = [f"匹配预检未通过：模拟抽取 {self.simulated} 次，有 {self.infeasible} 次配不齐，{share}。"]
        for times, example in self.certificates:
            lines += [f"有 {times} 次属于下列缺口，所列为其中最严重的一次：", *_listed(example)]
        return lines

    def _notes(self) -> Iterable[str]:
        if self.narrow:
            named = _joined(self.narrow)
            yield f"有 {len(self.narrow)} 类席位可派人员不足 {self.lot} 人，抽签也难免被猜中，宜增加具备者：{named}。"
        if self.unadvised:
            yield f"有 {len(self.unadvised)} 类专家席无人可派，不影响检查组配齐：{_joined(self.unadvised)}。"

    def __repr__(self) -> str:
        narrow = f"，窄席 {len(self.narrow)} 类" if self.narrow else ""
        return f"<匹配预检 {self.summary}{narrow}>"

    def _repr_html_(self) -> str:
        found = ((0, self.worst), *self.certificates) if self.worst else self.certificates
        rows = [
            (times or "最坏情形", one.department, one.missing, one.seats, one.places, str(one))
            for times, example in found
            for one in example
        ]
        made = html_table(self._first_line(), ("次数", "部门", "缺", "席位", "名额", "说明"), rows)
        return made + self._narrow_html() if self.narrow else made

    def _first_line(self) -> str:
        return str(self).partition("\n")[0]

    def _narrow_html(self) -> str:
        header = ("部门", "区域", "标签", "具备", "最少可派", "对象")
        rows = [
            (one.department, one.region, seat_text(one.seat), one.qualified, one.eligible, one.objects)
            for one in self.narrow
        ]
        return html_table(f"可派人员不足 {self.lot} 人的席位", header, rows)


def preflight(
    manifest: Manifest,
    frames: Mapping[str, TableFrame],
    staff: Staff,
    n: int = 1000,
    progress: Progress | None = None,
) -> Preflight:
    """Return whether every outcome of a plan can be matched, and if not, how often it cannot, and why (匹配预检).

    Args:
        manifest: the terms, as they are to be committed.
        frames: the frames to be committed.
        staff: the people to be committed.
        n: how many draws to simulate where the worst case fails.
        progress: called after each of these.

    Raises:
        BrokenChainError: draws have to be simulated, and a frame is not the manifest's.
        InvalidValueError: the manifest matches nobody, an object with different regions, or a number that is no count
            from 1.
        UnknownNameError: a frame that is not given.

    """
    terms = matching_of(manifest)
    check_count(n, "n", at_least=1)
    groups = group_objects(terms.teams, frames)
    own = [one for one in manifest.frames if one.name in terms.teams]
    largest = {one.name: largest_quotas(one, frames[one.name].counts()) for one in own}
    worst = places_missing(worst_case_units(terms, staff, frames, largest), staff)
    found = Preflight(
        guaranteed=not worst,
        worst=worst,
        lot=terms.lot,
        narrow=find_narrow(terms.teams, groups, staff.officers, staff.barred, terms.lot),
        unadvised=find_narrow(terms.advice, groups, staff.experts, staff.barred, 1),
    )
    if found.guaranteed:
        return found
    made = simulate(manifest, frames, staff, n, progress)
    return attrs.evolve(
        found,
        simulated=made.simulated,
        infeasible=made.infeasible,
        certificates=made.certificates[:_MOST_FREQUENT],
    )


def _listed(found: Iterable[Shortage]) -> list[str]:
    return [f"· {one}" for one in found]


def _joined(seats: tuple[NarrowSeat, ...]) -> str:
    more = f"等 {len(seats)} 类" if len(seats) > _SHOWN else ""
    return "；".join(map(str, seats[:_SHOWN])) + more
