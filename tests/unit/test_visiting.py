"""From a draw to the visit that answers it: the object of the line, the officers of the lot, the methods of an item."""

from __future__ import annotations

from datetime import date, datetime

import attrs
import pytest

from shuangsuiji.draws import Draw, match, substitute
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.inspection import Approval, ExpertOpinion, ScanIn, Visit, check_cited
from shuangsuiji.inspection.draw_lines import lines_of
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.registry import Leave
from shuangsuiji.terms import AbsenceReason, InspectionMethod, ReplacementReason
from tests.unit.builders import (
    AGENCY,
    committed,
    design,
    drawn,
    inspector,
    item,
    item_list,
    key_item,
    plan_of,
    pool_of,
    product,
    task,
    uscc,
)
from tests.unit.inspection_days import (
    HEALTH,
    STARTED_AT,
    clause_of,
    everywhere_matching,
    guide,
    joint_items,
    joint_matching,
    joint_people,
    key_items,
    labels_only,
    marks_of,
    next_round,
    own_draw,
    product_draw,
    shared_object,
    sheet_of,
    visited,
)

EARLY = {
    "started_at": datetime.fromisoformat("2025-05-14T09:00:00+08:00"),
    "ended_at": datetime.fromisoformat("2025-05-14T10:00:00+08:00"),
}


def team_at(object_id: str, department: str = AGENCY) -> tuple[str, ...]:
    return joint_matching().teams[object_id, department].members


# What is inspected, by whom: 3.2.1, 3.2.2.


def test_a_visit_serves_every_item_for_which_the_object_was_drawn_3_1_10() -> None:
    one = visited()
    assert [(each.item_code, each.department) for each in one.items] == [("hygiene", HEALTH), ("labels", AGENCY)]
    assert {each.id for each in one.officers} == {
        *team_at(one.object_id),
        *team_at(one.object_id, HEALTH),
    }
    assert one.matched
    assert one.mode is SupervisionMode.RANDOM
    check_cited(one, joint_matching())


def test_where_only_one_department_has_an_item_it_comes_alone_3_2_2() -> None:
    one = visited(None, labels_only())
    assert one.departments == (AGENCY,)
    assert {each.department for each in one.officers} == {AGENCY}
    assert len(one.counted()) == 1


def test_what_was_not_drawn_is_not_visited_3_2_1() -> None:
    with pytest.raises(BrokenChainError, match="未被抽中"):
        visited(None, uscc(59))


def test_departments_that_come_on_two_days_make_two_visits() -> None:
    first = visited(visit_id="V-1", only=[("labels", AGENCY)], methods={"labels": (InspectionMethod.ON_SITE,)})
    second = visited(visit_id="V-2", only=[("hygiene", HEALTH)], methods={"hygiene": (InspectionMethod.ON_SITE,)})
    assert (first.departments, second.departments) == ((AGENCY,), (HEALTH,))
    assert {one.holder for one in (*first.counted(), *second.counted())} == {first.holder}


def test_the_substitute_goes_and_not_whom_he_replaces_3_2_2() -> None:
    object_id = shared_object()
    gone = team_at(object_id)[0]
    after = substitute(joint_matching(), object_id, gone, reason=AbsenceReason.LEAVE)
    one = visited(after, object_id)
    assert gone not in {each.id for each in one.officers}
    assert after.substitutions[0].new in {each.id for each in one.officers}
    assert one.matched
    check_cited(one, after)
    with pytest.raises(BrokenChainError, match="到场人员不是匹配人员"):
        check_cited(one, joint_matching())


def test_whoever_is_away_that_day_is_not_written_down_as_there_3_2_2() -> None:
    number = int(team_at(shared_object())[0][2:])
    away = inspector(number, leaves=(Leave(starts_on=date(2025, 6, 9), ends_on=date(2025, 6, 11)),))
    people = joint_people().revise(on=date(2025, 6, 1), put=[away], reasons="休假（合成）")
    with pytest.raises(LawError, match=r"substitute"):
        visited(people=people)


# Rounds.


def test_an_object_that_came_in_a_round_is_cited_with_it() -> None:
    gone = shared_object()
    after = match(next_round(joint_matching(), replaced={gone: ReplacementReason.CLOSED}))
    (new,) = after.rounds[1].matched.units[:1]
    one = visited(after, new.object)
    assert one.draw is not None
    assert one.draw.k == 1
    assert {each.k for each in one.items} == {1}
    with pytest.raises(BrokenChainError, match="已被替换"):
        visited(after, gone)


def test_every_item_says_in_which_round_it_was_drawn() -> None:
    record = everywhere_matching()
    mixed = next(id_ for id_ in record.draw.taken.live if lines_of(record, id_) == {"hygiene": 1, "labels": 0})
    one = visited(record, mixed, items=key_items(), people=joint_people(60))
    assert [(each.item_code, each.k) for each in one.items] == [("hygiene", 1), ("labels", 0)]
    assert one.draw is not None
    assert one.draw.k == 1


def test_what_was_done_before_a_later_round_may_be_entered_after_it() -> None:
    gone = shared_object()
    after = match(next_round(joint_matching(), replaced={gone: ReplacementReason.CLOSED}))
    assert visited(after, labels_only(), **EARLY).draw == visited(None, labels_only()).draw
    with pytest.raises(BrokenChainError, match="不得早于抽取"):
        visited(after, after.rounds[1].matched.units[0].object, **EARLY)


# Times.


def test_a_visit_does_not_come_before_its_draw() -> None:
    with pytest.raises(BrokenChainError, match="不得早于抽取"):
        visited(started_at=datetime.fromisoformat("2025-05-12T21:29:00+08:00"))
    assert visited(started_at=datetime.fromisoformat("2025-05-13T08:00:00+08:00")).on == date(2025, 5, 13)


def test_a_sealed_draw_is_visited_before_its_reveal_is_public() -> None:
    manifest = joint_matching().commitment.manifest
    assert manifest.mode == "sealed"
    assert manifest.reveal_by is not None
    assert visited(**EARLY).on < manifest.reveal_by


# Lists and pools of the day.


def test_the_list_is_that_of_the_draw_or_a_later_version_in_force_2_2_7() -> None:
    newer = joint_items().revise(
        put=[item("labels", version=2, joint_departments=(HEALTH,))], reasons={"labels": "合成"}, on=date(2025, 6, 1)
    )
    assert [(one.item_code, one.item_version) for one in visited(items=newer).items] == [("hygiene", 1), ("labels", 2)]
    with pytest.raises(BrokenChainError, match="不是抽取所依据的清单"):
        visited(items=attrs.evolve(joint_items(), id="other"))
    with pytest.raises(LawError, match="晚于检查"):
        visited(items=attrs.evolve(joint_items(), version=2, effective_on=date(2025, 6, 11)))
    lapsed = attrs.evolve(joint_items()["labels"], expires_on=date(2025, 6, 9))
    with pytest.raises(LawError, match="已失效"):
        visited(items=attrs.evolve(joint_items(), items=(lapsed, joint_items()["hygiene"])))


def test_the_people_are_those_of_the_matching_in_the_version_of_the_day() -> None:
    with pytest.raises(BrokenChainError, match="不是匹配所依据的人员名录库"):
        visited(people=attrs.evolve(joint_people(), id="other"))
    with pytest.raises(LawError, match="晚于检查"):
        visited(people=attrs.evolve(joint_people(), maintained_on=date(2025, 6, 11)))


def test_the_holder_of_a_product_is_the_market_entity_behind_it_3_3_3() -> None:
    one = visited(product_draw())
    assert one.object_id.startswith("产品")
    assert one.holder == uscc(1)
    assert visited().holder == shared_object()


def test_a_draw_that_was_read_from_a_bundle_is_given_its_pool() -> None:
    known = product_draw()
    read = Draw(commitment=attrs.evolve(known.commitment, basis=None), reveal=known.reveal)
    with pytest.raises(UnknownNameError, match="须另给"):
        visited(read)
    assert known.commitment.basis is not None
    assert visited(read, pool=known.commitment.basis.pool) == visited(known)
    with pytest.raises(BrokenChainError, match="不是抽取所依据的名录库"):
        visited(read, pool=pool_of([product("别的")]))


# Methods: 3.2.3.


def test_the_method_is_one_of_the_item_3_2_3() -> None:
    both = {"labels": (InspectionMethod.DOCUMENT, InspectionMethod.ON_SITE), "hygiene": (InspectionMethod.ON_SITE,)}
    assert visited(methods=both).items[1].methods == both["labels"]
    with pytest.raises(LawError, match="事项的检查方式为 实地核查") as caught:
        visited(methods={**both, "hygiene": (InspectionMethod.ONLINE,)})
    assert clause_of(caught.value) == "3.2.3"
    with pytest.raises(LawError, match="须写明检查方式"):
        visited(methods={"labels": both["labels"]})
    with pytest.raises(InvalidValueError, match="不是本次检查的事项"):
        visited(methods={**both, "lifts": (InspectionMethod.ON_SITE,)})


# Who is named where nobody is matched.


def test_a_task_that_matches_nobody_says_who_went() -> None:
    one = visited(own_draw())
    assert not one.matched
    assert [each.id for each in one.officers] == ["JS0001", "JS0002"]
    with pytest.raises(LawError, match="不得少于 2 人"):
        visited(own_draw(), officers=["JS0001"])
    with pytest.raises(DuplicateError):
        visited(own_draw(), officers=["JS0001", "JS0001"])


def test_full_key_supervision_says_so_1_2() -> None:
    everything = task(design(1, "lifts"), mode=SupervisionMode.KEY_FULL)
    record = drawn(committed(everything, pool_of(3), plan=plan_of(everything), items=item_list(key_item())))
    one = visited(record, items=item_list(key_item()))
    assert one.mode is SupervisionMode.KEY_FULL
    assert not one.superior_ordered


def test_a_targeted_inspection_that_a_superior_ordered_says_so_1_2() -> None:
    ordered = task(design("10%"), mode=SupervisionMode.TARGETED, superior_ordered=True)
    one = visited(drawn(committed(ordered)))
    assert (one.mode, one.superior_ordered) == (SupervisionMode.TARGETED, True)
    assert one.counted()[0].superior_ordered


# Sheets, marks, opinions, approvals.


def test_the_sheets_that_were_filled_in_are_cited_by_item_and_department_2_1_7() -> None:
    id_ = shared_object()
    own = sheet_of(id_, team=team_at(id_))
    health = sheet_of(id_, guide("hygiene", HEALTH), team=team_at(id_, HEALTH))
    one = visited(sheets=[own, health], marks=[*marks_of(own), *marks_of(health)])
    assert [each.sheet_digest for each in one.items] == [health.digest, own.digest]
    assert len(one.marks) == 4


def test_a_sheet_of_another_object_task_or_item_is_refused() -> None:
    id_ = shared_object()
    own = sheet_of(id_, team=team_at(id_))
    for wrong in (
        sheet_of(labels_only(), team=("JS0001",)),
        sheet_of(id_, team=("JS0001",), task_id="2025-08"),
        sheet_of(id_, guide("labels", HEALTH), team=("JS0001",)),
    ):
        with pytest.raises(BrokenChainError, match="检查表"):
            visited(sheets=[wrong])
    with pytest.raises(DuplicateError):
        visited(sheets=[own, own])


def test_the_opinion_of_an_expert_of_the_pool_is_on_record_2_3_11() -> None:
    opinion = ExpertOpinion(expert_id="ZJ01", item_code="labels", on=date(2025, 6, 10), text="标签字号合格")
    assert visited(opinions=[opinion]).opinions == (opinion,)
    with pytest.raises(UnknownNameError):
        visited(opinions=[attrs.evolve(opinion, expert_id="ZJ99")])
    for wrong in (attrs.evolve(opinion, expert_id="JS0099"), attrs.evolve(opinion, on=date(2028, 1, 1))):
        people = joint_people().revise(on=date(2025, 6, 1), put=[inspector(99)], reasons="新增（合成）")
        with pytest.raises(LawError, match="聘期内的专家"):
            visited(opinions=[wrong], people=people)


def test_approval_scan_notice_and_remarks_are_kept_as_they_are() -> None:
    approval = Approval(department=AGENCY, on=date(2025, 6, 9), document="批〔2025〕7号（合成）")
    scan = ScanIn(at=STARTED_AT, reference="码-1")
    one = visited(approvals=[approval], scan_in=scan, notice="通知-1", remarks="无")
    assert (one.approvals, one.scan_in, one.notice, one.remarks) == ((approval,), scan, "通知-1", "无")


def test_the_same_facts_make_the_same_record() -> None:
    one, again = visited(), visited()
    assert isinstance(one, Visit)
    assert one == again
    assert one.digest == again.digest
