"""Committing under the limits of 二（二）."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.draws import Commitment, Draw, PastDraw
from shuangsuiji.draws.sparing import open_tasks
from shuangsuiji.errors import (
    BrokenChainError,
    InvalidFormError,
    InvalidValueError,
    LawError,
    RatioAboveCapError,
    UnknownNameError,
    YearlyCapError,
)
from shuangsuiji.law import LIYANG_2020, POOL_MAINTENANCE
from shuangsuiji.lottery import ZERO_DIGEST, BeaconEvent
from shuangsuiji.planning import (
    Adjustment,
    Filter,
    Frequency,
    JointPlan,
    JointProcedure,
    JointRelaxation,
    Operator,
    PlanLimits,
    PlanQuantity,
    SupervisionMode,
    adjust,
)
from shuangsuiji.terms import CapScope
from shuangsuiji.testing.conferences import effective_procedure
from shuangsuiji.values import Severity
from tests.unit.builders import (
    AGENCY,
    BEACONS,
    COMMITTED_AT,
    OPERATOR,
    SUPERVISOR,
    committed,
    design,
    drawn,
    enterprise,
    item,
    item_list,
    key_item,
    past,
    plan_of,
    pool_of,
    relaxation,
    task,
    uscc,
)

FOUR = tuple(task(design("4%"), id=f"2025-0{number}") for number in range(1, 5))
PLAN = plan_of(*FOUR)
POOL = pool_of(100)


def nth(number: int, /, *before: Draw | Commitment, **changes: object) -> Commitment:
    """Commit the n-th of four draws of 4 % each, under a cap of 10 %."""
    given = {"plan": PLAN, "earlier": past(*before)}
    return committed(FOUR[number], POOL, number, **{**given, **changes})


def nth_drawn(number: int, /, *before: Draw | Commitment, **changes: object) -> Draw:
    """Draw the n-th of them."""
    return drawn(nth(number, *before, **changes), number)


def law_of(**changes: object) -> LawError:
    with pytest.raises(LawError) as caught:
        committed(**changes)
    return caught.value


def test_everything_that_decides_the_draw_is_in_the_manifest() -> None:
    one = task(
        design("5%", filters=(Filter(field="kind", operator=Operator.IN, values=("企业", "个体工商户")),)),
        design({"溧城": "50%", "*": "10%"}, "lifts", rounding="ceil", cap_scope=CapScope.ITEM),
        strata=("region",),
        regions=("溧城", "戴埠"),
    )
    entries = committed(one).manifest.entries
    expected = {
        "agency": AGENCY,
        "plan": "2025",
        "task": "2025-07",
        "mode": "sealed",
        "serial": "1",
        "prev": ZERO_DIGEST,
        "committed.at": "2025-05-11T09:00:00+08:00",
        "beacon": "KL8/2025122;SZSE399001/20250512",
        "reveal.by": "2025-07-31",
        "frame.labels.rows": "40",
        "frame.labels.rounding": "floor",
        "ratio.labels.溧城": "1/20",
        "quota.labels.溧城": "1",
        "cap.labels.溧城": "1/10",
        "cap.labels": "1/10",
        "used.labels": "0",
        "frame.lifts.rounding": "ceil",
        "ratio.lifts.溧城": "1/2",
        "ratio.lifts.戴埠": "1/10",
        "quota.lifts.溧城": "10",
        "quota.lifts.戴埠": "2",
        "rules.book": "liyang-2020",
        "rules.plan": "2025@1",
        "rules.year": "2025",
        "rules.items": "SCJG-2025@1",
        "rules.pool": "SCJG-objects@1",
        "rules.pool.hash": pool_of().digest,
        "rules.strata": "region",
        "rules.item.labels": "labels@1 GENERAL",
        "rules.item.lifts": "lifts@1 KEY",
        "rules.cap_scope.labels": "STRATUM",
        "rules.cap_scope.lifts": "ITEM",
        "rules.filter.labels.1": "IN region,溧城,戴埠",
        "rules.filter.labels.2": "IN kind,企业,个体工商户",
        "rules.filter.lifts.1": "IN region,溧城,戴埠",
    }
    assert {key: entries.get(key) for key in expected} == expected
    assert not {"cap.lifts", "used.lifts", "cap.lifts.溧城", "rules.filter.lifts.2"} & set(entries)


def test_the_same_input_makes_the_same_commitment_whatever_the_order_of_rows() -> None:
    rows = [enterprise(number) for number in range(60)]
    assert committed(pool=pool_of(rows)).commit == committed(pool=pool_of(rows[::-1])).commit == committed().commit


def test_a_task_that_is_not_the_plans_is_refused() -> None:
    with pytest.raises(BrokenChainError, match="任务与年度计划中的同名任务不一致"):
        committed(task(design("9%")), plan=plan_of(task(design("5%"))))
    with pytest.raises(UnknownNameError):
        committed(task(), plan=plan_of(task(id="2025-99")))


def test_an_item_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="'labels'"):
        committed(items=item_list(key_item()))


@pytest.mark.parametrize(
    "changes",
    [{"effective_on": date(2025, 5, 12)}, {"expires_on": date(2025, 5, 10)}],
    ids=["not yet", "no longer"],
)
def test_an_item_that_is_not_in_force_is_refused_2_2_7(changes: dict[str, object]) -> None:
    error = law_of(items=item_list(item(**changes)))
    assert getattr(error.params["clause"], "clause", None) == "2.2.7"


@pytest.mark.parametrize("changes", [{"effective_on": date(2025, 5, 11)}, {"expires_on": date(2025, 5, 11)}], ids=str)
def test_an_item_is_in_force_on_its_first_and_on_its_last_day(changes: dict[str, object]) -> None:
    committed(items=item_list(item(**changes)))


def test_a_pool_that_is_not_kept_for_the_item_is_refused_2_3_1() -> None:
    error = law_of(pool=pool_of(item_codes=("lifts",)))
    assert getattr(error.params["clause"], "clause", None) == "2.3.1"


@pytest.mark.parametrize(
    "committed_at",
    [
        "2025-05-12T15:00:00+08:00",
        "2025-05-12T15:00:01+08:00",
        "2025-05-12T07:00:00+00:00",
        "2025-05-12T17:00:00+10:00",
        "2025-05-12T21:29:59+08:00",
    ],
)
def test_a_beacon_that_is_not_after_the_commitment_is_refused(committed_at: str) -> None:
    error = law_of(committed_at=datetime.fromisoformat(committed_at))
    assert "SZSE399001/20250512" in error.zh_line


@pytest.mark.parametrize("committed_at", ["2025-05-12T14:59:59+08:00", "2025-05-12T06:59:59+00:00"])
def test_a_beacon_one_second_after_the_commitment_is_accepted(committed_at: str) -> None:
    committed(committed_at=datetime.fromisoformat(committed_at))


def test_a_part_of_a_second_does_not_make_a_beacon_later() -> None:
    at = COMMITTED_AT + timedelta(milliseconds=500)
    event = BeaconEvent(source="DICE", edition="1", at=at + timedelta(milliseconds=100))
    assert "DICE/1" in law_of(committed_at=at, beacons=[event]).zh_line


def test_a_commitment_without_an_offset_is_refused() -> None:
    with pytest.raises((InvalidFormError, InvalidValueError)):
        committed(committed_at=COMMITTED_AT.replace(tzinfo=None))


@pytest.mark.parametrize("changes", [{"parties": None}, {"parties": {}}, {"reveal_by": None}], ids=str)
def test_a_sealed_draw_needs_parties_and_a_day_of_reveal(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidFormError, match="封存方式须有"):
        committed(**changes)


def test_an_open_draw_needs_neither() -> None:
    assert committed(mode="open", parties=None, reveal_by=None).manifest.chains == {}


def test_a_ratio_above_the_cap_is_refused_naming_the_clause() -> None:
    with pytest.raises(RatioAboveCapError, match="二（二）") as caught:
        committed(task(design("10.1%")))
    assert getattr(caught.value.params["clause"], "clause", None) == "2.2.12"
    assert committed(task(design("10%"))).manifest.entries["quota.labels.全部"] == "6"


def test_the_third_draw_of_a_year_over_the_cap_is_refused() -> None:
    """Three times 4 % of 100 under a cap of 10 %: 4 + 4 fit, 12 do not."""
    first = nth_drawn(0)
    second = nth_drawn(1, first)
    assert second.commitment.manifest.entries["used.labels"] == str(len(first.objects))
    with pytest.raises(YearlyCapError, match="二（二）") as caught:
        nth(2, first, second)
    used = len(set(first.objects) | set(second.objects))
    assert caught.value.params["value"] == 4 + used
    assert f"加本年已抽 {used} 个" in caught.value.zh_line


def test_a_commitment_that_is_not_drawn_yet_reserves_its_quotas() -> None:
    first = nth(0)
    second = nth(1, first)
    assert second.manifest.entries["used.labels"] == "4"
    with pytest.raises(YearlyCapError):
        nth(2, first, second)
    with pytest.raises(YearlyCapError):
        nth(2, drawn(first), second)


def test_excluding_the_drawn_makes_no_room_under_the_cap() -> None:
    first = nth_drawn(0)
    second = nth_drawn(1, first, excluded=dict.fromkeys(first.objects, "近期已检"))
    assert second.commitment.manifest.entries["used.labels"] == "4"
    assert set(first.objects).isdisjoint(second.objects)
    with pytest.raises(YearlyCapError):
        nth(2, first, second, excluded=dict.fromkeys([*first.objects, *second.objects], "近期已检"))


def test_taking_the_drawn_out_of_the_pool_makes_no_room_either() -> None:
    first = nth_drawn(0)
    smaller = POOL.revise(on=date(2025, 5, 1), drop=first.objects, reasons="注销")
    assert nth(1, first, pool=smaller).manifest.entries["used.labels"] == "4"


def test_a_draw_of_another_year_leaves_this_years_cap_alone() -> None:
    last_year = committed(
        FOUR[0],
        pool_of(100, maintained_on=date(2024, 4, 1)),
        plan=plan_of(*FOUR, id="2024", year=2024),
        items=item_list(item(effective_on=date(2024, 1, 1)), effective_on=date(2024, 1, 1)),
        committed_at=datetime.fromisoformat("2024-05-11T09:00:00+08:00"),
        beacons=[BeaconEvent(source="DICE", edition="1", at=datetime.fromisoformat("2024-05-12T09:00:00+08:00"))],
        reveal_by=date(2024, 7, 31),
    )
    first = drawn(last_year, beacon="DICE/1/6.1.2.3")
    second = nth(1, first)
    assert len(first.objects) == 4
    assert (second.manifest.entries["used.labels"], second.manifest.serial) == ("0", 2)


def test_another_items_draws_leave_this_items_cap_alone() -> None:
    items = item_list(item(), item("food"))
    pool = pool_of(100, item_codes=("labels", "food"))
    one, other = task(design("10%", "food"), id="a"), task(design("10%"), id="b")
    plan = plan_of(one, other)
    first = drawn(committed(one, pool, plan=plan, items=items))
    second = committed(other, pool, 1, plan=plan, items=items, earlier=past(first))
    assert second.manifest.entries["used.labels"] == "0"


def test_a_key_item_may_be_drawn_as_often_as_one_likes() -> None:
    one, other = task(design("1", "lifts"), id="a"), task(design("1", "lifts"), id="b")
    plan = plan_of(one, other)
    first = drawn(committed(one, plan=plan))
    assert "used.lifts" not in committed(other, None, 1, plan=plan, earlier=past(first)).manifest.entries


def test_the_serial_chain_goes_on_from_the_last_commitment() -> None:
    first = nth(0)
    second = nth(1, first)
    assert (second.manifest.serial, second.manifest.prev) == (2, first.commit)


@pytest.mark.parametrize("order", [1, -1], ids=["forwards", "backwards"])
def test_earlier_commitments_may_come_in_any_order(order: int) -> None:
    first = nth(0)
    second = nth(1, first)
    none = task(design("0", "lifts"))
    third = committed(none, None, 2, plan=plan_of(none), earlier=past(first, second)[::order])
    assert (third.manifest.serial, third.manifest.prev) == (3, second.commit)


def test_a_gap_in_the_serials_is_refused() -> None:
    first = nth(0)
    with pytest.raises(BrokenChainError, match="锁定编号须连续"):
        nth(2, nth(1, first))


def test_a_fork_in_the_serials_is_refused() -> None:
    first = nth(0)
    with pytest.raises(BrokenChainError, match="锁定编号须连续"):
        nth(2, first, nth(0, excluded={uscc(0): "近期已检"}))
    second, other = nth(1, first), nth(0, excluded={uscc(0): "近期已检"})
    with pytest.raises(BrokenChainError, match="须接上一号 COMMIT"):
        nth(2, other, second)


def test_the_same_commitment_given_twice_is_refused() -> None:
    first = nth(0)
    with pytest.raises(BrokenChainError, match="锁定编号须连续"):
        nth(1, first, first)
    with pytest.raises(BrokenChainError, match="锁定编号须连续"):
        nth(1, first, drawn(first))


def test_a_commitment_of_another_agency_is_refused() -> None:
    other = committed(FOUR[0], POOL, plan=plan_of(*FOUR, authority="320481-WJW"))
    with pytest.raises(BrokenChainError, match="须为同一机关的锁定"):
        nth(1, other)


def test_earlier_commitments_may_come_as_an_iterator() -> None:
    assert nth(1, earlier=iter(past(nth(0)))).manifest.entries["used.labels"] == "4"


def test_strata_without_a_chance_and_a_stale_pool_are_warned_of() -> None:
    one = committed(task(strata=("region",), id="x"), pool_of(20, maintained_on=date(2024, 1, 1)))
    assert [finding.code for finding in one.findings] == [POOL_MAINTENANCE, *["draw.no_chance"] * 3]
    assert committed().findings == ()


def test_a_pool_of_a_department_without_a_part_in_the_item_is_warned_of_2_3_5() -> None:
    (found,) = committed(pool=pool_of(owner="320481-WJW")).findings
    assert found.code == "draw.duty"
    assert found.clause is not None
    assert found.clause.clause == "2.3.5"
    joint = item_list(item(joint_departments=("320481-WJW",)))
    assert committed(pool=pool_of(owner="320481-WJW"), items=joint).findings == ()


def test_a_pool_without_objects_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="抽样框中没有对象"):
        committed(pool=pool_of(0))


def test_rounding_by_chance_is_committed_with_the_quota_known_before_the_seed() -> None:
    terms = committed(task(design("1/25", rounding="chance"))).manifest.frames[0]
    assert (terms.rounding, terms.quotas) == ("chance", {"全部": 2})


def test_rounding_by_chance_must_fit_under_the_cap_also_when_it_adds_one() -> None:
    items = item_list(item(ratio_cap="1/25"))
    one = design("1/25", rounding="chance", cap_scope=CapScope.ITEM)
    with pytest.raises(RatioAboveCapError, match="应抽 3 个"):
        committed(task(one), items=items)


@pytest.mark.parametrize(
    ("ratio", "quota"), [("0", "0"), ("100%", "60"), (Fraction(1, 60), "1"), (Fraction(1, 61), "0")]
)
def test_ratios_from_nothing_to_everything_are_possible(ratio: object, quota: str) -> None:
    assert committed(task(design(ratio, "lifts"))).manifest.entries["quota.lifts.全部"] == quota


def test_excluded_objects_stand_in_their_own_table_and_out_of_the_frame() -> None:
    one = committed(excluded={uscc(0): "近期已检", uscc(1): "结果互认"})
    assert one.manifest.entries["frame.labels.rows"] == "58"
    assert one.manifest.entries["excluded.labels.rows"] == "2"
    assert one.files["excluded.labels.tsv"] == f"{uscc(0)}\t近期已检\n{uscc(1)}\t结果互认\n".encode()


def test_an_object_excluded_out_of_scope_stands_in_no_table() -> None:
    one = committed(task(regions=("溧城",)), excluded={uscc(1): "近期已检"})
    assert one.files["excluded.labels.tsv"] == b""


def test_a_chain_that_stands_in_an_earlier_manifest_is_refused() -> None:
    first = nth(0)
    with pytest.raises((BrokenChainError, LawError, InvalidValueError)):
        nth(1, first, parties={"operator": OPERATOR[0], "other": SUPERVISOR[0]})


def test_the_cap_of_a_stratum_holds_over_the_year_too() -> None:
    """Twice 10 % of A, nothing of B: 20 % of A under a cap of 10 % a stratum."""
    pool = pool_of([enterprise(number, region="AB"[number % 2]) for number in range(200)])
    one, other = (task(design({"A": "10%", "B": "0"}), id=id_, strata=("region",)) for id_ in ("a", "b"))
    plan = plan_of(one, other)
    first = drawn(committed(one, pool, plan=plan))
    with pytest.raises(YearlyCapError):
        committed(other, pool, 1, plan=plan, earlier=past(first))


def test_tasks_by_region_do_not_use_up_each_others_cap() -> None:
    one, other = (task(design("10%"), id=region, regions=(region,)) for region in ("溧城", "戴埠"))
    plan = plan_of(one, other)
    first = drawn(committed(one, plan=plan))
    assert committed(other, None, 1, plan=plan, earlier=past(first)).manifest.entries["used.labels"] == "0"


def test_a_plan_of_another_year_is_noticed() -> None:
    one = plan_of(*FOUR, id="2031", year=2031)
    with pytest.raises((LawError, BrokenChainError, InvalidValueError)):
        nth(1, nth_drawn(0), plan=one)


def test_an_earlier_draw_of_an_unknown_year_counts() -> None:
    first = nth_drawn(0)
    entries = {key: value for key, value in first.commitment.manifest.entries.items() if key != "rules.year"}
    manifest = attrs.evolve(first.commitment.manifest, entries=entries)
    unknown = PastDraw(manifest=manifest, drawn={"labels": frozenset(first.objects)})
    assert nth(1, earlier=[unknown]).manifest.entries["used.labels"] == "4"


@pytest.mark.parametrize(
    "changes",
    [{"items": item_list(effective_on=date(2026, 1, 1))}, {"pool": pool_of(100, maintained_on=date(2026, 1, 1))}],
    ids=["list", "pool"],
)
def test_a_version_of_the_future_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises((LawError, BrokenChainError, InvalidValueError)):
        nth(0, **changes)


def test_a_commitment_does_not_lie_before_the_one_it_follows() -> None:
    with pytest.raises((BrokenChainError, LawError)):
        nth(1, nth(0), committed_at=COMMITTED_AT - timedelta(days=30))


def test_the_day_of_a_commitment_is_a_day_in_china() -> None:
    at = datetime(2025, 5, 10, 23, 0, tzinfo=UTC)
    committed(items=item_list(item(effective_on=date(2025, 5, 11))), committed_at=at)


def test_a_reveal_is_not_due_before_its_beacon() -> None:
    with pytest.raises((LawError, InvalidFormError, InvalidValueError)):
        committed(reveal_by=date(2025, 5, 11))


def test_a_column_by_which_to_stratify_has_no_comma_in_its_name() -> None:
    """rules.strata joins them by commas, so that two lists of columns must not show alike."""
    with pytest.raises(InvalidValueError, match="不得含有逗号"):
        enterprise(1, attributes={"a,b": "x"})
    with pytest.raises(InvalidValueError, match="不得含有逗号"):
        task(strata=("a,b",))


def test_beacons_are_committed_in_the_order_given() -> None:
    assert committed(beacons=BEACONS[::-1]).manifest.beacons == BEACONS[::-1]


def test_filtering_out_the_drawn_makes_no_room_under_the_cap() -> None:
    """4 of 100, then 4 % of the 96 left (3), then 4 % of the 93 left (3): ten are drawn, a fourth time is too much."""
    fresh = Filter(field="已抽查", operator=Operator.IN, values=("否",))
    tasks = [task(design("4%"), id=f"2025-{number}", filters=(fresh,)) for number in range(4)]
    records: list[Draw] = []

    def commit_again() -> Commitment:
        seen = {id_ for one in records for id_ in one.objects}
        marked = [attrs.evolve(one, attributes={"已抽查": "是" if one.id in seen else "否"}) for one in POOL]
        number = len(records)
        return committed(tasks[number], pool_of(marked), number, plan=plan_of(*tasks), earlier=past(*records))

    for _ in range(3):
        records.append(drawn(commit_again(), len(records)))
    assert [len(one.objects) for one in records] == [4, 3, 3]
    with pytest.raises(YearlyCapError, match="各次抽样框合并"):
        commit_again()


def test_tasks_by_region_may_be_committed_before_any_is_drawn() -> None:
    one, other = (task(design("10%"), id=region, regions=(region,)) for region in ("溧城", "戴埠"))
    plan = plan_of(one, other)
    committed(other, None, 1, plan=plan, earlier=past(committed(one, plan=plan)))


def test_a_commitment_without_an_offset_is_refused_also_after_others() -> None:
    with pytest.raises((InvalidFormError, InvalidValueError)):
        nth(1, nth(0), committed_at=COMMITTED_AT.replace(tzinfo=None))


def test_whoever_takes_a_commitment_for_failed_says_so_in_the_next_manifest() -> None:
    first = nth(0)
    failed = PastDraw(manifest=first.manifest, drawn={}, failed=True)
    assert nth(1, earlier=[failed]).manifest.entries["rules.failed"] == "1"
    assert "rules.failed" not in nth(1, first).manifest.entries


def test_an_earlier_draw_without_its_frame_is_named_since_it_cannot_be_counted_together() -> None:
    first = nth_drawn(0)
    bare = PastDraw(manifest=first.commitment.manifest, drawn={"labels": frozenset(first.objects)})
    assert [one.code for one in nth(1, earlier=[bare]).findings] == ["draw.unseen_frame"]
    assert nth(1, first).findings == ()


def test_the_way_a_draw_comes_about_is_in_the_manifest_unless_it_is_random() -> None:
    whole = task(design("100%", "lifts"), mode=SupervisionMode.KEY_FULL)
    ordered = task(mode=SupervisionMode.TARGETED, superior_ordered=True)
    assert committed(whole).manifest.entries["rules.mode"] == "KEY_FULL"
    assert committed(ordered).manifest.entries["rules.mode"] == "TARGETED"
    assert committed(ordered).manifest.entries["rules.superior_ordered"] == "yes"
    assert not {"rules.mode", "rules.superior_ordered"} & set(committed().manifest.entries)


def test_what_a_plan_says_beside_its_tasks_leaves_the_manifest_as_it_was() -> None:
    richer = task(frequency=Frequency.of("每半年1次"), platform_number="JS-7")
    plan = plan_of(richer, drawn_up_on=date(2025, 1, 10), entered_on=date(2025, 1, 20), superior="LY-2025@1")
    assert committed(richer, plan=plan).manifest.to_bytes() == committed().manifest.to_bytes()


def test_who_takes_part_without_a_joint_plan_stands_in_the_manifest_and_is_pointed_out_3_2_4() -> None:
    together = committed(task(participants=("320481-WJW", "320481-SWJ")))
    assert together.manifest.entries["rules.participants"] == "320481-WJW,320481-SWJ"
    (found,) = (one for one in together.findings if one.code == "draw.no_joint_plan")
    assert (found.severity, found.clause) == (Severity.WARNING, LIYANG_2020.ref("3.2.4"))
    alone = committed()
    assert "rules.participants" not in alone.manifest.entries
    assert "draw.no_joint_plan" not in {one.code for one in alone.findings}


@pytest.mark.parametrize(("frequency", "found"), [("每年1次", Severity.WARNING), ("每半年1次", Severity.NOTE)])
def test_a_task_that_is_drawn_as_often_as_planned_is_noted_and_oftener_warned_of(
    frequency: str, found: Severity
) -> None:
    one = task(frequency=Frequency.of(frequency))
    made = committed(one, None, 1, earlier=[drawn(committed(one))])
    assert [each.severity for each in made.findings if each.code == "draw.repeated_task"] == [found]


def test_no_adjustment_touches_what_is_open_and_what_is_drawn_stays_as_it_is_3_1_8() -> None:
    plan = plan_of(task())
    lowered = Adjustment(
        task_id="2025-07",
        quantity=PlanQuantity.RATIO,
        item_code="labels",
        before="5%",
        after="4%",
        on=date(2025, 5, 11),
        reason="问题率下降",
        document="合成〔2025〕7号",
    )
    commitment = committed(plan["2025-07"], plan=plan)
    sealed = commitment.manifest.to_bytes()
    with pytest.raises(LawError, match="已锁定尚未抽取"):
        adjust(plan, lowered, open_tasks=open_tasks(past(commitment)))
    record = drawn(commitment)
    files = dict(record.files)
    after = adjust(plan, lowered, open_tasks=open_tasks(past(record)))
    assert commitment.manifest.to_bytes() == sealed
    assert dict(drawn(commitment).files) == files
    later = committed(after["2025-07"], None, 1, plan=after, earlier=[record])
    assert (later.manifest.entries["rules.plan"], later.manifest.entries["ratio.labels.全部"]) == ("2025@2", "1/25")
    with pytest.raises(BrokenChainError, match="不一致"):
        committed(plan["2025-07"], plan=after)


JOINT = JointPlan(id="联合-01", initiator=AGENCY, participants=("320481-WJW",))


@pytest.mark.parametrize("kind", [JointRelaxation, JointProcedure], ids=lambda kind: kind.__name__)
def test_a_joint_commitment_goes_into_json_and_back(kind: type) -> None:
    procedure = relaxation() if kind is JointRelaxation else effective_procedure(JOINT, date(2025, 3, 3))
    one = task(joint_plan=JOINT.id)
    made = committed(one, pool_of(20), plan=plan_of(one, joint_plans=(JOINT,)), procedure=procedure)
    again = from_json(to_json(made), Commitment)
    assert again == made
    assert again.basis is not None
    assert isinstance(again.basis.procedure, kind)


def test_a_cap_of_visits_holds_through_the_year_of_a_task_3_1_10() -> None:
    one = task(design("30%", "lifts"), frequency=Frequency.of("每季度1次"))
    plan = plan_of(one, limits=PlanLimits(visit_cap=1))
    records: list[Draw] = []
    for number in range(3):
        records.append(drawn(committed(one, pool_of(12), number, plan=plan, earlier=past(*records)), number))
    everybody = [id_ for record in records for id_ in record.objects]
    assert len(everybody) == len(set(everybody)) == 3 + 2 + 2
