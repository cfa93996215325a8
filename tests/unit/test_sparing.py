"""Whom a draw leaves out since he has been visited often enough, or lately."""

from datetime import date, datetime

import pytest

from shuangsuiji.draws import Commitment, Draw, PastDraw, commit_supplement, open_tasks, visits_of
from shuangsuiji.errors import LawError
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES, InspectionType, RuleBook, under_cn_2025, yearly_cap_rule
from shuangsuiji.lottery import Manifest
from shuangsuiji.planning import (
    AnnualPlan,
    CapWaiver,
    CountedVisit,
    JointPlan,
    PlanLimits,
    SupervisionMode,
    Task,
)
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit
from tests.unit.builders import (
    AGENCY,
    CLAUSE,
    committed,
    design,
    drawn,
    enterprise,
    past,
    plan_of,
    pool_of,
    product,
    task,
    uscc,
)

HEALTH = "320481-WJW"
NOTICE = ClauseRef(document="某局公告〔2025〕1号", clause="1", path="一")
MONTH = TimeLimit(number=1, unit=TimeUnit.MONTH, clause=CLAUSE)
TEN = pool_of(10)
HALF = design("50%", "lifts")
WARES = pool_of([product(f"P{number}", holder=uscc(number % 2)) for number in range(6)])


def plan(*tasks: Task, visit_cap: int | None = None, cool_off: TimeLimit | None = None) -> AnnualPlan:
    return plan_of(*tasks, limits=PlanLimits(visit_cap=visit_cap, cool_off=cool_off))


def nth(
    one: Task, number: int, limits: AnnualPlan, *before: Draw | Commitment, pool: ObjectPool = TEN, **changes: object
) -> Commitment:
    return committed(one, pool, number, plan=limits, **{"earlier": past(*before), **changes})


def visit(holder: str, number: int = 1, **changes: object) -> CountedVisit:
    given = {"id": f"visit-{number}", "holder": holder, "department": AGENCY, "on": date(2025, 5, 6)}
    return CountedVisit(**{**given, **changes})  # type: ignore[arg-type]


def left_out(one: Commitment) -> dict[str, str]:
    (table,) = one.excluded.values()
    return dict(table)


ONE = task(HALF, id="1")
LIMITED = plan(ONE, visit_cap=1)
RESTING = plan(ONE, cool_off=MONTH)


# Visits that draws show.


def test_a_draw_is_a_visit_to_everybody_drawn_and_an_open_one_to_nobody() -> None:
    commitment = nth(ONE, 0, plan(ONE))
    made = drawn(commitment)
    visits = visits_of(past(made), TEN)
    assert [one.holder for one in visits] == sorted(made.objects)
    assert {(one.id, one.department, one.on) for one in visits} == {(f"{AGENCY}:1", AGENCY, date(2025, 5, 11))}
    assert {one.inspection_type for one in visits} == {InspectionType.ROUTINE}
    assert visits_of(past(commitment), TEN) == ()


def test_several_items_at_one_object_are_one_visit() -> None:
    one = task(design("10%"), HALF)
    made = drawn(committed(one, TEN))
    assert len(visits_of(past(made), TEN)) == len(made.objects)


def test_a_joint_draw_is_a_visit_of_each_of_its_departments() -> None:
    joint = JointPlan(id="联合-01", initiator=HEALTH, participants=(AGENCY, "320481-SWJ"))
    one = task(HALF, joint_plan=joint.id)
    made = drawn(committed(one, TEN, plan=plan_of(one, joint_plans=(joint,))))
    assert {one.department for one in visits_of(past(made), TEN)} == {AGENCY, HEALTH, "320481-SWJ"}


@pytest.mark.parametrize("ordered", [True, False])
def test_a_targeted_draw_is_counted_as_one(*, ordered: bool) -> None:
    one = task(HALF, mode=SupervisionMode.TARGETED, superior_ordered=ordered)
    made = drawn(committed(one, TEN))
    entries = made.commitment.manifest.entries
    assert (entries["rules.mode"], entries.get("rules.superior_ordered")) == ("TARGETED", "yes" if ordered else None)
    (kind,) = {(one.inspection_type, one.superior_ordered) for one in visits_of(past(made), TEN)}
    assert kind == (InspectionType.TARGETED, ordered)


def test_a_mode_that_is_not_known_here_is_taken_for_one_that_counts() -> None:
    made = drawn(committed(ONE, TEN))
    manifest = Manifest({**made.commitment.manifest.entries, "rules.mode": "另一方式"})
    odd = PastDraw(manifest=manifest, drawn={"lifts": frozenset(made.objects)})
    assert {one.inspection_type for one in visits_of([odd], TEN)} == {InspectionType.ROUTINE}


def test_the_holder_is_the_one_of_its_day_else_the_one_of_now_else_the_object() -> None:
    one = task(design("100%", "lifts"))
    made = drawn(committed(one, WARES))
    own = past(made)[0]
    assert {one.holder for one in visits_of([own], TEN)} == {uscc(0), uscc(1)}
    bare = PastDraw(manifest=own.manifest, drawn=own.drawn)
    assert {one.holder for one in visits_of([bare], WARES)} == {uscc(0), uscc(1)}
    assert {one.holder for one in visits_of([bare], TEN)} == set(WARES.columns.ids)


def test_tasks_that_are_open_are_named_once_and_in_order() -> None:
    two = task(HALF, id="2")
    whole = plan(ONE, two)
    first = nth(two, 0, whole)
    second = nth(ONE, 1, whole, first)
    assert open_tasks(past(first, second)) == ("1", "2")
    assert open_tasks(past(drawn(first), second)) == ("1",)
    assert open_tasks(past(drawn(first), drawn(second, 1))) == open_tasks([]) == ()
    failed = PastDraw(manifest=second.manifest, drawn={}, failed=True)
    assert open_tasks([*past(drawn(first)), failed]) == ()


# What a commitment leaves out.


def test_without_limits_nothing_is_left_out_and_the_manifest_says_nothing_3_1_10() -> None:
    bare, again = nth(ONE, 0, plan_of(ONE)), nth(ONE, 0, plan_of(ONE), visits=[visit(uscc(1))])
    assert bare.manifest.to_bytes() == again.manifest.to_bytes()
    assert left_out(again) == {}
    assert not [key for key in bare.manifest.entries if "visit" in key or "cool_off" in key or key == "rules.mode"]


def test_whoever_was_drawn_up_to_the_cap_is_left_out_and_the_manifest_says_by_what_3_1_10() -> None:
    before = drawn(nth(ONE, 0, LIMITED))
    after = nth(ONE, 1, LIMITED, before)
    assert left_out(after) == dict.fromkeys(before.objects, "已达年度检查频次上限")
    assert after.manifest.entries["rules.visit_cap"] == "1 CASES_COUNT"
    assert set(drawn(after, 1).objects).isdisjoint(before.objects)
    (found,) = (one for one in after.findings if one.code == "draw.visit_cap")
    assert found.zh == f"{len(before.objects)} 个对象因“已达年度检查频次上限”免于本次抽取（{AGENCY} 1）"
    assert not [one for one in after.findings if one.code == "draw.excluded"]


def test_whoever_was_drawn_lately_rests() -> None:
    before = drawn(nth(ONE, 0, RESTING))
    after = nth(ONE, 1, RESTING, before)
    assert left_out(after) == dict.fromkeys(before.objects, "冷却期")
    assert after.manifest.entries["rules.cool_off"] == "1个月"


def test_visits_that_no_draw_shows_are_told() -> None:
    told = [visit(uscc(1)), visit(uscc(2), 2, department=HEALTH), visit("某企业", 3)]
    assert left_out(nth(ONE, 0, LIMITED, visits=told)) == {uscc(1): "已达年度检查频次上限"}
    assert left_out(nth(ONE, 0, RESTING, visits=iter(told))) == {uscc(1): "冷却期", uscc(2): "冷却期"}


def test_all_wares_of_one_holder_are_spared_together() -> None:
    one = nth(ONE, 0, LIMITED, pool=WARES, visits=[visit(uscc(1))])
    assert set(left_out(one)) == {"P1", "P3", "P5"}


def test_a_visit_to_a_holder_spares_the_holder_himself_too() -> None:
    mixed = pool_of([*(enterprise(number) for number in range(4)), product("P1", holder=uscc(1))])
    assert set(left_out(nth(ONE, 0, LIMITED, pool=mixed, visits=[visit(uscc(1))]))) == {uscc(1), "P1"}


def test_only_what_the_task_concerns_is_left_out_and_counted() -> None:
    one = task(HALF, id="1", regions=("溧城",))
    visits = [visit(uscc(number), number + 1) for number in range(6)]
    made = nth(one, 0, plan(one, visit_cap=1), visits=visits)
    assert set(left_out(made)) == {uscc(0), uscc(3)}
    (found,) = (one for one in made.findings if one.code == "draw.visit_cap")
    assert found.zh.startswith("2 个对象")


def test_a_reason_given_by_hand_goes_before() -> None:
    made = nth(ONE, 0, LIMITED, visits=[visit(uscc(1))], excluded={uscc(1): "停业", uscc(2): "停业"})
    assert left_out(made) == {uscc(1): "停业", uscc(2): "停业"}


def test_no_period_of_rest_keeps_a_targeted_inspection_away_and_a_cap_does() -> None:
    one = task(HALF, id="1", mode=SupervisionMode.TARGETED)
    made = nth(
        one, 0, plan(one, visit_cap=1, cool_off=MONTH), visits=[visit(uscc(1)), visit(uscc(2), department=HEALTH)]
    )
    assert left_out(made) == {uscc(1): "已达年度检查频次上限"}
    assert "rules.cool_off" not in made.manifest.entries


def test_what_a_superior_ordered_is_bound_by_no_cap() -> None:
    one = task(HALF, id="1", mode=SupervisionMode.TARGETED, superior_ordered=True)
    made = nth(one, 0, plan(one, visit_cap=1, cool_off=MONTH), visits=[visit(uscc(1))])
    assert left_out(made) == {}
    assert not {"rules.visit_cap", "rules.cool_off"} & set(made.manifest.entries)


def capped(number: int) -> RuleBook:
    cap = yearly_cap_rule(AGENCY, number, clause=NOTICE, effective_on=date(2025, 1, 1))
    return under_cn_2025(LIYANG_RULES, book_id="liyang-2025", caps=[cap])


def test_a_cap_that_the_department_has_published_binds_the_draw() -> None:
    made = nth(ONE, 0, plan_of(ONE), rules=capped(1), visits=[visit(uscc(1))])
    assert set(left_out(made)) == {uscc(1)}
    assert (made.manifest.entries["rules.book"], made.manifest.entries["rules.visit_cap"]) == (
        "liyang-2025",
        "1 CASES_COUNT",
    )


def test_under_a_cap_of_nought_nobody_is_drawn_at_random() -> None:
    with pytest.raises(LawError, match="上限为 0") as caught:
        nth(ONE, 0, plan_of(ONE), rules=capped(0))
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.1.10")
    ordered = task(HALF, id="1", mode=SupervisionMode.TARGETED, superior_ordered=True)
    assert nth(ordered, 0, plan_of(ordered), rules=capped(0)).manifest.frames


# What is open.


@pytest.mark.parametrize("limits", [LIMITED, RESTING], ids=["cap", "rest"])
def test_while_a_draw_of_the_same_holders_is_open_nobody_knows_who_is_spared(limits: AnnualPlan) -> None:
    first = nth(ONE, 0, limits)
    with pytest.raises(LawError, match="第 1 号锁定尚未抽取"):
        nth(ONE, 1, limits, first)
    failed = PastDraw(manifest=first.manifest, drawn={}, failed=True)
    assert left_out(nth(ONE, 1, limits, earlier=[failed])) == {}


def test_without_limits_a_draw_may_be_committed_while_another_is_open() -> None:
    assert nth(ONE, 1, plan(ONE), nth(ONE, 0, plan(ONE))).manifest.serial == 2


def test_an_open_draw_of_others_does_not_matter() -> None:
    town = task(HALF, id="2", regions=("溧城",))
    rest = task(HALF, id="3", regions=("戴埠", "天目湖"))
    whole = plan(town, rest, visit_cap=1)
    assert nth(rest, 1, whole, nth(town, 0, whole)).manifest.serial == 2


def test_an_open_draw_whose_frames_are_not_at_hand_may_concern_anybody() -> None:
    first = PastDraw(manifest=nth(ONE, 0, LIMITED, pool=WARES).manifest, drawn={})
    with pytest.raises(LawError, match="尚未抽取"):
        nth(ONE, 1, LIMITED, earlier=[first])


def test_an_open_draw_of_wares_may_lead_to_their_holder() -> None:
    first = nth(ONE, 0, LIMITED, pool=WARES)
    with pytest.raises(LawError, match="尚未抽取"):
        nth(ONE, 1, LIMITED, first)
    elsewhere = pool_of([enterprise(number) for number in range(2, 10)])
    assert nth(ONE, 1, LIMITED, first, pool=elsewhere).manifest.serial == 2


def test_an_open_draw_that_counts_towards_no_cap_matters_for_rest_alone() -> None:
    ordered = task(HALF, id="2", mode=SupervisionMode.TARGETED, superior_ordered=True)
    capped_only, resting = plan(ONE, ordered, visit_cap=1), plan(ONE, ordered, cool_off=MONTH)
    assert nth(ONE, 1, capped_only, nth(ordered, 0, capped_only)).manifest.serial == 2
    with pytest.raises(LawError, match="尚未抽取"):
        nth(ONE, 1, resting, nth(ordered, 0, resting))


@pytest.mark.parametrize(("last_year", "matters"), [("2024-12-31", False), ("2025-04-11", True), ("2025-04-10", False)])
def test_an_open_draw_matters_as_long_as_its_visits_would_give_rest(last_year: str, *, matters: bool) -> None:
    first = nth(ONE, 0, RESTING)
    manifest = Manifest({**first.manifest.entries, "committed.at": f"{last_year}T09:00:00+08:00", "rules.year": "2024"})
    open_ = PastDraw(manifest=manifest, drawn={}, frames=first.frames)
    if matters:
        with pytest.raises(LawError, match="尚未抽取"):
            nth(ONE, 1, RESTING, earlier=[open_])
    else:
        assert nth(ONE, 1, RESTING, earlier=[open_]).manifest.serial == 2


# Joint tasks and supplementary rounds.


def test_the_cap_of_every_department_of_a_joint_task_binds_3_1_10() -> None:
    joint = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,))
    one = task(HALF, joint_plan=joint.id)
    rules = under_cn_2025(
        LIYANG_RULES,
        book_id="example-2025",
        caps=[yearly_cap_rule(HEALTH, 1, clause=LIYANG_2020.ref("3.1.10"), effective_on=date(2025, 1, 1))],
    )
    seen = [visit(uscc(1), department=HEALTH), visit(uscc(2))]
    made = committed(one, TEN, plan=plan_of(one, joint_plans=(joint,)), rules=rules, visits=seen)
    assert left_out(made) == {uscc(1): "已达年度检查频次上限"}
    entries = made.manifest.entries
    assert (entries.get("rules.visit_cap"), entries[f"rules.visit_cap.{HEALTH}"]) == (None, "1 CASES_COUNT")


def test_a_round_is_refused_once_somebody_it_could_draw_has_been_drawn_since_3_1_10() -> None:
    first = drawn(nth(ONE, 0, LIMITED))
    later = drawn(nth(ONE, 1, LIMITED, first), 1)
    gone = next(iter(first.objects))
    asked_at = datetime.fromisoformat("2025-06-20T09:00:00+08:00")
    alone = commit_supplement(first, committed_at=asked_at, replaced={gone: "停业"}, earlier=past(first))
    assert alone.supplement.k == 1
    with pytest.raises(LawError, match="须另行锁定"):
        commit_supplement(first, committed_at=asked_at, replaced={gone: "停业"}, earlier=past(first, later))
    bare = drawn(nth(ONE, 0, plan(ONE)))
    since = drawn(nth(ONE, 1, plan(ONE), bare), 1)
    gone = next(iter(bare.objects))
    assert commit_supplement(bare, committed_at=asked_at, replaced={gone: "停业"}, earlier=past(bare, since))


def test_a_round_is_refused_once_the_holder_of_a_ware_has_been_drawn_elsewhere_since_3_1_10() -> None:
    wares = pool_of([product(f"P{number}", holder=uscc(number)) for number in range(10)], id="wares")
    first = drawn(nth(ONE, 0, LIMITED, pool=wares))
    later = drawn(nth(ONE, 1, LIMITED, first), 1)
    assert set(later.objects).isdisjoint(wares[id_].holder for id_ in first.objects)
    gone = next(iter(first.objects))
    asked_at = datetime.fromisoformat("2025-06-20T09:00:00+08:00")
    with pytest.raises(LawError, match="须另行锁定"):
        commit_supplement(first, committed_at=asked_at, replaced={gone: "停业"}, earlier=past(first, later))
    public = PastDraw(manifest=later.commitment.manifest, drawn={"lifts": frozenset(later.objects)})
    with pytest.raises(LawError, match="须另行锁定"):
        commit_supplement(first, committed_at=asked_at, replaced={gone: "停业"}, earlier=[*past(first), public])


def test_a_draw_is_a_visit_of_whoever_takes_part_without_a_joint_plan_too_3_1_10() -> None:
    one = task(HALF, id="1", participants=(HEALTH,))
    rules = under_cn_2025(
        LIYANG_RULES, book_id="b", caps=[yearly_cap_rule(HEALTH, 1, clause=NOTICE, effective_on=date(2025, 1, 1))]
    )
    first = drawn(nth(one, 0, plan(one), rules=rules))
    assert {one.department for one in visits_of(past(first), TEN)} == {AGENCY, HEALTH}
    again = nth(one, 1, plan(one), first, rules=rules)
    assert set(left_out(again)) == set(first.objects)


def test_a_waiver_lifts_the_cap_of_every_department_and_says_so_of_each_3_4_4() -> None:
    joint = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH, "320481-SWJ"))
    one = task(HALF, id="1", joint_plan=joint.id, mode=SupervisionMode.TARGETED)
    whole = plan_of(one, joint_plans=(joint,))
    waiver = CapWaiver(
        task_id="1",
        filed_by=AGENCY,
        filed_on=date(2025, 5, 7),
        document="合成备案1号",
        reason="风险突出",
        visit_cap=True,
    )
    of_health = yearly_cap_rule(HEALTH, 1, clause=NOTICE, effective_on=date(2025, 1, 1))
    own = yearly_cap_rule(AGENCY, 5, clause=NOTICE, effective_on=date(2025, 1, 1))
    for caps, lines in (
        ([own, of_health], {"": "5 CASES_COUNT", f".{HEALTH}": "1 CASES_COUNT"}),
        ([of_health], {f".{HEALTH}": "1 CASES_COUNT"}),
    ):
        rules = under_cn_2025(LIYANG_RULES, book_id="b", caps=caps)
        made = committed(
            one, TEN, plan=whole, rules=rules, visits=[visit(uscc(1), department=HEALTH)], cap_waiver=waiver
        )
        assert left_out(made) == {}
        key = "rules.cap_waiver.visit_cap"
        found = {name.removeprefix(key): cap for name, cap in made.manifest.entries.items() if name.startswith(key)}
        assert found == lines
