"""What cheating would have cost: tries without the commitment, and what the beacon leaves with it (试签代价).

Without a commitment whoever picks the seed draws again until he likes the outcome: 1/p tries on the average, where p is
the chance that an honest draw does him the favour. With one he can only prepare, see ``leftover``.

Exact, as fractions: the chance in one frame, given that tickets are independent and uniform, as those of a sound hash;
with rounding by chance, the mean over both quotas. Of several frames on shared tickets the chance is exact where only
one of them, or frames without a common id, are concerned. Else there are bounds: the least of the chances from above;
from below their product for a goal of one kind, since each event is monotone in every ticket, in all frames the same
way (Harris' inequality), and 1 − Σ(1 − p) for a goal of both kinds.

The cheat is taken to know every code: what sealed codes of two parties add is not counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import BrokenChainError, InvalidValueError, UnknownNameError, UnsupportedError
from shuangsuiji.lottery.beacons import beacon_bits
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.leftover import VARIANTS, Leftover, with_beacon
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.quotas import FrameTerms, by_chance
from shuangsuiji.values import check_count, check_field, texts

__all__ = [
    "Goal",
    "GrindingReport",
    "Leftover",
    "chance_of",
    "grinding_report",
    "joint_chance",
    "stratum_chance",
    "with_beacon",
]

RATE = 3_000_000  # tickets a second: 0.3 µs each in a SQL engine on one thread
_FEW, _WRITTEN_OUT = 100, 10**15


def _ids(given: Iterable[str]) -> frozenset[str]:
    return frozenset(texts(given))


@attrs.frozen(kw_only=True)
class Goal:
    """What a cheat is after: in every frame that holds them, these spared and those drawn (作弊目标).

    Attributes:
        spare: ids that are to be drawn nowhere.
        hit: ids that are to be drawn, each in every frame where it stands.

    """

    spare: frozenset[str] = attrs.field(default=frozenset(), converter=_ids)
    hit: frozenset[str] = attrs.field(default=frozenset(), converter=_ids)

    def __attrs_post_init__(self) -> None:
        for id_ in self.spare | self.hit:
            check_field(id_, "Goal")
        if not self.spare | self.hit or self.spare & self.hit:
            zh, en = "须有目标，且同一标识不得既放过又抽中", "must name somebody, and nobody as both spared and hit"
            raise InvalidValueError(field="Goal", rule_zh=zh, rule=en, value=sorted(self.spare & self.hit))


def stratum_chance(rows: int, quota: int, spare: int = 0, hit: int = 0) -> Fraction:
    """Return the chance that of ``rows`` equal objects, ``quota`` drawn, none of some and all of others is (单层概率).

    Raises:
        InvalidValueError: a number that is no count, or more than there are rows.

    """
    for field, number in (("rows", rows), ("quota", quota), ("spare", spare), ("hit", hit)):
        check_count(number, field)
    if max(quota, spare + hit) > rows:
        raise InvalidValueError(field="rows", rule_zh="行数不足", rule="there are fewer rows", value=rows)
    # C(N−s−h, n−h) / C(N, n), the factorials cancelled: as cheap for a million rows as for ten.
    return Fraction(math.perm(quota, hit) * math.perm(rows - quota, spare), math.perm(rows, spare + hit))


def chance_of(terms: FrameTerms, frame: TableFrame, goal: Goal) -> Fraction:
    """Return the exact chance that an honest draw of one frame fulfils a goal, as far as it holds the ids (单框概率).

    Raises:
        InvalidValueError: strata or quotas that are not those of the frame.
        UnsupportedError: a design other than ``stratified``.

    """
    if terms.design != "stratified":
        raise UnsupportedError(field=f"grinding {terms.name}", value=terms.design)
    counts = frame.counts()
    spare, hit = (Counter(frame.stratum(id_) for id_ in ids if id_ in frame) for ids in (goal.spare, goal.hit))
    chance = Fraction(1)
    for stratum in spare | hit:
        rows = counts[stratum]
        if stratum not in terms.quotas:
            zh, en = "锁定单中没有这一层", "the terms have no such stratum"
            raise InvalidValueError(field=f"quota.{terms.name}", rule_zh=zh, rule=en, value=stratum)
        chance *= sum(
            weight * stratum_chance(rows, quota, spare[stratum], hit[stratum])
            for weight, quota in _final_quotas(terms, stratum, rows)
        )
    return chance


def _final_quotas(terms: FrameTerms, stratum: str, rows: int) -> list[tuple[Fraction, int]]:
    """Return the quotas that a stratum may end with, each with its chance."""
    fixed = terms.quotas[stratum]
    if terms.rounding != "chance":
        return [(Fraction(1), fixed)]
    up = terms.ratios[stratum] * rows % 1
    return [(1 - up, fixed), (up, by_chance(rows, terms.ratios[stratum], Fraction(0), terms.caps.get(stratum)))]


def joint_chance(
    terms: Iterable[FrameTerms], frames: Mapping[str, TableFrame], goal: Goal
) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest chance that a draw of several frames on shared tickets can have (联合概率).

    Raises:
        InvalidValueError: strata or quotas that are not those of a frame.
        UnknownNameError: a frame that is not given, or an id that stands in none.
        UnsupportedError: a design other than ``stratified``.

    """
    wanted = goal.spare | goal.hit
    named = {one.name: one for one in terms}
    for name in named:
        if name not in frames:
            raise UnknownNameError(field="frames", value=name, known="、".join(frames))
    held = {name: [id_ for id_ in wanted if id_ in frames[name]] for name in named}
    for id_ in sorted(wanted.difference(*held.values())):
        raise UnknownNameError(field="Goal", value=id_, known="、".join(named))
    concerned = [name for name in named if held[name]]
    chances = [chance_of(named[name], frames[name], goal) for name in concerned]
    product, least = math.prod(chances, start=Fraction(1)), min(chances)
    if all(set(frames[one].ids).isdisjoint(frames[other].ids) for one, other in combinations(concerned, 2)):
        return product, product
    if not goal.spare or not goal.hit:
        return product, least
    return max(Fraction(0), sum(chances, start=Fraction(1 - len(chances)))), least


@attrs.frozen(kw_only=True)
class GrindingReport:
    """What a goal would have cost, without the commitment and with it (试签报告).

    Attributes:
        goal: what a cheat is after.
        least: the least chance that an honest draw fulfils it.
        greatest: the greatest; the same where the chance is known exactly.
        rows: tickets of one try, those of all frames.
        rate: tickets a second.
        leftover: what the beacon leaves, reckoned from ``greatest``.

    """

    goal: Goal
    least: Fraction
    greatest: Fraction
    rows: int
    rate: int
    leftover: Leftover

    @property
    def tries(self) -> Fraction | None:
        """Tries without the commitment, on the average and at the fewest; None where no draw fulfils the goal."""
        return 1 / self.greatest if self.greatest else None

    @property
    def seconds(self) -> Fraction | None:
        """What these tries take at ``rate``, each with the tickets of every row: seldom more, often less."""
        return None if self.tries is None else self.tries * self.rows / self.rate

    def __str__(self) -> str:
        left, known = self.leftover, _between(self.least, self.greatest)
        tries, seconds = _amount(self.tries), _amount(self.seconds)
        return (
            f"放过 {len(self.goal.spare)}、抽中 {len(self.goal.hit)}：如实抽取的概率 {known}。"
            f"若不先锁定，平均试 {tries} 次即成，约 {seconds} 秒；"
            f"锁定后凭 {left.bits:.1f} 比特随机源，备 {left.variants:,} 份锁定单，至多 {_percent(left.best)}\n"
            f"spare {len(self.goal.spare)}, hit {len(self.goal.hit)}: {known} in an honest draw. "
            f"Without the commitment {tries} tries on the average, about {seconds} s; "
            f"with it and a beacon of {left.bits:.1f} bits, {left.variants:,} manifests prepared, "
            f"at most {_percent(left.best)}"
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        left = self.leftover
        rows = [
            ("如实抽取达成目标", "fulfilled by an honest draw", _between(self.least, self.greatest)),
            ("不锁定：平均试签次数", "without commitment: tries", _amount(self.tries)),
            (f"每秒 {self.rate:,} 签，约秒数", f"seconds at {self.rate:,} tickets a second", _amount(self.seconds)),
            ("随机源比特数", "bits of the beacon", f"{left.bits:.1f}"),
            ("预备锁定单份数", "manifests prepared", f"{left.variants:,}"),
            ("须预先演算的抽取次数", "draws to be worked out for it", _amount(Fraction(left.draws))),
            ("锁定后至多达成", "with commitment: fulfilled at most", _percent(left.best)),
            ("锁定后至少落空", "with commitment: failed at least", _percent(1 - left.best)),
        ]
        caption = f"试签代价：放过 {len(self.goal.spare)}、抽中 {len(self.goal.hit)}"
        return html_table(caption, ("项目", "Item", "数值"), rows)


def grinding_report(
    manifest: Manifest,
    frames: Mapping[str, TableFrame],
    goal: Goal,
    *,
    bits: float | None = None,
    variants: int = VARIANTS,
    rate: int = RATE,
) -> GrindingReport:
    """Return what a goal would have cost in this draw, without the commitment and with it (试签报告).

    Args:
        manifest: the committed terms.
        frames: the committed frame of each name.
        goal: whom to spare and whom to hit.
        bits: entropy of the beacon; by default that of the events named, dice not counted, since their rolls are not
            named beforehand.
        variants: manifests that a cheat prepares.
        rate: tickets that he computes a second.

    Raises:
        BrokenChainError: a frame is not the committed one.
        InvalidValueError: a number outside its bounds, or quotas that are not those of a frame.
        UnknownNameError: a frame that is not given, or an id that stands in none.
        UnsupportedError: a design other than ``stratified``.

    """
    check_count(rate, "rate", at_least=1)
    least, greatest = joint_chance(manifest.frames, frames, goal)
    for terms in manifest.frames:
        digest = frames[terms.name].digest(manifest.alg)
        if digest != terms.digest:
            zh, en = "抽样框与锁定单不符", "the frame is not the committed one"
            link = f"frame.{terms.name}"
            raise BrokenChainError(link=link, rule_zh=zh, rule=en, expected=terms.digest, value=digest)
    if bits is None:
        bits = sum(beacon_bits(event.source, "") for event in manifest.beacons if event.source != "DICE")
    return GrindingReport(
        goal=goal,
        least=least,
        greatest=greatest,
        rows=sum(terms.rows for terms in manifest.frames),
        rate=rate,
        leftover=with_beacon(greatest, bits, variants),
    )


def _percent(chance: Fraction | float) -> str:
    return f"{100 * float(chance):.4g} %"


def _between(least: Fraction, greatest: Fraction) -> str:
    return _percent(least) if least == greatest else f"{_percent(least)}–{_percent(greatest)}"


def _amount(number: Fraction | None) -> str:
    """Return a number as people read it, beyond 10¹⁵ its power of ten."""
    if number is None:
        return "∞"
    if number < _FEW:
        return f"{float(number):.3g}"
    if number < _WRITTEN_OUT:
        return f"{round(number):,}"
    return f"10^{math.floor(math.log10(number.numerator) - math.log10(number.denominator))}"
