"""Before committing: guaranteed, or simulated, and what an official can do about it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.preflights import Preflight, preflight
from tests.unit.matching_plans import evenly, frame, manifest_of, officer, rules, staff

TWO = rules({"labels": {"市监": "-;-"}})
FRAMES = {"labels": evenly(20, ("东", "西"))}
SOUND = staff(*(officer(f"o{number}") for number in range(1, 6)))
FEW = staff(
    *(officer(f"o{number}", regions=("东",)) for number in (1, 2)),
    *(officer(f"o{number}", capacity=3) for number in (3, 4)),
)


def test_a_plan_with_enough_people_is_guaranteed_and_nothing_is_simulated() -> None:
    found = preflight(manifest_of(FRAMES, {"labels": 10}, TWO, SOUND), FRAMES, SOUND)
    assert found == Preflight(guaranteed=True, worst=(), lot=3)
    assert (found.summary, found.may_fail, found.share, found.interval) == (
        "worst case",
        False,
        Fraction(0),
        (0.0, 0.0),
    )
    assert str(found) == "匹配预检通过：按最坏情形核算，无论抽到哪些对象，各席都能配齐。"
    assert repr(found) == "<匹配预检 worst case>"


def test_a_plan_that_needs_one_more_officer_says_so() -> None:
    people = staff(*(officer(f"o{number}") for number in range(1, 5)))
    found = preflight(manifest_of(FRAMES, {"labels": 10}, TWO, people), FRAMES, people, 50)
    assert (found.summary, found.may_fail, found.share) == ("simulated 50/50", True, Fraction(1))
    text = str(found)
    assert text.startswith("匹配预检未通过：模拟抽取 50 次，有 50 次配不齐，占 100.00%（95% 区间 92.87%–100.00%）。")
    assert "市监 缺 4 个名额" in text
    assert "增加 1 名能去东、西之一的人员（普通席）" in text
    assert "o1（现为 4）" in text


def test_a_plan_that_fails_sometimes_is_given_a_share_with_its_interval() -> None:
    found = preflight(manifest_of(FRAMES, {"labels": 4}, TWO, FEW), FRAMES, FEW, 300)
    low, high = found.interval
    assert not found.guaranteed
    assert found.may_fail
    assert low < float(found.share) < high
    assert 0 < found.share < Fraction(1, 10)
    assert found.summary == f"simulated {found.infeasible}/300"


def test_a_plan_whose_worst_case_fails_may_never_fail_in_any_draw_met() -> None:
    """The worst case draws twelve objects in each of both regions at once, which no seed does."""
    regions = {"o1": ("东",), "o2": ("东",), "o3": ("西",), "o4": ("*",)}
    people = staff(*(officer(id_, regions=own, capacity=5) for id_, own in regions.items()))
    frames = {"labels": evenly(60, ("东", "西"))}
    terms = rules({"labels": {"市监": "-"}}, lot=1)
    found = preflight(manifest_of(frames, {"labels": 12}, terms, people), frames, people, 40)
    assert (found.guaranteed, found.infeasible, found.may_fail) == (False, 0, False)
    assert (found.summary, found.certificates) == ("simulated 0/40", ())
    assert sum(one.missing for one in found.worst) == 4
    first, second, third = str(found).splitlines()
    assert first == "匹配预检通过：模拟抽取 40 次，每次都能配齐（配不齐的概率 95% 区间 0–8.76%）。"
    assert second == "但尚不能保证所有结果都能配齐，按最坏情形核算："
    assert third.startswith("· 市监 缺 4 个名额")
    assert "最坏情形" in found._repr_html_()


def test_a_recusal_that_removes_the_last_who_qualifies_is_named() -> None:
    frames = {"labels": evenly(3)}
    people = staff(officer("o1", tags=("特设",)), officer("o2"), recusals=[("T2", "o1")])
    terms = rules({"labels": {"市监": "特设;-"}})
    found = preflight(manifest_of(frames, {"labels": 1}, terms, people), frames, people, 60)
    assert not found.guaranteed
    assert 0 < found.infeasible < 60
    ((times, (shortage,)),) = found.certificates
    assert (times, shortage.missing) == (found.infeasible, 1)
    assert "已扣除回避：o1 1 项" in str(found)
    assert "另行处理一项回避：o1" in str(found)
    assert "增加 1 名能去东的人员（须具备特设）" in str(found)


def test_seats_with_fewer_than_a_lot_are_listed() -> None:
    frames = {"labels": evenly(6, ("东", "西"))}
    tagged = (officer(f"o{number}", tags=("特设",), capacity=9) for number in range(1, 4))
    people = staff(*tagged, officer("o4", regions=("东",), capacity=9), recusals=[("T2", "o1"), ("T2", "o2")])
    found = preflight(
        manifest_of(frames, {"labels": 2}, rules({"labels": {"市监": "特设;-"}}), people), frames, people, 1
    )
    kinds = [(one.region, one.seat, one.qualified, one.eligible, one.objects) for one in found.narrow]
    assert kinds == [("东", (), 4, 2, 1), ("东", ("特设",), 3, 1, 1)]
    assert "有 2 类席位可派人员不足 3 人" in str(found)
    assert "市监 东 须具备特设（具备 3 人，个别对象回避后只剩 1 人，涉及 1 个对象）" in str(found)
    assert repr(found) == "<匹配预检 worst case，窄席 2 类>"
    assert found._repr_html_().count("<table>") == 2


def test_where_too_few_qualify_every_object_of_the_region_counts() -> None:
    people = staff(officer("o1", capacity=9), officer("o2", capacity=9), recusals=[("T2", "o1")])
    frames, terms = {"labels": evenly(6)}, rules({"labels": {"市监": "-"}})
    found = preflight(manifest_of(frames, {"labels": 2}, terms, people), frames, people)
    assert [(one.qualified, one.eligible, one.objects) for one in found.narrow] == [(2, 1, 6)]


def test_experts_who_are_missing_do_not_stop_a_plan() -> None:
    terms = rules({"labels": {"市监": "-;-"}}, experts={"labels": "电梯;食品"})
    people = staff(*SOUND.officers, experts=[officer("z1", tags=("食品",))])
    found = preflight(manifest_of(FRAMES, {"labels": 10}, terms, people), FRAMES, people)
    assert (found.guaranteed, found.may_fail) == (True, False)
    assert [(one.region, one.seat, one.objects) for one in found.unadvised] == [
        ("东", ("电梯",), 10),
        ("西", ("电梯",), 10),
    ]
    assert "有 2 类专家席无人可派，不影响检查组配齐" in str(found)


def test_frames_that_share_an_object_need_one_visit_for_both() -> None:
    frames = {"labels": frame(("T1", "A", "东")), "lifts": frame(("T1", "A", "东"))}
    terms = rules({"labels": {"市监": "食品;-"}, "lifts": {"市监": "特设;-"}}, lot=1)
    two = staff(officer("o1", tags=("食品",), capacity=1), officer("o2", tags=("特设",), capacity=1))
    assert preflight(manifest_of(frames, {"labels": 1, "lifts": 1}, terms, two), frames, two).guaranteed
    one = staff(officer("o1", tags=("食品", "特设"), capacity=1), officer("o2", capacity=1))
    found = preflight(manifest_of(frames, {"labels": 1, "lifts": 1}, terms, one), frames, one, 5)
    assert found.summary == "simulated 5/5"


def test_many_kinds_of_narrow_seats_are_cut_short_in_the_text() -> None:
    frames, people = {"labels": evenly(14, "甲乙丙丁戊己庚")}, staff(officer("o1", capacity=99))
    found = preflight(manifest_of(frames, {"labels": 1}, rules({"labels": {"市监": "-"}}), people), frames, people)
    assert len(found.narrow) == 7
    assert str(found).endswith("等 7 类。")


def test_progress_is_told() -> None:
    steps: list[int] = []
    preflight(manifest_of(FRAMES, {"labels": 4}, TWO, FEW), FRAMES, FEW, 3, steps.append)
    assert steps == [1, 2, 3]


def test_a_manifest_without_a_matching_has_nothing_to_check() -> None:
    with pytest.raises(InvalidValueError, match="锁定单没有匹配规则"):
        preflight(manifest_of(FRAMES, {"labels": 4}, None, FEW), FRAMES, FEW)


def test_a_frame_that_is_not_given_is_named() -> None:
    with pytest.raises(UnknownNameError, match="labels"):
        preflight(manifest_of(FRAMES, {"labels": 4}, TWO, FEW), {}, FEW)
