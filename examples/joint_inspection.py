"""Two departments, five items, one visit: who is inspected and who inspects, both by lot, both checked by anyone.

    python examples/joint_inspection.py FOLDER

Everything is made up: objects, inspectors (numbers without names), secrets and the values of the public event. A real
sealed draw prints nothing of who goes where before the visits are done. 两部门、五个事项、一次上门：对象与人员均随机。
"""

from __future__ import annotations

import secrets
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from shuangsuiji import (
    LIYANG_RULES,
    AbsenceReason,
    Algorithm,
    AnnualPlan,
    BasisRank,
    BeaconEvent,
    Certificate,
    Commitment,
    Expert,
    ExpertKind,
    ExpertRule,
    InspectionItem,
    InspectionMethod,
    Inspector,
    InspectorKind,
    InspectorPool,
    ItemKind,
    ItemList,
    ItemListKind,
    JointPlan,
    LegalBasis,
    Matching,
    ObjectPool,
    Recusal,
    RecusalDeclarer,
    RecusalReason,
    Reveal,
    SamplingDesign,
    Task,
    TeamForm,
    TeamRule,
    Trial,
    chain,
    commit,
    draw,
    import_objects,
    match,
    report,
    substitute,
    verify,
    verify_folder,
    write_bundle,
)
from shuangsuiji.errors import InfeasibleMatchingError
from shuangsuiji.testing.city import synthetic_code
from shuangsuiji.testing.conferences import effective_procedure

CHINA = timezone(timedelta(hours=8))
MARKET, HEALTH = "320481-SCJG", "320481-WJW"
COMMITTED_AT = datetime(2026, 3, 2, 9, tzinfo=CHINA)
WINDOW = date(2026, 3, 9), date(2026, 4, 30)
EVENT = BeaconEvent(source="KL8", edition="2026052", at=datetime(2026, 3, 3, 21, 30, tzinfo=CHINA))
TYPED = {"KL8": "03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79"}
FOOD, LIFTS, HYGIENE, WATER = "食品安全监管", "特种设备安全监察", "卫生监督", "饮用水监督"
ITEMS = {  # code: name, the department whose item it is, ratio
    "labels": ("食品标签检查", MARKET, "3%"),
    "canteens": ("食堂食品安全检查", MARKET, "2%"),
    "lifts": ("电梯使用检查", MARKET, "2%"),
    "hygiene": ("公共场所卫生检查", HEALTH, "3%"),
    "water": ("生活饮用水检查", HEALTH, "2%"),
}
TEAMS = (
    TeamRule(item_code="labels", department=MARKET, tags=(FOOD,)),
    TeamRule(item_code="canteens", department=MARKET, tags=(FOOD,)),
    TeamRule(item_code="canteens", department=HEALTH, tags=(HYGIENE,)),
    TeamRule(item_code="lifts", department=MARKET, tags=(LIFTS,)),
    TeamRule(item_code="hygiene", department=HEALTH, tags=(HYGIENE,)),
    TeamRule(item_code="water", department=HEALTH, form=TeamForm.SPLIT, tags=(HYGIENE, WATER)),
)


def an_object_pool() -> ObjectPool:
    """Return 300 objects in three towns."""
    towns = ("溧城", "埭头", "天目湖")
    rows = [
        {
            "企业名称": f"合成第{number}号有限公司",
            "统一社会信用代码": synthetic_code(number),
            "所属乡镇": towns[number % 3],
        }
        for number in range(300)
    ]
    return import_objects(rows).pool(id="city", owner=MARKET, item_codes=ITEMS, maintained_on=COMMITTED_AT.date())


def an_item_list() -> ItemList:
    """Return the joint items; each is one department's own, and the other takes part."""
    items = [
        InspectionItem(
            code=code,
            name=name,
            kind=ItemKind.GENERAL,
            ratio_cap="10%",
            legal_bases=(LegalBasis(title="（合成）监督检查办法", rank=BasisRank.RULE),),
            implementing_body=department,
            joint_departments=(MARKET, HEALTH),
            content=name,
            methods=(InspectionMethod.ON_SITE,),
            superior_item="（合成）上级清单 2025 年版",
            effective_on=date(2026, 1, 1),
        )
        for code, (name, department, _) in ITEMS.items()
    ]
    return ItemList(
        id="JOINT-2026", kind=ItemListKind.JOINT, owner=MARKET, items=tuple(items), effective_on=date(2026, 1, 1)
    )


def a_plan() -> AnnualPlan:
    """Return the plan: one joint task, its teams, and an expert on top of them for the lifts."""
    joint = JointPlan(id="2026-LH-01", initiator=MARKET, participants=(HEALTH,))
    task = Task(
        id="2026-01",
        name="餐饮和公共场所联合抽查",
        designs=tuple(SamplingDesign(item_code=code, ratios=ratio) for code, (_, _, ratio) in ITEMS.items()),
        strata=("region",),
        joint_plan=joint.id,
        teams=TEAMS,
        experts=(ExpertRule(item_code="lifts", seats=(("电梯检验",),)),),
    )
    return AnnualPlan(id="2026", authority=MARKET, year=2026, tasks=(task,), joint_plans=(joint,))


def an_inspector(number: int, department: str, *qualifications: str, capacity: int = 8) -> Inspector:
    """Return one inspector, known by a number."""
    return Inspector(
        id=f"JS{number:04d}",
        kind=InspectorKind.CIVIL_SERVANT,
        department=department,
        certificate=Certificate(number=f"ZFZ{number:05d}", valid_until=date(2028, 12, 31)),
        regions=("*",),
        capacity=capacity,
        qualifications=qualifications,
    )


def an_inspector_pool() -> InspectorPool:
    """Return twelve and eight inspectors; of the eight one may look at drinking water, at four places a year."""
    market = [an_inspector(n, MARKET, *((FOOD, LIFTS) if n % 2 else (FOOD,))) for n in range(1, 13)]
    health = [an_inspector(n, HEALTH, HYGIENE) for n in range(101, 108)]
    water = an_inspector(108, HEALTH, HYGIENE, WATER, capacity=4)
    expert = Expert(
        id="ZJ01",
        kind=ExpertKind.TESTING_BODY,
        department=MARKET,
        regions=("*",),
        specialties=("电梯检验",),
        capacity=30,
        appointed_until=date(2026, 12, 31),
    )
    return InspectorPool(
        id="joint-inspectors",
        owner=MARKET,
        item_codes=tuple(ITEMS),
        inspectors=(*market, *health, water),
        experts=(expert,),
        maintained_on=COMMITTED_AT.date(),
    )


def some_recusals(objects: ObjectPool) -> list[Recusal]:
    """Return two recusals: declared by an inspector, and asked for by an owner."""
    declared = date(2026, 3, 1)
    return [
        Recusal(
            object_id=objects.columns.ids[4],
            inspector_id="JS0001",
            reason=RecusalReason.KINSHIP,
            declared_by=RecusalDeclarer.INSPECTOR,
            declared_on=declared,
            evidence="（合成）回避申报 1 号",
        ),
        Recusal(
            object_id=objects.columns.ids[9],
            inspector_id="JS0102",
            reason=RecusalReason.PARTY_REQUEST,
            declared_by=RecusalDeclarer.PARTY,
            declared_on=declared,
            evidence="（合成）回避申请 2 号",
        ),
    ]


def committed(objects: ObjectPool, people: InspectorPool, ends: dict[str, str]) -> Commitment:
    """Commit objects, teams, people and recusals, before the public event."""
    plan = a_plan()
    return commit(
        plan.tasks[0],
        objects,
        plan=plan,
        items=an_item_list(),
        rules=LIYANG_RULES,
        beacons=[EVENT],
        committed_at=COMMITTED_AT,
        parties=ends,
        reveal_by=date(2026, 5, 15),
        officers=people.officers(*WINDOW),
        recusals=some_recusals(objects),
        trial=Trial(simulated=100),
        procedure=effective_procedure(plan.joint_plans[0], date(2026, 1, 5)),
    )


def show(matching: Matching, officer: str) -> None:
    """Print the first teams, what one inspector has to visit, and how the work is spread."""
    found = report(matching)
    print(*found.teams[:6], sep="\n")
    print(found.work_list(officer))
    for visit in found.work_list(officer).visits:
        print(f"  {visit.object} {visit.region} {'、'.join(visit.items)}，第 {visit.seat} 席 {visit.via}")
    for one in found.departments:
        print(f"  {one.department}：{one.units} 组次，{one.officers} 人，最少 {one.least}，最多 {one.most}")


def main(folder: Path) -> None:
    """Refuse what cannot be matched, commit what can, draw, match, replace one by lot, verify, print."""
    objects, people = an_object_pool(), an_inspector_pool()
    chains = {party: chain(Algorithm.SHA256, party, secrets.token_hex(32)) for party in ("operator", "supervisor")}
    ends = {party: codes[0] for party, codes in chains.items()}

    # 1. One inspector for the water of six places, at most four of them: refused before anything is committed.
    try:
        committed(objects, people, ends)
    except InfeasibleMatchingError as error:
        print("第一稿被拒绝 the first draft is refused", error.params["preflight"], sep="\n")

    # 2. Two more have passed the training for it: the next version of the pool says so, and why.
    trained = [an_inspector(number, HEALTH, HYGIENE, WATER, capacity=12) for number in (106, 107)]
    people = people.revise(on=COMMITTED_AT.date(), put=trained, reasons="取得饮用水监督资质")
    commitment = committed(objects, people, ends)
    print(people, commitment, *commitment.findings, f"预检 {commitment.manifest.entries['rules.preflight']}", sep="\n")

    # 3. The event has happened. Objects and inspectors both follow from the one seed.
    codes = {party: known[1] for party, known in chains.items()}
    matching = match(draw(commitment, Reveal.of(commitment.manifest, TYPED, codes)))
    print(matching)

    # 4. Somebody falls ill: a lot among those who could go finds who goes instead; nobody else is moved.
    (object_id, _), team = next(iter(matching.teams.items()))
    matching = substitute(matching, object_id, team.members[0], reason=AbsenceReason.LEAVE.value)
    print(*matching.substitutions)

    # 5. Who goes where, and the list of one inspector.
    show(matching, matching.teams[matching.substitutions[0].unit].members[0])

    # 6. From the bytes alone. verify_matching.py in the folder makes the matching again without this package.
    print(verify(matching))
    write_bundle(matching, folder)
    write_bundle(matching, folder.with_name(f"{folder.name}-public"), public=True)  # without the tables of people
    print(f"{verify_folder(folder)}\npython3 {folder}/verify_matching.py")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and its one argument
        sys.exit("python examples/joint_inspection.py FOLDER")
    main(Path(sys.argv[1]))
