"""Whatever is planned, excluded and filtered: what a year draws of an item never exceeds its cap: 二（二）, 2.2.12."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji import (
    LIYANG_RULES,
    AnnualPlan,
    BasisRank,
    BeaconEvent,
    CapScope,
    Commitment,
    Draw,
    Filter,
    InspectionItem,
    InspectionMethod,
    InspectionObject,
    ItemKind,
    ItemList,
    ItemListKind,
    LegalBasis,
    Matching,
    ObjectPool,
    Operator,
    PastDraw,
    ReplacementReason,
    Reveal,
    SamplingDesign,
    SupplementCommitment,
    Task,
    commit,
    commit_supplement,
    draw,
)
from shuangsuiji.bundle import Record
from shuangsuiji.errors import BrokenChainError, InvalidFormError, InvalidValueError, LawError
from shuangsuiji.testing.city import AUTHORITY, synthetic_code
from shuangsuiji.values import CHINA

YEAR = date(2026, 1, 1)
START = datetime(2026, 1, 5, 9, tzinfo=CHINA)
BASIS = LegalBasis(title="（合成）办法", rank=BasisRank.RULE)
DRAWS = 8
MOSTLY = st.sampled_from((True, True, False))


def item_list(cap: Fraction) -> ItemList:
    item = InspectionItem(
        code="labels",
        name="食品标签检查",
        kind=ItemKind.GENERAL,
        ratio_cap=cap,
        legal_bases=(BASIS,),
        implementing_body=AUTHORITY,
        content="预包装食品标签",
        methods=(InspectionMethod.ON_SITE,),
        effective_on=YEAR,
        superior_item="（合成）上级清单",
    )
    return ItemList(id="list", kind=ItemListKind.DEPARTMENT, owner=AUTHORITY, items=(item,), effective_on=YEAR)


@st.composite
def tasks(choose: st.DrawFn, id_: str) -> Task:
    narrow = Filter(field="档", operator=Operator.IN, values=(choose(st.sampled_from("甲乙")),))
    design = SamplingDesign(
        item_code="labels",
        ratios=Fraction(choose(st.integers(0, 10)), 10),
        cap_scope=choose(st.sampled_from(list(CapScope))),
        rounding=choose(st.sampled_from(["floor", "ceil", "chance"])),
        filters=choose(st.sampled_from([(), (narrow,)])),
    )
    strata: tuple[str, ...] = choose(st.sampled_from([(), ("档",)]))
    return Task(id=id_, name="抽查", designs=(design,), strata=strata)


@st.composite
def cities(choose: st.DrawFn) -> tuple[ObjectPool, AnnualPlan]:
    """Return a pool of objects in two grades, and a plan of four tasks for one item."""
    labels = choose(st.lists(st.sampled_from("甲乙"), min_size=1, max_size=30))
    objects = [
        InspectionObject(id=synthetic_code(number), name="合成", attributes={"档": label})
        for number, label in enumerate(labels)
    ]
    pool = ObjectPool.of(objects, id="city", owner=AUTHORITY, item_codes=["labels"], maintained_on=YEAR)
    own = tuple(choose(tasks(f"2026-{number}")) for number in range(4))
    return pool, AnnualPlan(id="2026", authority=AUTHORITY, year=2026, tasks=own)


class Year:
    """What an agency does in a year: it commits, draws, replaces and extends."""

    def __init__(self, pool: ObjectPool, plan: AnnualPlan, cap: Fraction, choice: st.DataObject) -> None:
        self.pool, self.plan, self.items, self.choice = pool, plan, item_list(cap), choice
        self.records: list[Record] = []
        self.now = START

    def commit(self) -> bool:
        """Commit a task of the plan and perhaps draw it; tell whether the limits allowed it."""
        left_out = self.choice.draw(st.sets(st.sampled_from(self.pool.columns.ids), max_size=5), label="excluded")
        self.now += timedelta(days=1)
        try:
            made = commit(
                self.choice.draw(st.sampled_from(self.plan.tasks), label="which"),
                self.pool,
                plan=self.plan,
                items=self.items,
                rules=LIYANG_RULES,
                beacons=[self._event()],
                committed_at=self.now,
                mode="open",
                excluded=dict.fromkeys(left_out, "近期已检"),
                earlier=map(PastDraw.of, self.records),
            )
        except (LawError, InvalidValueError):
            return False
        drawn = self.choice.draw(MOSTLY, label="drawn by now")
        self.records.append(draw(made, Reveal.of(made.manifest, self._values())) if drawn else made)
        return True

    def more(self) -> bool:
        """Ask for a supplementary round of the last draw and perhaps draw it; tell whether the limits allowed it."""
        before = self.records[-1]
        if isinstance(before, Commitment | Matching | SupplementCommitment):
            return False
        self.now += timedelta(days=1)
        numbers = st.sampled_from((0, 0, 0, 1, 2))
        extended = {
            stratum: self.choice.draw(numbers, label=f"extended {stratum}")
            for stratum in sorted(before.taken.terms["labels"].ratios)
        }
        drawn = sorted(before.taken.drawn["labels"])
        several = st.sets(st.sampled_from(drawn), min_size=int(not any(extended.values())), max_size=2)
        replaced = self.choice.draw(several, label="replaced") if drawn else set[str]()
        try:
            asked = commit_supplement(
                before,
                committed_at=self.now,
                replaced=dict.fromkeys(replaced, ReplacementReason.CLOSED),
                extended={"labels": extended},
                beacons=[self._event()],
            )
        except (BrokenChainError, InvalidFormError):
            return False
        opened = self.choice.draw(MOSTLY, label="drawn by now")
        self.records[-1] = draw(asked, Reveal.of_round(asked.round, self._values())) if opened else asked
        return True

    def _event(self) -> BeaconEvent:
        return BeaconEvent(source="DICE", edition=str(self.now.date()), at=self.now + timedelta(hours=5))

    def _values(self) -> dict[str, str]:
        return {"DICE": f"10 {self.now.day % 10} 3 7"}

    @property
    def held(self) -> set[str]:
        """Objects that were drawn and not replaced, of every record."""
        return {id_ for record in self.records for id_ in held_by(record)}


def held_by(record: Record) -> set[str]:
    """Return the objects that a draw and its rounds have drawn and not replaced."""
    if isinstance(record, Commitment):
        return set()
    if isinstance(record, SupplementCommitment):
        return held_by(record.before)
    if isinstance(record, Matching):
        return held_by(record.draw)
    if isinstance(record, Draw):
        return set(record.objects)
    return (held_by(record.request.before) - record.request.supplement.replaced.keys()) | set(record.objects)


CAPS = st.integers(1, 9).map(lambda tenths: Fraction(tenths, 10))


@settings(max_examples=150)
@given(city=cities(), cap=CAPS, choice=st.data())
def test_a_year_never_draws_more_than_the_cap(
    city: tuple[ObjectPool, AnnualPlan], cap: Fraction, choice: st.DataObject
) -> None:
    year = Year(*city, cap, choice)
    for _ in range(DRAWS):
        year.commit()
    assert len(year.held) <= cap * len(year.pool)


@settings(max_examples=150)
@given(city=cities(), cap=CAPS, choice=st.data())
def test_nor_does_it_with_rounds_that_follow_before_the_next_commitment(
    city: tuple[ObjectPool, AnnualPlan], cap: Fraction, choice: st.DataObject
) -> None:
    """What was replaced gives its place back to the round in which it was replaced, and to no other draw."""
    year = Year(*city, cap, choice)
    for _ in range(DRAWS):
        if year.commit():
            for _ in range(choice.draw(st.integers(0, 2), label="rounds")):
                year.more()
    assert len(year.held) <= cap * len(year.pool)
