"""Strategies for the lottery: beacons, seeds and frames of SSJ-1 (抽签协议策略)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.errors import UnsupportedError
from shuangsuiji.lottery import SOURCES, Algorithm, BeaconEvent, Seed, TableFrame
from shuangsuiji.lottery.digest import hasher
from shuangsuiji.testing.strategies.identifiers import any_ids
from shuangsuiji.testing.strategies.texts import UPPER, digests, fields, names, parts, weights
from shuangsuiji.values import CHINA, day_in_china

__all__ = ["algorithms", "beacon_events", "beacon_values", "events_after", "frames", "instants", "last_day", "seeds"]

_OFFSETS = (CHINA, UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=45)))
_FIRST, _LAST = datetime(2024, 1, 1, tzinfo=CHINA), datetime(2036, 1, 1, tzinfo=CHINA)
_YEAR = timedelta(days=365)
_CLOSE = time(15, tzinfo=CHINA)
_DRAND_GENESIS, _DRAND_PERIOD = datetime.fromtimestamp(1_692_803_367, UTC), timedelta(seconds=3)
_SOURCES = st.sampled_from(sorted(SOURCES)) | names()
_UNUSED = st.just("-")


@cache
def _available() -> tuple[Algorithm, ...]:
    found: list[Algorithm] = []
    for alg in Algorithm:
        try:
            hasher(alg)
        except UnsupportedError:
            continue
        found.append(alg)
    return tuple(found)


def algorithms() -> SearchStrategy[Algorithm]:
    """Return the hashes that this Python can compute (杂凑算法)."""
    return st.sampled_from(_available())


def instants(first: datetime = _FIRST, last: datetime = _LAST) -> SearchStrategy[datetime]:
    """Return whole seconds in China standard time between two instants, both included (时刻)."""
    seconds = int((last - first).total_seconds())
    return st.integers(0, seconds).map(lambda number: first.replace(microsecond=0) + timedelta(seconds=number))


@st.composite
def beacon_events(draw: DrawFn, *, source: str | None = None, after: datetime | None = None) -> BeaconEvent:
    """Return public events of every built-in source and of unknown ones (公共随机事件).

    Where the edition says when the value is known, ``at`` is that instant.

    Args:
        draw: Hypothesis gives it.
        source: name of the source; any when not given.
        after: the event happens later than this.

    """
    name = draw(_SOURCES) if source is None else source
    first = _FIRST if after is None else after.astimezone(CHINA) + timedelta(seconds=1)
    at = draw(instants(first, max(_LAST, first + _YEAR)))
    match name:
        case "SZSE399001" | "SSE000001":
            at = datetime.combine(at.date() + timedelta(days=at.timetz() > _CLOSE), _CLOSE)
            edition = at.strftime("%Y%m%d")
        case "DRAND":
            periods = -((_DRAND_GENESIS - at) // _DRAND_PERIOD)
            at, edition = (_DRAND_GENESIS + periods * _DRAND_PERIOD).astimezone(CHINA), str(periods + 1)
        case "DICE":
            edition = draw(parts())
        case _ if name in SOURCES:
            edition = f"{at.year}{draw(st.integers(1, 365)):03}"
        case _:
            edition = draw(parts())
            at = at.astimezone(draw(st.sampled_from(_OFFSETS)))
    return BeaconEvent(source=name, edition=edition, at=at)


def events_after(after: datetime, *, min_size: int = 1, max_size: int = 3) -> SearchStrategy[list[BeaconEvent]]:
    """Return events of different sources that all happen after an instant."""
    return st.lists(
        beacon_events(after=after), min_size=min_size, max_size=max_size, unique_by=lambda event: event.source
    )


def beacon_values(source: str) -> SearchStrategy[str]:
    """Return canonical values of a source; of an unknown one any value that SSJ-1 allows (公共随机值)."""
    return _VALUES.get(source, parts())


def _digit_values(count: int) -> SearchStrategy[str]:
    return st.integers(0, 10**count - 1).map(f"{{:0{count}}}".format)


def _combinations(*groups: tuple[int, int]) -> SearchStrategy[str]:
    """Return a strategy for k of the numbers from 1 to n, group by group."""
    drawn = (st.integers(0, math.comb(n, k) - 1).map(_combination(k, n)) for k, n in groups)
    return st.tuples(*drawn).map("+".join)


def _combination(k: int, n: int) -> Callable[[int], str]:
    """Return what gives the combinations of k numbers from 1 to n their numbers, in order."""

    def combination(rank: int) -> str:
        numbers: list[int] = []
        for number in range(1, n + 1):
            with_it = math.comb(n - number, k - len(numbers) - 1) if len(numbers) < k else 0
            if rank < with_it:
                numbers.append(number)
            else:
                rank -= with_it
        return ".".join(map(str, numbers))

    return combination


def _dice(faces: int) -> SearchStrategy[str]:
    rolls = st.lists(st.integers(0, faces), min_size=1, max_size=20)
    return rolls.map(lambda rolled: ".".join(map(str, (faces, *rolled))))


_CLOSINGS = st.builds("{}.{:02}".format, st.integers(0, 20_000), st.integers(0, 99))
_VALUES: dict[str, SearchStrategy[str]] = {
    "KL8": _combinations((20, 80)),
    "SSQ": _combinations((6, 33), (1, 16)),
    "DLT": _combinations((5, 35), (2, 12)),
    "FC3D": _digit_values(3),
    "PL5": _digit_values(5),
    "SZSE399001": _CLOSINGS,
    "SSE000001": _CLOSINGS,
    "DICE": (st.sampled_from((6, 10, 20)) | st.integers(2, 100)).flatmap(_dice),
    "DRAND": digests(),
}


def seeds() -> SearchStrategy[Seed]:
    """Return seeds, under every hash that this Python can compute (种子)."""
    return st.builds(Seed, alg=algorithms(), text=digests())


def frames(*, min_size: int = 0, max_size: int = 12, weighted: bool | None = None) -> SearchStrategy[TableFrame]:
    """Return frames in memory, of ids of every form, in up to three strata (内存抽样框).

    Args:
        min_size: fewest rows.
        max_size: most rows.
        weighted: whether every row has a weight, or none has; either, or only some rows, when not given.

    """
    strata = st.sampled_from(("甲", "乙", "A/B")) | fields()
    weight = {True: weights().map(str), False: _UNUSED, None: _UNUSED | weights().map(str)}[weighted]
    rows = st.tuples(any_ids(), strata, _UNUSED | fields(), weight)
    unique = st.lists(rows, min_size=min_size, max_size=max_size, unique_by=lambda row: row[0].translate(UPPER))
    return unique.map(lambda found: TableFrame.from_table(sorted(found)))


def last_day(events: Iterable[BeaconEvent]) -> date:
    """Return the day in China on which the last of these events happens."""
    return max(day_in_china(event.at) for event in events)
