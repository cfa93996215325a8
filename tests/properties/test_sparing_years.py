"""Whatever a year commits and draws: nobody is drawn oftener than a cap allows, nor while he rests: 3.1.10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.draws import Commitment, Draw, PastDraw, commit, draw
from shuangsuiji.draws.sparing import open_tasks
from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES
from shuangsuiji.lottery import BeaconEvent, Reveal
from shuangsuiji.planning import AnnualPlan, Filter, Operator, PlanLimits, SamplingDesign, Task
from shuangsuiji.registry import InspectionItem, InspectionObject, ItemList, LegalBasis, ObjectPool
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemListKind, KeyGround, ObjectKind
from shuangsuiji.testing.city import AUTHORITY, synthetic_code
from shuangsuiji.values import CHINA, TimeLimit, TimeUnit, day_in_china

CODES = ("lifts", "boilers")
START = datetime(2026, 1, 5, 9, tzinfo=CHINA)
HOLDERS = tuple(synthetic_code(number) for number in range(1, 7))
REGIONS = ("溧城", "戴埠")
STEPS = 7


def _item(code: str) -> InspectionItem:
    return InspectionItem(
        code=code,
        name="特种设备检查",
        kind=ItemKind.KEY,
        key_ground=KeyGround.SAFETY,
        legal_bases=(LegalBasis(title="（合成）办法", rank=BasisRank.RULE),),
        implementing_body=AUTHORITY,
        content="（合成）",
        methods=(InspectionMethod.ON_SITE,),
        superior_item="（合成）上级清单 2025 年版",
        effective_on=date(2026, 1, 1),
    )


ITEMS = ItemList(
    id="SCJG-2026",
    kind=ItemListKind.DEPARTMENT,
    owner=AUTHORITY,
    items=tuple(map(_item, CODES)),
    effective_on=date(2026, 1, 1),
)
ENTITIES = [
    InspectionObject(id=id_, name=f"合成第{number}号", kind=ObjectKind.ENTERPRISE, region=REGIONS[number % 2])
    for number, id_ in enumerate(HOLDERS)
]
WARES = [
    InspectionObject(
        id=f"P{number:02d}",
        name="电热水壶",
        kind=ObjectKind.PRODUCT,
        region=REGIONS[number % 2],
        holder=HOLDERS[number % len(HOLDERS)],
    )
    for number in range(14)
]
POOLS = tuple(
    ObjectPool.of(objects, id=id_, owner=AUTHORITY, item_codes=CODES, maintained_on=date(2026, 1, 2))
    for id_, objects in (("entities", ENTITIES), ("wares", WARES), ("both", [*ENTITIES, *WARES]))
)
BEHIND: Mapping[str, str] = {one.id: one.holder or one.id for one in (*ENTITIES, *WARES)}
TASKS = tuple(
    Task(
        id=f"2026-{number}",
        name="合成任务",
        designs=tuple(SamplingDesign(item_code=code, ratios=ratio, rounding="ceil") for code in codes),
        regions=regions,
        filters=filters,
    )
    for number, (codes, ratio, regions, filters) in enumerate(
        [
            (CODES[:1], "1/5", (), ()),
            (CODES, "1/3", (), ()),
            (CODES[1:], "1/2", REGIONS[:1], ()),
            (CODES[1:], "1/4", REGIONS[1:], (Filter(field="kind", operator=Operator.IN, values=("产品", "企业")),)),
        ]
    )
)


@attrs.define
class Year:
    """An agency's year: what it has committed and what became of it."""

    plan: AnnualPlan
    at: datetime = START
    records: list[Commitment | Draw | PastDraw] = attrs.field(factory=list)
    refused: int = 0

    def commit(self, task: Task, pool: ObjectPool, days: int) -> None:
        """Commit a task some days later; what the law refuses is not committed."""
        self.at += timedelta(days=days, minutes=1)
        event = BeaconEvent(source="FC3D", edition=f"2026{len(self.records):03d}", at=self.at + timedelta(hours=3))
        try:
            made = commit(
                task,
                pool,
                plan=self.plan,
                items=ITEMS,
                rules=LIYANG_RULES,
                beacons=[event],
                committed_at=self.at,
                mode="open",
                earlier=self.records,
            )
        except (LawError, InvalidValueError):  # a draw is open, or nobody is left
            self.refused += 1
        else:
            self.records.append(made)

    def settle(self, number: int) -> None:
        """Draw whatever is open with a value, or declare that its seed will never come."""
        for place, one in enumerate(self.records):
            if isinstance(one, Commitment):
                failed = PastDraw(manifest=one.manifest, drawn={}, failed=True)
                reveal = Reveal.of(one.manifest, {"FC3D": f"{number % 1000:03d}"})
                self.records[place] = failed if number % 11 == 0 else draw(one, reveal)

    @property
    def drawn(self) -> list[tuple[date, frozenset[str]]]:
        """Day and holders of every draw."""
        return [
            (day_in_china(one.commitment.manifest.committed_at), frozenset(BEHIND[id_] for id_ in one.objects))
            for one in self.records
            if isinstance(one, Draw)
        ]


@st.composite
def years(draw_: st.DrawFn, limits: PlanLimits) -> Year:
    """Return a year of commitments and draws at random, a draw mostly before the next commitment."""
    year = Year(AnnualPlan(id="2026", authority=AUTHORITY, year=2026, tasks=TASKS, limits=limits))
    for _ in range(draw_(st.integers(1, STEPS))):
        year.commit(draw_(st.sampled_from(TASKS)), draw_(st.sampled_from(POOLS)), draw_(st.integers(0, 40)))
        if draw_(st.sampled_from((True, True, True, False))):
            year.settle(draw_(st.integers(0, 999)))
    year.settle(1)
    return year


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 3).flatmap(lambda cap: st.tuples(st.just(cap), years(PlanLimits(visit_cap=cap)))))
def test_no_holder_is_drawn_in_more_draws_of_a_year_than_the_cap(capped: tuple[int, Year]) -> None:
    cap, year = capped
    counts = Counter(holder for _, holders in year.drawn for holder in holders)
    assert max(counts.values(), default=0) <= cap
    for one in year.records:
        if isinstance(one, Draw):
            assert one.commitment.manifest.entries["rules.visit_cap"] == f"{cap} CASES_COUNT"


REST = TimeLimit(number=30, unit=TimeUnit.DAY, clause=LIYANG_2020.ref("3.1.10"))


@settings(max_examples=50, deadline=None)
@given(years(PlanLimits(cool_off=REST)))
def test_no_holder_is_drawn_again_while_he_rests(year: Year) -> None:
    last: dict[str, date] = {}
    for day, holders in year.drawn:
        for holder in holders:
            assert holder not in last or last[holder] + timedelta(days=30) < day
            last[holder] = day


@settings(max_examples=50, deadline=None)
@given(years(PlanLimits()))
def test_without_limits_nobody_is_spared_and_nothing_refused(year: Year) -> None:
    assert year.refused == 0
    for one in year.records:
        if isinstance(one, Draw):
            assert not any(one.commitment.excluded.values())
            assert not {"rules.visit_cap", "rules.cool_off"} & set(one.commitment.manifest.entries)
    assert open_tasks(map(PastDraw.of, year.records)) == ()
