"""Strategies for commitments, reveals and draws, from a list and a pool to the record (抽取策略)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.draws import Commitment, Draw, commit
from shuangsuiji.draws import draw as draw_objects
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import Algorithm, Manifest, Reveal, next_code
from shuangsuiji.lottery.digest import hash_message
from shuangsuiji.planning import EVERY_STRATUM, AnnualPlan, Filter, Operator, SamplingDesign, Task
from shuangsuiji.registry import InspectionItem, InspectionObject, ItemList, ObjectPool
from shuangsuiji.registry.objects import UNKNOWN
from shuangsuiji.terms import CapScope, ItemKind
from shuangsuiji.testing.strategies.lotteries import algorithms, beacon_events, beacon_values, instants, last_day
from shuangsuiji.testing.strategies.registries import item_lists, object_pools
from shuangsuiji.testing.strategies.texts import fields, names, ratios
from shuangsuiji.values import CHINA, is_field

__all__ = ["commitments", "draws", "reveals", "synthetic_codes"]

_COMMITTED = (datetime(2026, 1, 5, 9, tzinfo=CHINA), datetime(2026, 12, 18, 17, tzinfo=CHINA))
_CODES = 8
_MODES = ("open", "sealed")


def synthetic_codes(alg: Algorithm, party: str) -> tuple[tuple[str, str], ...]:
    """Return eight pairs of x(0) and the code x(1) that opens it; anyone knows them, they are for tests (虚构密码)."""
    codes = [hash_message(alg, "testing", party, str(number)) for number in range(_CODES)]
    return tuple((next_code(alg, party, code), code) for code in codes)


@st.composite
def commitments(draw: DrawFn, *, mode: str | None = None) -> Commitment:
    """Return what ``commit`` makes of synthetic lists, pools and tasks, never empty and never above a cap (锁定).

    Args:
        draw: Hypothesis gives it.
        mode: ``open`` or ``sealed``; either when not given.

    """
    mode = draw(st.sampled_from(_MODES)) if mode is None else mode
    committed_at = draw(instants(*_COMMITTED))
    items = draw(item_lists(min_size=1, max_size=3, in_force_on=committed_at.date()))
    pool = draw(_pools(items, committed_at.date()))
    anchor = draw(st.sampled_from(list(pool)))
    task = draw(_tasks(items, pool, anchor))
    others = [id_ for id_ in pool.columns.ids if id_ != anchor.id]
    alg = draw(algorithms())
    parties = draw(st.lists(names(), min_size=int(mode == "sealed"), max_size=2, unique=True))
    one_each = st.lists(beacon_events(after=committed_at), min_size=1, max_size=3, unique_by=lambda event: event.source)
    events = draw(one_each)
    return commit(
        task,
        pool,
        plan=AnnualPlan(id=draw(fields()), authority=draw(names()), year=committed_at.year, tasks=(task,)),
        items=items,
        rules=LIYANG_RULES,
        beacons=events,
        committed_at=committed_at,
        parties={party: draw(st.sampled_from(synthetic_codes(alg, party)))[0] for party in parties},
        reveal_by=last_day(events) + timedelta(days=90) if mode == "sealed" else None,
        mode=mode,
        excluded=draw(st.dictionaries(st.sampled_from(others), fields(), max_size=2)) if others else {},
        alg=alg,
    )


def _pools(items: ItemList, today: date) -> SearchStrategy[ObjectPool]:
    """Return pools kept for every item of a list, of one object or of several."""
    kept_for = st.just([item.code for item in items.items])
    one, several = (
        object_pools(min_size=fewest, max_size=12, item_codes=kept_for, maintained_by=today) for fewest in (1, 6)
    )
    return several | one


@st.composite
def _tasks(draw: DrawFn, items: ItemList, pool: ObjectPool, anchor: InspectionObject) -> Task:
    """Return a task of one or two items that concerns at least one object, the anchor."""
    several = st.lists(st.sampled_from(items.items), min_size=1, max_size=2, unique_by=lambda item: item.code.upper())
    own_region = () if "," in anchor.region else (anchor.region,)
    return Task(
        id=draw(fields()),
        name=draw(fields()),
        designs=tuple(draw(_designs(item, anchor)) for item in draw(several)),
        strata=draw(st.sampled_from(_strata(pool))),
        regions=draw(st.sampled_from(((), (), (), own_region))),
        filters=draw(_filters(anchor)),
    )


@st.composite
def _designs(draw: DrawFn, item: InspectionItem, anchor: InspectionObject) -> SamplingDesign:
    """Return a design that keeps the cap of the item, whatever the strata."""
    scope = draw(st.sampled_from(CapScope))
    bound = item.kind is ItemKind.GENERAL and scope is CapScope.ITEM
    highest = Fraction(1) if item.ratio_cap is None else item.ratio_cap
    return SamplingDesign(
        item_code=item.code,
        ratios={EVERY_STRATUM: draw(st.just(highest) | ratios(0, highest))},
        rounding="floor" if bound else draw(st.sampled_from(("floor", "ceil"))),
        cap_scope=scope,
        filters=draw(_filters(anchor)),
    )


def _filters(anchor: InspectionObject) -> SearchStrategy[tuple[Filter, ...]]:
    """Return at most one condition, and mostly none; one object meets it, so that no frame is empty."""
    kind, region = anchor.kind.value, anchor.region
    met = [
        Filter(field="kind", operator=Operator.IN, values=(kind,)),
        Filter(field="kind", operator=Operator.NOT_IN, values=("另一类别",)),
        Filter(field="kind", operator=Operator.STARTS_WITH, values=("另", kind[0])),
        *(
            Filter(field="region", operator=operator, values=(region,))
            for operator in (Operator.AT_LEAST, Operator.AT_MOST)
            if region != UNKNOWN and "," not in region
        ),
        *(Filter(field="tags", operator=Operator.IN, values=(tag,)) for tag in anchor.tags),
    ]
    return st.sampled_from([*[()] * 3 * len(met), *((one,) for one in met)])


def _strata(pool: ObjectPool) -> list[tuple[str, ...]]:
    """Return the columns, and the pairs of columns, that may make the strata of a pool."""
    columns = pool.columns
    single = [
        name
        for name in ("kind", "region", *columns.attributes)
        if all(is_field(label) for label in columns.column(name).labels)
    ]
    plain = [name for name in single if not any("/" in label for label in columns.column(name).labels)]
    return [(), *((name,) for name in single), *pairwise(plain)]


@st.composite
def reveals(draw: DrawFn, commitment: Commitment | Manifest, *, codes: Mapping[str, str] | None = None) -> Reveal:
    """Return reveals that open a commitment (揭示).

    Args:
        draw: Hypothesis gives it.
        commitment: a commitment of ``commitments()``, or another one with the codes of its parties.
        codes: code x(1) by party, where the parties are not synthetic.

    Raises:
        UnknownNameError: the end of a chain that is not synthetic, and no codes.

    """
    manifest = commitment.manifest if isinstance(commitment, Commitment) else commitment
    values = [f"{event.name}/{draw(beacon_values(event.source))}" for event in manifest.beacons]
    if codes is None:
        codes = {party: _code(manifest.alg, party, end) for party, end in manifest.chains.items()}
    return Reveal(beacon=";".join(values), codes=codes)


def _code(alg: Algorithm, party: str, end: str) -> str:
    known = dict(synthetic_codes(alg, party))
    if end not in known:
        raise UnknownNameError(field=f"chain.{party}", value=end, known="synthetic_codes(); codes=")
    return known[end]


@st.composite
def draws(draw: DrawFn, *, mode: str | None = None) -> Draw:
    """Return draws, open and sealed, of one or two items (抽取).

    Args:
        draw: Hypothesis gives it.
        mode: ``open`` or ``sealed``; either when not given.

    """
    commitment = draw(commitments(mode=mode))
    return draw_objects(commitment, draw(reveals(commitment)))
