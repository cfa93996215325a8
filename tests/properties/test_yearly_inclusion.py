"""The realised probability of a year is that of trying every order of the tickets: 3.1.8 «被抽查概率»."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import permutations, product
from math import factorial

from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji import (
    LIYANG_RULES,
    AnnualPlan,
    BasisRank,
    BeaconEvent,
    Commitment,
    Draw,
    Filter,
    InspectionItem,
    InspectionMethod,
    InspectionObject,
    ItemKind,
    ItemList,
    ItemListKind,
    KeyGround,
    LegalBasis,
    ObjectPool,
    Operator,
    Reveal,
    SamplingDesign,
    Task,
    commit,
    draw,
)
from shuangsuiji.draws.yearly import Flag, yearly_inclusion
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import FrameTerms
from shuangsuiji.testing.city import AUTHORITY, synthetic_code
from shuangsuiji.values import CHINA

YEAR = date(2026, 1, 1)
START = datetime(2026, 1, 5, 9, tzinfo=CHINA)
CODES = ("labels", "lifts")


def key_item(code: str) -> InspectionItem:
    """Return a KEY item: it has no cap, so that any ratio may be tried."""
    return InspectionItem(
        code=code,
        name=code,
        kind=ItemKind.KEY,
        key_ground=KeyGround.SAFETY,
        legal_bases=(LegalBasis(title="（合成）办法", rank=BasisRank.RULE),),
        implementing_body=AUTHORITY,
        content="（合成）",
        methods=(InspectionMethod.ON_SITE,),
        effective_on=YEAR,
        superior_item="（合成）上级清单",
    )


ITEMS = ItemList(
    id="list",
    kind=ItemListKind.DEPARTMENT,
    owner=AUTHORITY,
    items=tuple(map(key_item, CODES)),
    effective_on=YEAR,
)


@st.composite
def designs(choose: st.DrawFn, code: str) -> SamplingDesign:
    narrow = Filter(field="档", operator=Operator.IN, values=(choose(st.sampled_from("甲乙")),))
    return SamplingDesign(
        item_code=code,
        ratios=choose(st.sampled_from(["0", "1/3", "1/2", "3/5", "1"])),
        rounding=choose(st.sampled_from(["floor", "ceil", "chance"])),
        filters=choose(st.sampled_from([(), (narrow,)])),
    )


@st.composite
def tasks(choose: st.DrawFn, id_: str) -> Task:
    codes = choose(st.sampled_from([CODES, CODES[:1], CODES[1:]]))
    strata: tuple[str, ...] = choose(st.sampled_from([(), ("档",)]))
    return Task(id=id_, name="抽查", designs=tuple(choose(designs(code)) for code in codes), strata=strata)


@st.composite
def pools(choose: st.DrawFn) -> ObjectPool:
    labels = choose(st.lists(st.sampled_from("甲乙"), min_size=1, max_size=4))
    objects = [
        InspectionObject(id=synthetic_code(number), name="合成", attributes={"档": label})
        for number, label in enumerate(labels)
    ]
    return ObjectPool.of(objects, id="city", owner=AUTHORITY, item_codes=CODES, maintained_on=YEAR)


@st.composite
def years(choose: st.DrawFn) -> tuple[ObjectPool, list[Draw]]:
    """Return a pool and up to three draws from it, with exclusions."""
    pool = choose(pools())
    chosen = tuple(choose(tasks(f"2026-{number}")) for number in range(choose(st.integers(0, 3))))
    plan = AnnualPlan(id="2026", authority=AUTHORITY, year=2026, tasks=chosen)
    draws: list[Draw] = []
    for number, one in enumerate(chosen):
        at = START + timedelta(days=number)
        left_out = choose(st.sets(st.sampled_from(pool.columns.ids), max_size=1))
        try:
            made = commit(
                one,
                pool,
                plan=plan,
                items=ITEMS,
                rules=LIYANG_RULES,
                beacons=[BeaconEvent(source="DICE", edition=str(number), at=at + timedelta(hours=5))],
                committed_at=at,
                mode="open",
                excluded=dict.fromkeys(left_out, "近期已检"),
                earlier=draws,
            )
        except InvalidValueError:  # nobody is left in a frame
            continue
        draws.append(draw(made, Reveal.of(made.manifest, {"DICE": f"10 {number} 3 7"})))
    return pool, draws


Quotas = dict[tuple[str, str], int]


def possible_quotas(commitment: Commitment) -> Iterator[tuple[Fraction, Quotas]]:
    """Yield every set of quotas that the seed may fix, with its probability: each stratum rounds by itself."""
    options: list[list[tuple[Fraction, tuple[str, str], int]]] = []
    for terms in commitment.manifest.frames:
        for stratum, rows in commitment.frames[terms.name].counts().items():
            part = _part(terms, stratum, rows)
            key, number = (terms.name, stratum), terms.quotas[stratum]
            options.append([(1 - part, key, number), (part, key, number + 1)] if part else [(Fraction(1), key, number)])
    for choice in product(*options):
        likelihood = Fraction(1)
        for one, _, _ in choice:
            likelihood *= one
        yield likelihood, {key: number for _, key, number in choice}


def _part(terms: FrameTerms, stratum: str, rows: int) -> Fraction:
    return terms.ratios[stratum] * rows % 1 if terms.rounding == "chance" else Fraction(0)


def tried(commitment: Commitment) -> tuple[Mapping[str, Fraction], Mapping[tuple[str, str], Fraction]]:
    """Return the chance to be drawn for any item, and for each, by drawing with every order of the tickets."""
    anyone, by_item = defaultdict[str, Fraction](Fraction), defaultdict[tuple[str, str], Fraction](Fraction)
    ids = sorted({id_ for frame in commitment.frames.values() for id_ in frame.ids})
    for likelihood, quotas in possible_quotas(commitment):
        each = likelihood / factorial(len(ids))
        for order in permutations(ids):
            left, seen = dict(quotas), set[str]()
            for id_ in order:
                for name, frame in commitment.frames.items():
                    if id_ in frame and left[name, frame.stratum(id_)]:
                        left[name, frame.stratum(id_)] -= 1
                        by_item[name, id_] += each
                        seen.add(id_)
            for id_ in seen:
                anyone[id_] += each
    return anyone, by_item


@settings(max_examples=60, deadline=None)
@given(years())
def test_a_year_gives_every_object_the_chance_that_trying_every_order_gives(
    year: tuple[ObjectPool, list[Draw]],
) -> None:
    pool, draws = year
    report = yearly_inclusion(pool, draws, year=2026)
    outcomes = [tried(one.commitment) for one in draws]
    for one in report:
        missed, by_item = Fraction(1), dict.fromkeys(report.items, Fraction(1))
        for anyone, of_item in outcomes:
            missed *= 1 - anyone.get(one.id, Fraction(0))
            for item in report.items:
                by_item[item] *= 1 - of_item.get((item, one.id), Fraction(0))
        assert one.standing.by_item == {item: 1 - never for item, never in by_item.items()}
        assert one.lower <= 1 - missed <= one.upper
        assert (one.flag is Flag.NEVER) == (missed == 1)
        assert one.flag is not Flag.CERTAIN or missed == 0


@settings(max_examples=60)
@given(years())
def test_the_expected_numbers_add_up_to_what_is_drawn(year: tuple[ObjectPool, list[Draw]]) -> None:
    pool, draws = year
    due = sum(
        terms.quotas[stratum] + _part(terms, stratum, rows)
        for one in draws
        for terms in one.commitment.manifest.frames
        for stratum, rows in one.commitment.frames[terms.name].counts().items()
    )
    report = yearly_inclusion(pool, draws, year=2026)
    assert sum(one.standing.expected for one in report) == due
    assert sum(one.times for one in report) == sum(len(frame.ids) for one in draws for frame in one.frames)
    if not any(terms.rounding == "chance" for one in draws for terms in one.commitment.manifest.frames):
        assert sum(one.times for one in report) == due


@settings(max_examples=60)
@given(years(), st.sampled_from(CODES))
def test_one_item_alone_has_exact_chances(year: tuple[ObjectPool, list[Draw]], code: str) -> None:
    pool, draws = year
    together, alone = yearly_inclusion(pool, draws, year=2026), yearly_inclusion(pool, draws, year=2026, item_code=code)
    for one in alone:
        assert one.lower == one.upper == one.standing.by_item[code]
        assert one.lower == together[one.id].standing.by_item.get(code, 0)
        assert together[one.id].upper >= one.lower
