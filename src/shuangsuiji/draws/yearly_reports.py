"""What a year of draws meant for every object, and the answer for one of them: 3.1.8 (年度被抽查概率报告)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from itertools import islice

import attrs

from shuangsuiji.display import SHOWN_ROWS, html_table
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.values import ClauseRef, freeze
from shuangsuiji.values.columns import find, holds

__all__ = ["Absence", "AbsenceKind", "Flag", "ObjectInclusion", "Standing", "YearlyInclusion"]


class Flag(Enum):
    """A probability that leaves nothing to chance (概率标记)."""

    NEVER = "没有机会"
    CERTAIN = "必被抽到"


class AbsenceKind(Enum):
    """Why an object had no chance in a frame (无机会原因)."""

    EXCLUDED = "被排除"
    OUTSIDE = "不属于任务范围"
    NOT_IN_POOL = "当时不在名录库"
    NO_QUOTA = "本层名额为 0"


@attrs.frozen(kw_only=True)
class Absence:
    """That an object had no chance in one frame of one draw, and why (无机会说明).

    Attributes:
        serial: the draw.
        item_code: the frame.
        kind: why.
        detail: the reason code of an exclusion, the stratum of a quota of 0, else empty.

    """

    serial: int
    item_code: str
    kind: AbsenceKind
    detail: str = ""

    def __str__(self) -> str:
        detail = f"（{self.detail}）" if self.detail else ""
        return f"编号 {self.serial} 事项 {self.item_code}：{self.kind.value}{detail}"


@attrs.frozen(kw_only=True)
class Standing:
    """What all objects have in common that stood in the same strata of the same frames (同等机会).

    Attributes:
        lower: probability to be drawn at least once, for any of the items; at least so much.
        upper: at most so much; the same as ``lower`` for one item.
        by_item: exact probability to be drawn at least once, by item.
        expected: expected number of times drawn, counted for each item.
        absences: the frames in which there was no chance, and why.

    """

    lower: Fraction
    upper: Fraction
    by_item: Mapping[str, Fraction] = attrs.field(converter=freeze)
    expected: Fraction
    absences: tuple[Absence, ...]

    @property
    def flag(self) -> Flag | None:
        """NEVER at probability 0, CERTAIN at 1, exactly."""
        return Flag.NEVER if self.upper == 0 else Flag.CERTAIN if self.lower == 1 else None


@attrs.frozen(kw_only=True)
class ObjectInclusion:
    """What a year's draws meant for one object (对象年度被抽查概率).

    Attributes:
        id: the object.
        in_pool: whether the pool still holds it.
        standing: its probabilities, and why it had no chance where it had none.
        visits: in how many draws it was drawn; a draw for two items is one visit.
        times: how many times it was drawn, counted for each item; compare with ``standing.expected``.

    """

    id: str
    in_pool: bool
    standing: Standing
    visits: int
    times: int

    @property
    def lower(self) -> Fraction:
        """Probability to be drawn at least once in the year, at least so much."""
        return self.standing.lower

    @property
    def upper(self) -> Fraction:
        """Probability to be drawn at least once in the year, at most so much."""
        return self.standing.upper

    @property
    def flag(self) -> Flag | None:
        """NEVER at probability 0, CERTAIN at 1, exactly."""
        return self.standing.flag

    def __str__(self) -> str:
        flag = f"，{self.flag.value}" if self.flag else ""
        why = "；".join(map(str, self.standing.absences)) if self.flag is Flag.NEVER else ""
        chance = _shown(self.lower, self.upper)
        return f"{self.id}：年度被抽查概率 {chance}{flag}，实际抽中 {self.visits} 次" + (f"（{why}）" if why else "")


@attrs.frozen(kw_only=True)
class YearlyInclusion:
    """The realised inclusion probability of every object of a pool over a year (年度被抽查概率).

    Attributes:
        year: the plan year.
        items: the items that were drawn for, or the one that was asked for.
        serials: the draws that count, by serial.
        ids: the objects of the pool.
        gone: objects of the frames that the pool no longer holds; they are looked up, and not counted.
        codes: for each of ``ids``, then of ``gone``, its place in ``standings``.
        standings: every combination of chances that occurs.
        visits: in how many draws an object was drawn, for those drawn at all.
        times: the same, counted for each item.
        clause: the clause that names the probability.

    """

    year: int
    items: tuple[str, ...]
    serials: tuple[int, ...]
    ids: Sequence[str]
    gone: tuple[str, ...]
    codes: Sequence[int]
    standings: tuple[Standing, ...]
    visits: Mapping[str, int] = attrs.field(converter=freeze)
    times: Mapping[str, int] = attrs.field(converter=freeze)
    clause: ClauseRef

    def __len__(self) -> int:
        return len(self.ids)

    def __bool__(self) -> bool:
        """A report is a record, also of an empty pool."""
        return True

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and (holds(self.ids, id_) or holds(self.gone, id_))

    def __getitem__(self, id_: str) -> ObjectInclusion:
        if holds(self.gone, id_):
            return self._at(id_, len(self.ids) + find(self.gone, id_))
        if holds(self.ids, id_):
            return self._at(id_, find(self.ids, id_))
        raise UnknownNameError(field="id", value=id_, known=f"{len(self.ids)} ids")

    def __iter__(self) -> Iterator[ObjectInclusion]:
        """Go through the objects of the pool, then those that are gone from it."""
        for row, id_ in enumerate((*self.ids, *self.gone)):
            yield self._at(id_, row)

    def _at(self, id_: str, row: int) -> ObjectInclusion:
        return ObjectInclusion(
            id=id_,
            in_pool=row < len(self.ids),
            standing=self.standings[self.codes[row]],
            visits=self.visits.get(id_, 0),
            times=self.times.get(id_, 0),
        )

    def flagged(self, flag: Flag) -> tuple[str, ...]:
        """Return the ids of the pool that bear a flag."""
        bearing = [standing.flag is flag for standing in self.standings]
        return tuple(id_ for id_, code in zip(self.ids, self.codes, strict=False) if bearing[code])

    def _numbers(self) -> Counter[int]:
        """Return how many objects of the pool have each standing."""
        return Counter(islice(self.codes, len(self.ids)))

    def counts(self) -> dict[Flag, int]:
        """Return how many objects of the pool bear each flag."""
        counts = dict.fromkeys(Flag, 0)
        for code, number in self._numbers().items():
            flag = self.standings[code].flag
            if flag is not None:
                counts[flag] += number
        return counts

    def reasons(self) -> dict[Absence, int]:
        """Return why the objects without any chance had none: how many of them each reason concerns, the most first."""
        reasons = Counter[Absence]()
        for code, number in self._numbers().items():
            if self.standings[code].flag is Flag.NEVER:
                reasons.update(dict.fromkeys(self.standings[code].absences, number))
        order = sorted(reasons, key=lambda one: (-reasons[one], one.serial, one.item_code, one.kind.name, one.detail))
        return {one: reasons[one] for one in order}

    def histogram(self) -> dict[tuple[Fraction, Fraction], int]:
        """Return how many objects of the pool have each probability, as (lower, upper), the smallest first."""
        found = Counter[tuple[Fraction, Fraction]]()
        for code, number in self._numbers().items():
            found[self.standings[code].lower, self.standings[code].upper] += number
        return {bounds: found[bounds] for bounds in sorted(found)}

    def to_rows(self) -> list[dict[str, object]]:
        """Return one flat row per object, with floats for display, as ``pandas.DataFrame`` takes them."""
        return [
            {
                "id": one.id,
                "in_pool": one.in_pool,
                "lower": float(one.lower),
                "upper": float(one.upper),
                "expected": float(one.standing.expected),
                "visits": one.visits,
                "times": one.times,
                "flag": one.flag.name if one.flag else "",
                **{f"p.{item}": float(one.standing.by_item[item]) for item in self.items},
            }
            for one in self
        ]

    def __str__(self) -> str:
        bounds = list(self.histogram()) or [(Fraction(0), Fraction(0))]
        span = _shown(min(bounds)[0], max(upper for _, upper in bounds))
        flags = "，".join(f"{flag.value} {number}" for flag, number in self.counts().items())
        gone = f"，已不在名录库 {len(self.gone)}" if self.gone else ""
        what = "、".join(self.items) or "无事项"
        return f"{self.year} 年 {what}：{len(self.serials)} 次抽取，{len(self)} 个对象，概率 {span}；{flags}{gone}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        by_code: dict[int, list[str]] = {}
        for id_, code in zip(self.ids, self.codes, strict=False):
            by_code.setdefault(code, []).append(id_)
        order = sorted(by_code, key=lambda code: (self.standings[code].lower, self.standings[code].upper), reverse=True)
        top = islice((self[id_] for code in order for id_ in by_code[code]), SHOWN_ROWS)
        rows = [(one.id, _shown(one.lower, one.upper), one.visits, one.flag.value if one.flag else "—") for one in top]
        return html_table(str(self), ("对象", "年度被抽查概率", "抽中次数", "标记"), rows, total=len(self))


def _shown(lower: Fraction, upper: Fraction) -> str:
    return f"{float(lower):.2%}" if lower == upper else f"{float(lower):.2%} 至 {float(upper):.2%}"
