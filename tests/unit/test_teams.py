"""Rules for teams and expert seats: what they ask for, seat by seat, and the minimum below which none lies."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import JOINT_TEAM_MINIMUM, LIYANG_2020, LIYANG_RULES, TEAM_MINIMUM, Rule, RuleBook, Stricter
from shuangsuiji.lottery.units import canonical, parse_seats, seats_text
from shuangsuiji.planning import ExpertRule, JointPlan, Task, TeamRule, check_teams, team_minimum
from shuangsuiji.terms import Level, TeamForm
from tests.unit.builders import AGENCY, CLAUSE, design, made, task

DAY = date(2025, 5, 11)
HEALTH, POLICE = "320481-WJW", "320481-GAJ"
JOINT = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,))
TWO = team_minimum(LIYANG_RULES, DAY, joint=False)
LEAD, EXPLICIT = TeamForm.LEAD, TeamForm.EXPLICIT


def team(*tags: str, **changes: object) -> TeamRule:
    return made(TeamRule, {"item_code": "labels", "department": AGENCY, "tags": tags}, changes)


def listed(*seats: object, **changes: object) -> TeamRule:
    return team(form=EXPLICIT, seats=seats, **changes)


def expert(*seats: object, item_code: str = "labels") -> ExpertRule:
    return made(ExpertRule, {"item_code": item_code, "seats": seats}, {})


def rule(value: object, name: str = TEAM_MINIMUM) -> Rule:
    given = {"name": name, "value": value, "stricter": Stricter.LARGER, "clause": CLAUSE, "stated": True}
    return made(Rule, given, {"effective_on": date(2020, 5, 7)})


def book(**values: object) -> RuleBook:
    """Return a book below Liyang's with these minimums, or with one officer of each in a joint inspection."""
    rules = tuple(rule(value, f"inspection.{name}") for name, value in (values or {"joint_team_minimum": 1}).items())
    return RuleBook(id="city", title="合成规则册", level=Level.COUNTY, rules=rules, parent=LIYANG_RULES)


def seats(one: TeamRule, minimum: int = 2) -> str:
    return seats_text(one.seats_for(rule(minimum)))


def in_task(*rules: TeamRule | ExpertRule) -> Task:
    teams = tuple(one for one in rules if isinstance(one, TeamRule))
    experts = tuple(one for one in rules if isinstance(one, ExpertRule))
    return task(design(), design("5%", "lifts"), teams=teams, experts=experts)


@pytest.mark.parametrize(
    ("one", "minimum", "text"),
    [
        (team(), 2, "-;-"),
        (team("食品"), 2, "食品;-"),
        (team("食品", "餐饮"), 2, "食品;餐饮"),
        (team("食品", "餐饮", "标签"), 2, "标签;食品;餐饮"),
        (team("食品"), 3, "食品;-;-"),
        (team("食品", size=4), 2, "食品;-;-;-"),
        (team("食品", "餐饮", "标签", size=2), 2, "标签;食品;餐饮"),
        (team("b", "a", "B", size=4), 2, "B;a;b;-"),
        (team(size=1), 1, "-"),
    ],
    ids=str,
)
def test_split_has_a_seat_per_tag_and_plain_ones_up_to_the_minimum_or_the_size(
    one: TeamRule, minimum: int, text: str
) -> None:
    assert seats(one, minimum) == text


@pytest.mark.parametrize(
    ("tags", "size", "text"),
    [
        ((), None, "-;-"),
        (("食品",), None, "食品;-"),
        (("食品", "餐饮", "标签"), None, "标签,食品,餐饮;-"),
        (("食品", "餐饮"), 4, "食品,餐饮;-;-;-"),
    ],
    ids=str,
)
def test_lead_has_one_seat_with_all_tags_and_plain_ones_beside_it(
    tags: tuple[str, ...], size: int | None, text: str
) -> None:
    assert seats(team(*tags, form=LEAD, size=size)) == text


def test_explicit_seats_are_those_listed_in_canonical_order() -> None:
    one = listed(["餐饮", "标签"], [], ["食品"], ["标签"])
    assert one.seats == (("标签",), ("标签", "餐饮"), ("食品",), ())
    assert seats(one) == "标签;标签,餐饮;食品;-"
    assert one == listed((), ("标签",), ("标签", "餐饮"), ("食品",))


@pytest.mark.parametrize("form", [TeamForm.SPLIT, LEAD], ids=str)
def test_the_order_in_which_tags_are_written_has_no_influence(form: TeamForm) -> None:
    one, other = team("b", "a", "c", form=form), team("c", "b", "a", form=form)
    assert one == other
    assert one.tags == ("a", "b", "c")


@pytest.mark.parametrize("one", [team("食品", "餐饮"), team("b", "a", form=LEAD), listed(["b", "a"], [])], ids=str)
def test_seats_stand_as_the_manifest_writes_and_reads_them(one: TeamRule) -> None:
    found = one.seats_for(TWO)
    assert found == canonical(found) == parse_seats(seats_text(found), "team.labels")


@pytest.mark.parametrize(("one", "number"), [(listed(["食品"]), 1), (team(size=1), 1), (team("a", "b", size=1), 1)])
def test_fewer_than_the_minimum_are_refused_with_the_article_of_the_law(one: TeamRule, number: int) -> None:
    with pytest.raises(LawError, match="不得少于 2 人；实际为 1（依据 行政处罚法（2021年修订） 第四十二条）") as caught:
        one.seats_for(TWO)
    assert caught.value.params["field"] == f"team.labels.{AGENCY}"
    assert (caught.value.params["clause"], caught.value.params["value"]) == (TWO.clause, number)


def test_a_minimum_that_the_clause_does_not_state_is_called_a_default() -> None:
    with pytest.raises(LawError, match=r"此为规则册默认值.*依据 溧政办发〔2020〕27号 二（三）"):
        listed([]).seats_for(team_minimum(LIYANG_RULES, date(2021, 7, 14), joint=False))


@pytest.mark.parametrize("value", [0, Fraction(2), Fraction(5, 2)], ids=repr)
def test_a_minimum_that_counts_nobody_is_refused(value: object) -> None:
    with pytest.raises(InvalidValueError, match=TEAM_MINIMUM):
        team().seats_for(rule(value))


def test_the_other_form_holds_the_same_tags() -> None:
    split = team("食品", "餐饮", size=3)
    lead = split.other_form()
    assert lead == team("食品", "餐饮", size=3, form=LEAD)
    assert lead.other_form() == split
    assert seats(split) != seats(lead)


@pytest.mark.parametrize(
    "one", [team(), team("食品", size=3), team("食品", form=LEAD), listed(["a", "b"], [])], ids=str
)
def test_there_is_no_other_form_where_it_would_change_nothing(one: TeamRule) -> None:
    assert one.other_form() is None


@pytest.mark.parametrize(
    "changes",
    [
        {"item_code": "标签"},
        {"department": "-"},
        {"department": "甲;乙"},
        {"form": "分席"},
        {"tags": "食品"},
        {"tags": ["a,b"]},
        {"tags": ["*"]},
        {"tags": [""]},
        {"tags": [1, "a"]},
        {"size": 0},
        {"size": True},
        {"size": "2"},
        {"seats": [["a"], []]},
        {"form": LEAD, "seats": [[]]},
        {"form": EXPLICIT},
        {"form": EXPLICIT, "seats": [["a"], []], "tags": ["a"]},
        {"form": EXPLICIT, "seats": [["a"], []], "size": 2},
        {"form": EXPLICIT, "seats": ["食品"]},
        {"form": EXPLICIT, "seats": "食品"},
        {"form": EXPLICIT, "seats": [["a;b"]]},
    ],
    ids=str,
)
def test_a_team_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        team(**changes)


def test_a_tag_stands_once_in_a_seat_and_may_stand_in_several_seats() -> None:
    with pytest.raises(DuplicateError, match="'食品'"):
        team("食品", "餐饮", "食品")
    with pytest.raises(DuplicateError, match="'食品'"):
        listed(["食品", "食品"])
    assert seats(listed(["食品"], ["食品"])) == "食品;食品"


def test_expert_seats_stand_in_canonical_order() -> None:
    one = expert([], ["锅炉", "压力管道"], ["电梯"])
    assert seats_text(one.seats) == "压力管道,锅炉;电梯;-"
    assert one == expert(("电梯",), ("压力管道", "锅炉"), ())


@pytest.mark.parametrize("given", [(), ("电梯",), (["-"],), (["a", 1],)], ids=str)
def test_expert_seats_of_the_wrong_form_are_refused(given: tuple[object, ...]) -> None:
    with pytest.raises(InvalidValueError):
        expert(*given)


def test_a_task_takes_a_team_of_each_department_for_each_item() -> None:
    rules = (team(), team(department=HEALTH), team(item_code="lifts"), expert([]), expert([], item_code="lifts"))
    one = in_task(*rules)
    assert (one.teams, one.experts) == (rules[:3], rules[3:])


def test_a_department_has_one_team_for_an_item() -> None:
    with pytest.raises(DuplicateError, match=f"'labels {AGENCY}'"):
        in_task(team(), team("食品"))


def test_an_item_has_one_rule_for_experts() -> None:
    with pytest.raises(DuplicateError, match="'labels'"):
        in_task(team(), expert([]), expert(["电梯"]))


def test_teams_and_experts_are_for_items_of_the_task() -> None:
    for rules in ((team(item_code="boilers"),), (team(), expert([], item_code="boilers"))):
        with pytest.raises(UnknownNameError, match="没有 'boilers'；可用：labels、lifts"):
            in_task(*rules)


def test_experts_come_on_top_of_officers_and_never_alone() -> None:
    for rules in ((expert([]),), (team(item_code="lifts"), expert([]))):
        with pytest.raises(LawError, match="满足执法检查人数") as caught:
            in_task(*rules)
        assert caught.value.params["clause"] == LIYANG_2020.ref("2.3.10")


def test_the_minimum_of_the_law_holds_for_each_department_of_a_joint_inspection() -> None:
    assert team_minimum(LIYANG_RULES, DAY, joint=True) is TWO
    assert (TWO.value, TWO.stated, str(TWO.clause)) == (2, True, "行政处罚法（2021年修订） 第四十二条")


def test_a_book_may_say_otherwise_for_joint_inspections_only() -> None:
    shared = team_minimum(book(), DAY, joint=True)
    assert (shared.name, shared.value) == (JOINT_TEAM_MINIMUM, 1)
    assert team_minimum(book(), DAY, joint=False) is TWO
    assert team_minimum(book(team_minimum=3), DAY, joint=True).value == 3


def test_there_is_no_minimum_before_there_was_a_rule() -> None:
    with pytest.raises(UnknownNameError, match=TEAM_MINIMUM):
        team_minimum(LIYANG_RULES, date(2020, 5, 6), joint=True)


@pytest.mark.parametrize("value", [0, Fraction(1)], ids=repr)
def test_a_joint_minimum_that_counts_nobody_is_refused(value: object) -> None:
    with pytest.raises(InvalidValueError, match=JOINT_TEAM_MINIMUM):
        team_minimum(book(joint_team_minimum=value), DAY, joint=True)


def test_only_those_who_take_part_send_officers_to_a_joint_inspection() -> None:
    check_teams((team(), team(department=HEALTH)), JOINT, LIYANG_RULES, DAY)
    with pytest.raises(LawError, match="不在联合抽查 联合-01 的发起、参与部门中") as caught:
        check_teams((team(), team(department=POLICE)), JOINT, LIYANG_RULES, DAY)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.2.4")


def test_whoever_sends_officers_to_a_departments_own_task_is_not_asked() -> None:
    check_teams((team(department=POLICE),), None, LIYANG_RULES, DAY)
    check_teams((), JOINT, LIYANG_RULES, DAY)


def test_a_team_below_the_minimum_is_found_before_the_commitment() -> None:
    with pytest.raises(LawError, match=f"team.labels.{HEALTH}"):
        check_teams((team(), team(department=HEALTH, size=1)), JOINT, LIYANG_RULES, DAY)


def test_departments_that_share_the_minimum_send_enough_together_for_every_item() -> None:
    one, other = team(size=1), team(department=HEALTH, size=1)
    check_teams((one, other), JOINT, book(), DAY)
    check_teams((team(), team(department=HEALTH)), JOINT, book(), DAY)
    with pytest.raises(LawError, match=r"team\.labels：执法检查人员不得少于 2 人；实际为 1"):
        check_teams((one, team(item_code="lifts", department=HEALTH, size=2)), JOINT, book(), DAY)
    with pytest.raises(LawError, match=r"team\.labels.*不得少于 2 人"):
        check_teams((one, other), None, book(), DAY)
