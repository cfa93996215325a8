"""Units and seats: one visit for all the items for which an object was drawn."""

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.seating import Seating, live_units
from shuangsuiji.lottery.units import Unit, merged_seats, parse_seats, seats_text

FOOD, PLAIN, DEVICE = ("食品",), (), ("特设",)


@pytest.mark.parametrize(
    ("text", "seats"),
    [("-;-", (PLAIN, PLAIN)), ("食品;-", (FOOD, PLAIN)), ("特设,食品", (("特设", "食品"),)), ("-", (PLAIN,))],
)
def test_seats_are_read_and_written_back(text: str, seats: tuple[tuple[str, ...], ...]) -> None:
    assert parse_seats(text, "team.labels.D") == seats
    assert seats_text(seats) == text


@pytest.mark.parametrize("text", ["", ";", "食品,特设", "食品,食品", "食品,", "*", "a,-"])
def test_seats_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        parse_seats(text, "team.labels.D")


@pytest.mark.parametrize(
    ("teams", "seats"),
    [
        ([(FOOD, PLAIN)], (FOOD, PLAIN)),
        ([(FOOD, PLAIN), (FOOD, PLAIN)], (FOOD, PLAIN)),
        ([(FOOD, PLAIN), (DEVICE, PLAIN)], (DEVICE, FOOD)),
        ([(FOOD, PLAIN, PLAIN), (DEVICE, PLAIN)], (DEVICE, FOOD, PLAIN)),
        ([(FOOD, DEVICE), (PLAIN, PLAIN)], (DEVICE, FOOD)),
        ([(FOOD,), (DEVICE,), (PLAIN,)], (DEVICE, FOOD)),
        ([(PLAIN,), (FOOD, FOOD)], (FOOD, FOOD)),
    ],
)
def test_seats_of_several_items_are_merged_for_one_visit(
    teams: list[tuple[tuple[str, ...], ...]], seats: tuple[tuple[str, ...], ...]
) -> None:
    """Of every distinct seat the most that one item asks for; then plain seats give way to the tagged."""
    assert merged_seats(teams) == seats
    assert merged_seats(teams[::-1]) == seats


def test_an_object_has_one_unit_per_department_with_a_team() -> None:
    teams: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {
        "labels": {"市监": (PLAIN, PLAIN)},
        "food": {"市监": (FOOD, PLAIN), "卫健": (PLAIN, PLAIN)},
    }
    live = {"b": ["food", "labels"], "a": ["labels"]}
    made = Seating().wanted(live, teams, {"a": "东", "b": "西"}).open_units(live_units(live, teams))
    assert [(one.object, one.department, one.region, one.seats) for one in made] == [
        ("a", "市监", "东", (PLAIN, PLAIN)),
        ("b", "卫健", "西", (PLAIN, PLAIN)),
        ("b", "市监", "西", (FOOD, PLAIN)),
    ]


def test_seats_stand_in_canonical_order() -> None:
    with pytest.raises(InvalidValueError, match="规定次序"):
        Unit(object="a", department="D", region="东", seats=(PLAIN, FOOD))
