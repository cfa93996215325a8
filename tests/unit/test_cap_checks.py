"""The cap of a GENERAL item over a year as it is planned, and as commitments find it: 2.2.12."""

import attrs
import pytest

from shuangsuiji.draws import Draw
from shuangsuiji.errors import RatioAboveCapError, YearlyCapError
from shuangsuiji.planning import AnnualPlan, Frequency, PlanLimits, Task, forecast
from shuangsuiji.planning.cap_checks import cap_findings
from shuangsuiji.terms import CapScope
from shuangsuiji.values import Finding
from tests.unit.builders import committed, design, drawn, item, item_list, key_item, pool_of, task
from tests.unit.plan_years import basis_of, own_plan, said

POOL = "SCJG-objects"
TENTH = item_list(item(), key_item())  # labels with a cap of 10 %


def plan_of(*tasks: Task) -> AnnualPlan:
    return own_plan(*tasks, joint_plans=(), limits=PlanLimits())  # nobody is spared


def found(*tasks: Task) -> list[Finding]:
    plan, basis = plan_of(*tasks), basis_of(pool_of(60), items=(TENTH,), trade=None)
    return list(cap_findings(plan, basis, forecast(plan, basis).chances.values()))


def times(number: int, ratio: object = "5%", /, **changes: object) -> Task:
    return task(design(ratio), frequency=Frequency(times=number), **changes)


def refused(*tasks: Task) -> str:
    """Return the id of the first task that is refused when all are drawn as often as planned, one after the other."""
    draws: list[Draw] = []
    for one in tasks:
        for _ in range(one.frequency.times):
            number = len(draws)
            try:
                made = committed(one, pool_of(60), number, plan=plan_of(*tasks), items=TENTH, earlier=draws)
            except (RatioAboveCapError, YearlyCapError):
                return one.id
            draws.append(drawn(made, number))
    return ""


def test_what_stays_within_the_cap_leaves_nothing_to_say_and_is_drawn_2_2_12() -> None:
    assert found(times(2)) == []
    assert refused(times(2)) == ""


def test_a_ratio_above_the_cap_is_an_error_though_the_quota_would_be_cut_2_2_12() -> None:
    (only,) = found(times(1, "15%"))
    assert said([only]) == [("ERROR", "plan.ratio_cap", "2.2.12", "2025-07 labels 全部")]
    assert (only.zh, only.en) == ("抽查比例 3/20 超过上限 1/10", "the ratio 3/20 is above the cap 1/10")
    assert refused(times(1, "15%"))


def test_one_draw_too_many_in_the_year_is_an_error_2_2_12() -> None:
    three = found(times(3))
    assert said(three)[0] == ("ERROR", "plan.item_cap", "2.2.12", "2025-07 labels")
    assert three[0].zh == "全年 3 次、每次至多 3 个，超过上限 ⌊1/10×60⌋ = 6"
    assert three[0].en == "3 draws of up to 3 above the yearly cap ⌊1/10×60⌋ = 6"
    assert refused(times(3))


def test_tasks_that_share_objects_are_counted_together_and_those_that_do_not_are_not_2_2_12() -> None:
    whole, part = times(2, id="whole"), times(1, id="part", regions=("溧城",))
    (only,) = found(whole, part)
    assert said([only]) == [("ERROR", "plan.item_cap", "2.2.12", f"labels {POOL}")]
    assert only.zh == "任务 part、whole 全年至多共抽 7 个，超过上限 ⌊1/10×60⌋ = 6"
    assert refused(whole, part) == "part"
    towns = [times(2, id=town, regions=(town,)) for town in ("溧城", "戴埠")]
    assert found(*towns) == []
    assert refused(*towns) == ""


def test_a_part_that_is_drawn_too_often_is_not_excused_by_the_rest_2_2_12() -> None:
    """Three draws of one in twenty are four above the cap of the town, and would be one below that of the county."""
    town, rest = times(3, id="town", regions=("溧城",)), times(1, "1/60", id="rest", regions=("戴埠", "天目湖"))
    assert said(found(town, rest))[0] == ("ERROR", "plan.item_cap", "2.2.12", "town labels")
    assert refused(town, rest) == "town"


def test_a_stratum_that_may_come_above_its_cap_is_a_warning_2_2_12() -> None:
    ratios = {"溧城": "10%", "*": "0"}
    one = task(design(ratios), strata=("region",), frequency=Frequency(times=2))
    (only,) = found(one)
    assert said([only]) == [("WARNING", "plan.stratum_cap", "2.2.12", "2025-07 labels 溧城")]
    assert only.zh == "全年 2 次、每次 2 个，可能超过该层上限 ⌊1/10×20⌋ = 2"
    assert refused(one)
    of_the_item = task(design(ratios, cap_scope=CapScope.ITEM), strata=("region",), frequency=Frequency(times=2))
    assert found(of_the_item) == []
    assert refused(of_the_item) == ""


def test_with_the_cap_of_the_whole_item_a_stratum_may_have_more_2_2_12() -> None:
    one = task(design({"溧城": "30%", "*": "0"}, cap_scope=CapScope.ITEM), strata=("region",))
    assert found(one) == []
    assert refused(one) == ""
    more = task(design({"溧城": "35%", "*": "0"}, cap_scope=CapScope.ITEM), strata=("region",))
    assert said(found(more)) == [("ERROR", "plan.item_cap", "2.2.12", "2025-07 labels")]
    assert refused(more)


@pytest.mark.parametrize("rounding", ["ceil", "chance"])
def test_rounding_up_is_counted_at_its_most_2_2_12(rounding: str) -> None:
    one = task(design("1/24", rounding=rounding), frequency=Frequency(times=3))
    assert said(found(one))[0] == ("ERROR", "plan.item_cap", "2.2.12", "2025-07 labels")
    assert said(found(attrs.evolve(one, frequency=Frequency(times=2)))) == []


def test_a_key_item_has_no_cap_2_2_10() -> None:
    assert found(task(design("50%", "lifts"), frequency=Frequency(times=4))) == []
