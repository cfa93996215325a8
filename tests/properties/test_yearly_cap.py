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
    ObjectPool,
    Operator,
    Reveal,
    SamplingDesign,
    Task,
    commit,
    draw,
)
from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.testing.city import AUTHORITY, synthetic_code
from shuangsuiji.values import CHINA

YEAR = date(2026, 1, 1)
START = datetime(2026, 1, 5, 9, tzinfo=CHINA)
BASIS = LegalBasis(title="（合成）办法", rank=BasisRank.RULE)
DRAWS = 8


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
        rounding=choose(st.sampled_from(["floor", "ceil"])),
        filters=choose(st.sampled_from([(), (narrow,)])),
    )
    strata: tuple[str, ...] = choose(st.sampled_from([(), ("档",)]))
    return Task(id=id_, name="抽查", designs=(design,), strata=strata)


@settings(max_examples=150)
@given(
    labels=st.lists(st.sampled_from("甲乙"), min_size=1, max_size=30),
    cap=st.integers(1, 9).map(lambda tenths: Fraction(tenths, 10)),
    choice=st.data(),
)
def test_a_year_never_draws_more_than_the_cap(labels: list[str], cap: Fraction, choice: st.DataObject) -> None:
    objects = [
        InspectionObject(id=synthetic_code(number), name="合成", attributes={"档": label})
        for number, label in enumerate(labels)
    ]
    pool = ObjectPool.of(objects, id="city", owner=AUTHORITY, item_codes=["labels"], maintained_on=YEAR)
    plan = AnnualPlan(
        id="2026",
        authority=AUTHORITY,
        year=2026,
        tasks=tuple(choice.draw(tasks(f"2026-{number}"), label="task") for number in range(4)),
    )
    records: list[Draw | Commitment] = []
    drawn: set[str] = set()
    for number in range(DRAWS):
        at = START + timedelta(days=number)
        left_out = choice.draw(st.sets(st.sampled_from(pool.columns.ids), max_size=5), label="excluded")
        try:
            made = commit(
                choice.draw(st.sampled_from(plan.tasks), label="which"),
                pool,
                plan=plan,
                items=item_list(cap),
                rules=LIYANG_RULES,
                beacons=[BeaconEvent(source="DICE", edition=str(number), at=at + timedelta(hours=5))],
                committed_at=at,
                mode="open",
                excluded=dict.fromkeys(left_out, "近期已检"),
                earlier=records,
            )
        except (LawError, InvalidValueError):
            continue
        result = draw(made, Reveal.of(made.manifest, {"DICE": f"10 {number} 3 7"}))
        drawn |= set(result.objects)
        records.append(result if choice.draw(st.booleans(), label="drawn by now") else made)
    assert len(drawn) <= cap * len(pool)
