"""How well a target can be foretold: the lot against whoever steps back from everything else."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.predictions import Predictability, predictability
from shuangsuiji.lottery.recusal_counts import count_recusals
from shuangsuiji.lottery.simulations import wilson
from shuangsuiji.lottery.units import Unit
from tests.unit.matching_plans import evenly, manifest_of, officer, rules, staff

FRAMES = {"labels": evenly(20)}
OBJECTS = FRAMES["labels"].ids
# o0 steps back from everything but the first object
PEOPLE = staff(
    *(officer(f"o{number}", capacity=20) for number in range(7)), recusals=[(id_, "o0") for id_ in OBJECTS[1:]]
)


def foretold(lot: int, n: int = 200, **changes: object) -> Predictability:
    terms = rules({"labels": {"市监": "-;-"}}, lot)
    return predictability(manifest_of(FRAMES, {"labels": 10}, terms, PEOPLE), FRAMES, PEOPLE, n, **changes)  # type: ignore[arg-type]


def known() -> list[Unit]:
    return [Unit(object=id_, department="市监", region="东", seats=((), ())) for id_ in OBJECTS[:10]]


def target(found: Predictability) -> Fraction:
    """Return how surely somebody can be foretold for the object that o0 did not step back from."""
    (one,) = [one for one in found.predictions if not one.barred]
    return one.probability


def test_a_lot_of_three_takes_most_of_the_certainty_from_whoever_steps_back() -> None:
    alone, three = target(foretold(1)), target(foretold(3))
    assert alone > Fraction(8, 10)
    assert three < Fraction(1, 2)


def test_the_surest_comes_first_with_its_interval() -> None:
    found = foretold(1)
    assert found.largest is found.predictions[0]
    assert found.largest.officer == "o0"
    lowest = [one.interval[0] for one in found.predictions]
    assert lowest == sorted(lowest, reverse=True)
    assert [one.barred for one in found.predictions] == [(), ("o0",)]
    assert sum(one.units for one in found.predictions) == 10 * 200
    assert found.largest.interval == wilson(found.largest.times, found.largest.units)


def test_what_was_seen_a_single_time_is_not_the_surest() -> None:
    few = staff(*(officer(f"o{number}", capacity=20) for number in range(4)), recusals=PEOPLE.barred)
    manifest = manifest_of(FRAMES, {"labels": 10}, rules({"labels": {"市监": "-;-"}}, 1), few)
    often, once = predictability(manifest, FRAMES, few, 1, units=known()).predictions
    assert (once.units, once.times) == (1, 1)
    assert often.units == 9
    assert often.probability < 1


def test_known_units_are_simulated_as_they_are() -> None:
    found = foretold(1, 100, units=known())
    assert {one.barred: one.units for one in found.predictions} == {(): 100, ("o0",): 900}
    assert target(found) > target(foretold(5, 100, units=known()))


def test_a_recusal_from_nearly_everything_is_unusual() -> None:
    (one,) = foretold(3, 1).unusual
    assert (one.officer, one.barred, one.objects) == ("o0", 19, 20)
    assert str(one) == "o0 回避 19 个对象（区域内共 20 个）"


@pytest.mark.parametrize(("own", "unusual"), [(4, False), (5, True)])
def test_five_recusals_are_unusual_where_others_have_none(own: int, unusual: bool) -> None:  # noqa: FBT001
    people = staff(officer("o0"), officer("o1"), officer("o2"), recusals=[(id_, "o0") for id_ in OBJECTS[:own]])
    (found,) = count_recusals({"labels": {"市监": ((),)}}, FRAMES, people)
    assert (found.barred, found.unusual) == (own, unusual)


def test_recusals_are_measured_by_those_of_the_others() -> None:
    given = {"o0": 9, "o1": 2, "o2": 3, "o3": 4, "o4": 2}
    people = staff(*map(officer, given), recusals=[(id_, one) for one, own in given.items() for id_ in OBJECTS[:own]])
    found = count_recusals({"labels": {"市监": ((),)}}, FRAMES, people)
    assert [(one.officer, one.barred) for one in found] == [("o0", 9), ("o3", 4), ("o2", 3), ("o1", 2), ("o4", 2)]
    assert (found[0].usual, found[0].unusual) == (7.0, True)  # of 2 2 3 4 the quartiles are 2 and 3.25


def test_recusals_where_nobody_is_sent_do_not_count() -> None:
    people = staff(officer("o0", regions=("西",)), officer("o1", "卫健"), recusals=[("T00", "o0"), ("T00", "o1")])
    assert count_recusals({"labels": {"市监": ((),)}}, FRAMES, people) == ()


def test_more_than_half_is_unusual_however_few() -> None:
    two = {"labels": evenly(3)}
    people = staff(officer("o0"), officer("o1"), recusals=[("T0", "o0"), ("T1", "o0"), ("T0", "o1")])
    found = count_recusals({"labels": {"市监": ((),)}}, two, people)
    assert [(one.officer, one.unusual) for one in found] == [("o0", True), ("o1", False)]


def test_a_unit_that_nobody_goes_to_is_no_secret_either() -> None:
    nobody = staff(officer("o1", regions=("西",)))
    manifest = manifest_of(FRAMES, {"labels": 1}, rules({"labels": {"市监": "-"}}), nobody)
    found = predictability(manifest, FRAMES, nobody, 2)
    assert [(one.officer, one.times, one.units) for one in found.predictions] == [(None, 0, 2)]
    assert found.rows == (("市监", "东", "-", "无", "2", "无人", "0", "0.00%", "0.00%–65.76%"),)


def test_it_is_shown_in_one_line_in_words_and_as_a_table() -> None:
    found = foretold(1, 50)
    assert repr(found).startswith("<可预测性 模拟 50 次，最大 市监 东 -;-：o0 ")
    assert repr(found).endswith("回避异常 1 人>")
    assert "\n" not in repr(found)
    assert str(found).splitlines()[1] == "回避数量异常，须核对理由：o0 回避 19 个对象（区域内共 20 个）。"
    assert found._repr_html_().count("<table>") == 2


def test_no_units_make_an_empty_report() -> None:
    found = foretold(3, 1, units=[])
    assert (found.predictions, found.largest) == ((), None)
    assert "没有检查组" in str(found)
    assert "没有检查组" in repr(found)


def test_a_manifest_without_a_matching_predicts_nothing() -> None:
    with pytest.raises(InvalidValueError, match="锁定单没有匹配规则"):
        predictability(manifest_of(FRAMES, {"labels": 10}, None, PEOPLE), FRAMES, PEOPLE)
