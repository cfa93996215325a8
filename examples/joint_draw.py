"""One visit, several items: a joint draw of four departments against four draws of their own, with the figures.

    python examples/joint_draw.py

One pool of 4,000 made-up objects, one item of each of four departments, 5 % of the objects that it concerns. Drawn
together, the items share their tickets; drawn apart, every department has a commitment and a seed of its own. The
values of the public event are made up: 20 of them stand for 20 draws. 四个部门的事项合并抽取与分别抽取的比较。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from statistics import mean

import attrs

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
    JointPlan,
    LegalBasis,
    ObjectPool,
    Operator,
    Reveal,
    SamplingDesign,
    Task,
    commit,
    draw,
    verify,
)
from shuangsuiji.planning import JointProcedure
from shuangsuiji.testing.city import synthetic_code
from shuangsuiji.testing.conferences import effective_procedure

CHINA = timezone(timedelta(hours=8))
OBJECTS, SEEDS = 4_000, 20
INITIATOR = "320481-SCJG"
ITEMS = {
    "annual-report": ("公示信息检查", INITIATOR),
    "work-safety": ("安全生产检查", "320481-YJJ"),
    "hygiene": ("公共场所卫生检查", "320481-WJW"),
    "discharge": ("排污检查", "320481-STHJ"),
}
DEPARTMENTS = tuple(department for _, department in ITEMS.values())


@attrs.frozen(kw_only=True)
class Visits:
    """What one way of drawing comes to.

    Attributes:
        checks: items checked, summed over the objects.
        visits: objects that are visited at all. Of draws made apart an object counts once, however many of them found
            it, as if the departments always came on the same day; that favours them.
        most: most items checked at one object.

    """

    checks: int
    visits: int
    most: int

    @classmethod
    def of(cls, drawn: Iterable[Mapping[str, tuple[str, ...]]]) -> Visits:
        """Count what one draw, or several apart, have drawn."""
        items: dict[str, int] = {}
        for one in drawn:
            for id_, found in one.items():
                items[id_] = items.get(id_, 0) + len(found)
        return cls(checks=sum(items.values()), visits=len(items), most=max(items.values()))


def a_pool() -> ObjectPool:
    """Return 4,000 objects; every one publishes reports, some concern the other departments too, as their tags say."""
    return ObjectPool.of(
        (
            InspectionObject(id=synthetic_code(number), name=f"合成第{number}号有限公司", tags=tags_of(number))
            for number in range(OBJECTS)
        ),
        id="city",
        owner=INITIATOR,
        item_codes=ITEMS,
        maintained_on=date(2026, 3, 1),
    )


def tags_of(number: int) -> list[str]:
    """Return the items that concern an object: all of them 100 %, then 60 %, 40 % and 50 %."""
    concerned = (True, number % 5 < 3, number // 5 % 5 < 2, number // 25 % 2 == 0)  # noqa: PLR2004 - three fifths
    return [code for code, one in zip(ITEMS, concerned, strict=True) if one]


def an_item_list() -> ItemList:
    """Return the joint items: each belongs to one department, and the others take part."""
    return ItemList(
        id="JOINT-2026",
        kind=ItemListKind.JOINT,
        owner=INITIATOR,
        items=tuple(an_item(code, name, department) for code, (name, department) in ITEMS.items()),
        effective_on=date(2026, 1, 1),
    )


def an_item(code: str, name: str, department: str) -> InspectionItem:
    """Return one GENERAL item with a cap of 10 %."""
    return InspectionItem(
        code=code,
        name=name,
        kind=ItemKind.GENERAL,
        ratio_cap="10%",
        legal_bases=(LegalBasis(title="（合成）监督检查办法", rank=BasisRank.RULE),),
        implementing_body=department,
        joint_departments=DEPARTMENTS,
        content=name,
        methods=(InspectionMethod.ON_SITE,),
        superior_item="（合成）上级清单 2025 年版",
        effective_on=date(2026, 1, 1),
    )


def a_design(code: str, *, own: bool) -> SamplingDesign:
    """Return 5 % of all objects, or of those that the item concerns."""
    filters = (Filter(field="tags", operator=Operator.IN, values=(code,)),) if own else ()
    return SamplingDesign(item_code=code, ratios="5%", filters=filters)


def committed_together(pool: ObjectPool, *, own: bool) -> Commitment:
    """Return one commitment for the four items, under a joint plan."""
    joint = JointPlan(id="2026-LH-01", initiator=INITIATOR, participants=DEPARTMENTS[1:])
    designs = tuple(a_design(code, own=own) for code in ITEMS)
    task = Task(id="2026-01", name="四部门联合抽查", designs=designs, joint_plan=joint.id)
    plan = AnnualPlan(id="2026", authority=INITIATOR, year=2026, tasks=(task,), joint_plans=(joint,))
    return committed(plan, pool, effective_procedure(joint, date(2026, 1, 5)))


def committed_apart(pool: ObjectPool, *, own: bool) -> list[Commitment]:
    """Return four commitments: every department draws for its own item, under a plan of its own."""
    made: list[Commitment] = []
    for code, (name, department) in ITEMS.items():
        task = Task(id="2026-01", name=name, designs=(a_design(code, own=own),))
        made.append(committed(AnnualPlan(id="2026", authority=department, year=2026, tasks=(task,)), pool))
    return made


def committed(plan: AnnualPlan, pool: ObjectPool, procedure: JointProcedure | None = None) -> Commitment:
    """Commit the one task of a plan, in open mode; a joint one by the procedure that decided on it."""
    return commit(
        plan.tasks[0],
        pool,
        plan=plan,
        items=an_item_list(),
        rules=LIYANG_RULES,
        beacons=[BeaconEvent(source="FC3D", edition="2026052", at=datetime(2026, 3, 3, 21, 15, tzinfo=CHINA))],
        committed_at=datetime(2026, 3, 2, 9, tzinfo=CHINA),
        mode="open",
        procedure=procedure,
    )


def drawn(commitment: Commitment, number: int) -> Draw:
    """Draw as if the lottery had announced this number."""
    return draw(commitment, Reveal.of(commitment.manifest, {"FC3D": f"{number:03d}"}))


def is_drawn_as_if_alone(made: Draw) -> bool:
    """Tell whether every item has drawn exactly the objects of its own frame whose tickets are not above its threshold.

    Nothing of the other items goes into that, so that they could be left out without changing this one.
    """
    for one in made.frames:
        frame = made.commitment.frames[one.name]
        tickets = {id_: sha256(f"{made.seed.key}|{id_}".encode()).hexdigest() for id_ in frame.ids}
        threshold = sorted(tickets.values())[frame.rows * 5 // 100 - 1]
        alone = {id_ for id_, ticket in tickets.items() if ticket <= threshold}
        if one.strata[0].threshold != threshold or set(one.ids) != alone:
            return False
    return True


def compare(pool: ObjectPool, *, own: bool) -> tuple[list[Visits], list[Visits]]:
    """Return what drawing together and drawing apart come to, for every seed."""
    whole, parts = committed_together(pool, own=own), committed_apart(pool, own=own)
    together: list[Visits] = []
    apart: list[Visits] = []
    for number in range(SEEDS):
        joint = drawn(whole, number)
        if not (is_drawn_as_if_alone(joint) and verify(joint).accepted):
            raise AssertionError(joint)
        together.append(Visits.of([joint.objects]))
        apart.append(Visits.of(drawn(part, number).objects for part in parts))
    return together, apart


def shown(title: str, found: list[Visits]) -> str:
    """Return one line: checks, visits on the average, from the fewest to the most, most checks at one object."""
    visits, most = [one.visits for one in found], max(one.most for one in found)
    span = f"{mean(visits):.1f} ({min(visits)}–{max(visits)})"
    return f"  {title}：检查 checks {found[0].checks}，上门 visits {span}，一家最多 at most {most}"


def main() -> None:
    """Compare twice: every item concerns every object, and each item concerns those that bear its tag."""
    pool = a_pool()
    print(f"{OBJECTS} 个对象，四个部门各一项，各抽 5%，{SEEDS} 个种子")
    print(f"{OBJECTS} objects, one item of each of four departments, 5 % of each, {SEEDS} seeds")
    for own, title in (
        (False, "每项涉及全部对象 every item concerns every object"),
        (True, "每项只涉及部分对象 each item concerns its own objects"),
    ):
        together, apart = compare(pool, own=own)
        print(title, shown("联合 together", together), shown("分别 apart", apart), sep="\n")
    print("每项都与单独抽取时同法：抽中者即本项抽样框中号签不大于本项阈值者")
    print("each item was drawn as if alone: the objects of its frame whose ticket is not above its threshold")


if __name__ == "__main__":
    main()
