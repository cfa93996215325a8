"""Strategies for the sheets that are committed: manifests, and requests for further rounds; SSJ-1 §3 (锁定单策略)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from shuangsuiji.lottery import (
    ZERO_DIGEST,
    FrameTerms,
    Manifest,
    Supplement,
    compose_manifest,
    compose_supplement,
)
from shuangsuiji.lottery.quotas import DESIGNS, ROUNDINGS
from shuangsuiji.testing.strategies.identifiers import any_ids
from shuangsuiji.testing.strategies.lotteries import algorithms, events_after, instants, last_day
from shuangsuiji.testing.strategies.texts import digests, fields, names, ratios

__all__ = ["manifests", "supplement_sheets"]

_COUNT = st.integers(0, 10**6)


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
    committed_at = draw(instants())
    events = draw(events_after(committed_at))
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


@st.composite
def supplement_sheets(draw: DrawFn) -> Supplement:
    """Return requests that keep the grammar of SSJ-1 §3, of any round, with events or without (补充抽取单)."""
    committed_at = draw(instants())
    quotas = st.dictionaries(fields(), st.integers(1, 10**6), min_size=1, max_size=2)
    sheet = compose_supplement(
        draw(st.integers(1, 12)),
        quotas=draw(st.dictionaries(names(), quotas, min_size=1, max_size=2)),
        replaced=draw(st.dictionaries(any_ids(), fields(), max_size=2)),
        committed_at=committed_at,
        beacons=draw(events_after(committed_at, min_size=0)),
    )
    own = st.dictionaries(names().map("x.{}".format), fields(), max_size=1)
    return Supplement(sheet.k, {**sheet.entries, **draw(own)})
