"""Tasks of a plan: one draw, who answers for it, how often, by which way it comes about."""

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.law.business2019 import BUSINESS_2019
from shuangsuiji.planning import DrawSchedule, Filter, Frequency, Operator, Period, SupervisionMode
from tests.unit.builders import AGENCY, design, task

HEALTH, TRADE = "320481-WJW", "320481-SWJ"


def condition(operator: Operator, *values: str, field: str = "region") -> Filter:
    return Filter(field=field, operator=operator, values=values)


def test_an_item_stands_once_in_a_task() -> None:
    with pytest.raises(DuplicateError, match="'labels'"):
        task(design("1%"), design("2%"))


def test_a_task_has_an_item() -> None:
    with pytest.raises(InvalidValueError, match="至少一个抽查事项"):
        task(designs=())


@pytest.mark.parametrize("changes", [{"id": ""}, {"id": "a|b"}, {"name": ""}, {"name": "a\n"}], ids=str)
def test_a_task_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        task(**changes)


def test_regions_then_the_tasks_filters_then_the_designs_make_the_frame() -> None:
    of_task, of_design = condition(Operator.IN, "企业", field="kind"), condition(Operator.IN, "餐饮", field="行业")
    one = design(filters=(of_design,))
    both = task(one, regions=("溧城", "戴埠"), filters=(of_task,))
    assert both.filters_for(one) == (condition(Operator.IN, "溧城", "戴埠"), of_task, of_design)
    assert task(design()).filters_for(design()) == ()


def test_a_region_that_is_no_field_is_refused_with_the_task() -> None:
    with pytest.raises(InvalidValueError):
        task(regions=("",))


def test_a_task_without_teams_matches_nobody() -> None:
    assert (task().teams, task().experts) == ((), ())


def test_a_task_names_who_answers_and_who_takes_part_3_1_2() -> None:
    one = task(department=AGENCY, participants=[HEALTH, TRADE])
    assert (one.department, one.participants) == (AGENCY, (HEALTH, TRADE))
    assert (task().department, task().participants) == (None, ())


@pytest.mark.parametrize(
    "changes",
    [
        {"department": AGENCY, "participants": (AGENCY,)},
        {"participants": (HEALTH, HEALTH)},
    ],
    ids=str,
)
def test_a_department_stands_once_in_a_task(changes: dict[str, object]) -> None:
    with pytest.raises(DuplicateError):
        task(**changes)


@pytest.mark.parametrize(
    "changes", [{"department": "市场监管局"}, {"participants": ("",)}, {"department": ""}], ids=str
)
def test_a_department_of_a_task_is_a_name(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        task(**changes)


def test_a_joint_task_has_the_participants_of_its_joint_plan_and_none_of_its_own() -> None:
    with pytest.raises(InvalidValueError, match="联合抽查方案载明"):
        task(joint_plan="联合-01", participants=(HEALTH,))


def test_a_lead_is_followed_at_once_and_is_no_task_of_a_plan_3_4_1() -> None:
    with pytest.raises(LawError) as caught:
        task(mode=SupervisionMode.CASE)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.4.1")


@pytest.mark.parametrize("ratio", ["99%", {"A": "1", "*": "1/2"}, "0"], ids=str)
def test_key_supervision_covers_everything(ratio: object) -> None:
    assert task(design("100%", "lifts"), mode=SupervisionMode.KEY_FULL).mode is SupervisionMode.KEY_FULL
    with pytest.raises(LawError, match="全覆盖") as caught:
        task(design("100%"), design(ratio, "lifts"), mode=SupervisionMode.KEY_FULL)
    assert caught.value.params["clause"] == BUSINESS_2019.ref("54")
    assert caught.value.params["value"] == "lifts"


def test_only_a_targeted_inspection_is_marked_as_ordered_by_a_superior() -> None:
    assert task(mode=SupervisionMode.TARGETED, superior_ordered=True).superior_ordered
    for mode in (SupervisionMode.RANDOM, SupervisionMode.KEY_FULL):
        with pytest.raises(InvalidValueError, match="专项抽查"):
            task(design("100%"), mode=mode, superior_ordered=True)


@pytest.mark.parametrize(
    "changes",
    [{"mode": "双随机抽查"}, {"superior_ordered": 1}, {"frequency": "每年1次"}, {"schedule": "每月"}],
    ids=str,
)
def test_a_task_takes_typed_values(changes: dict[str, object]) -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        task(**changes)


def test_a_task_is_drawn_once_a_year_unless_it_says_otherwise_3_1_8() -> None:
    assert task().frequency == Frequency(times=1)
    assert (task().schedule, task().mode, task().platform_number) == (None, SupervisionMode.RANDOM, "")
    quarterly = task(frequency=Frequency.of("每季度一次"), schedule=DrawSchedule(every=Period.QUARTER))
    assert (quarterly.frequency.times, str(quarterly.frequency)) == (4, "每年4次")


def test_a_number_of_the_provincial_platform_is_a_field_2_1_3() -> None:
    assert task(platform_number="JS-2025-0007").platform_number == "JS-2025-0007"
    with pytest.raises(InvalidValueError, match="platform_number"):
        task(platform_number="a|b")


def test_a_design_is_found_by_its_item() -> None:
    one = task(design("1%"), design("2%", "lifts"))
    assert one.design_of("lifts") is one.designs[1]
    assert one.item_codes == ("labels", "lifts")
    with pytest.raises(UnknownNameError, match="boilers"):
        one.design_of("boilers")


def test_a_task_shows_itself() -> None:
    assert repr(task(design("1%"), design("2%", "lifts"))) == "<任务 2025-07 食品标签抽查：labels、lifts>"
