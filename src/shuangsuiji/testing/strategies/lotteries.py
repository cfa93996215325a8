"""Strategies for the lottery: beacons, seeds, frames and manifests of SSJ-1 (抽签协议策略)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.errors import UnsupportedError
from shuangsuiji.lottery import SOURCES, ZERO_DIGEST, Algorithm, BeaconEvent, FrameTerms, Manifest, Seed, TableFrame
from shuangsuiji.lottery.digest import hasher
from shuangsuiji.lottery.manifest import compose_manifest
from shuangsuiji.lottery.quotas import DESIGNS, ROUNDINGS
from shuangsuiji.testing.strategies.identifiers import any_ids
from shuangsuiji.testing.strategies.texts import UPPER, digests, fields, names, parts, ratios
from shuangsuiji.values import CHINA, day_in_china

__all__ = ["algorithms", "beacon_events", "beacon_values", "frames", "instants", "last_day", "manifests", "seeds"]

_OFFSETS = (CHINA, UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=45)))
_FIRST, _LAST = datetime(2024, 1, 1, tzinfo=CHINA), datetime(2036, 1, 1, tzinfo=CHINA)
_CLOSE = time(15, tzinfo=CHINA)
_DRAND_GENESIS, _DRAND_PERIOD = datetime.fromtimestamp(1_692_803_367, UTC), timedelta(seconds=3)
_COUNT = st.integers(0, 10**6)
_SOURCES = st.sampled_from(sorted(SOURCES)) | names()


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
    at = draw(instants(first, _LAST))
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


def frames(*, min_size: int = 0, max_size: int = 12) -> SearchStrategy[TableFrame]:
    """Return frames in memory, of ids of every form, in up to three strata (内存抽样框)."""
    strata = st.sampled_from(("甲", "乙", "A/B")) | fields()
    rows = st.tuples(any_ids(), strata, st.just("-") | fields())
    unique = st.lists(rows, min_size=min_size, max_size=max_size, unique_by=lambda row: row[0].translate(UPPER))
    return unique.map(TableFrame.from_rows)


def last_day(events: Iterable[BeaconEvent]) -> date:
    """Return the day in China on which the last of these events happens."""
    return max(day_in_china(event.at) for event in events)


@st.composite
def _frame_terms(draw: DrawFn, name: str) -> FrameTerms:
    strata = draw(st.lists(fields(), min_size=1, max_size=3, unique=True))
    cap = draw(st.none() | ratios())
    return FrameTerms(
        name=name,
        rows=draw(_COUNT),
        digest=draw(digests()),
        ratios={stratum: draw(ratios()) for stratum in strata},
        quotas={stratum: draw(_COUNT) for stratum in strata},
        rounding=draw(st.sampled_from(ROUNDINGS)),
        design=draw(st.sampled_from(DESIGNS)),
        caps={stratum: draw(ratios()) for stratum in draw(st.sets(st.sampled_from(strata)))},
        cap=cap,
        used=None if cap is None else draw(st.none() | _COUNT),
        batches=draw(st.none() | st.integers(1, 12)),
        excluded_rows=draw(_COUNT),
        excluded_digest=draw(digests()),
        merkle=draw(st.none() | digests()),
    )


@st.composite
def manifests(draw: DrawFn) -> Manifest:
    """Return manifests that keep the grammar of SSJ-1 §3: every key, both modes; the tables are made up (锁定单)."""
    committed_at = draw(instants(last=_LAST - timedelta(days=1)))
    one_each = st.lists(beacon_events(after=committed_at), min_size=1, max_size=3, unique_by=lambda event: event.source)
    events = draw(one_each)
    frame_names = draw(st.lists(names(), min_size=1, max_size=2, unique_by=str.upper))
    sealed = draw(st.booleans())
    serial = draw(st.integers(1, 999))
    others = names().map(lambda name: f"x.{name}") | names().map(lambda name: f"rules.{name}")
    return compose_manifest(
        agency=draw(fields()),
        plan=draw(fields()),
        task=draw(fields()),
        beacons=events,
        committed_at=committed_at,
        frames=[draw(_frame_terms(name)) for name in frame_names],
        mode="sealed" if sealed else "open",
        chains=draw(st.dictionaries(names(), digests(), min_size=int(sealed), max_size=2)),
        reveal_by=last_day(events) + timedelta(days=draw(st.integers(0, 99))) if sealed else None,
        serial=serial,
        prev=ZERO_DIGEST if serial == 1 else draw(st.integers(1, 2**256 - 1).map("{:064x}".format)),
        alg=draw(algorithms()),
        others=draw(st.dictionaries(others, fields(), max_size=2)),
    )
