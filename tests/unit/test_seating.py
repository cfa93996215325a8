"""Who sits where over several rounds: seats are added and numbered on, and nobody who sits is moved."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import Substitution
from shuangsuiji.lottery.matched import Assignment, Matched
from shuangsuiji.lottery.seating import Seating, Team, Teams, live_units

FOOD, LABEL = ("食品",), ("标签",)
TEAMS: Teams = {"food": {"D": (FOOD, ()), "E": ((), ())}, "labels": {"D": (LABEL, ())}}
REGIONS = {"a": "东", "b": "西"}


def matched(*rows: tuple[str, str, int, str]) -> Matched:
    made = tuple(Assignment(object=o, department=d, seat=s, officer=id_, via="lot") for o, d, s, id_ in rows)
    return Matched(units=(), assignments=made, empty=(), reached=(), repairs=0, trace=())


def test_a_new_unit_has_its_seats_in_canonical_order() -> None:
    live = {"a": ("food", "labels"), "b": ("food",)}
    seating = Seating().wanted(live, TEAMS, REGIONS)
    assert seating.teams["a", "D"].seats == (LABEL, FOOD)
    assert seating.teams["b", "D"].seats == (FOOD, ())
    units = seating.open_units(live_units(live, TEAMS))
    assert [(unit.object, unit.department, unit.region, unit.numbers) for unit in units] == [
        ("a", "D", "东", (1, 2)),
        ("a", "E", "东", (1, 2)),
        ("b", "D", "西", (1, 2)),
        ("b", "E", "西", (1, 2)),
    ]


def test_a_later_round_adds_the_seats_that_are_lacking_and_numbers_them_on() -> None:
    first = Seating().wanted({"a": ("food",)}, TEAMS, REGIONS).after(matched(("a", "D", 1, "o1"), ("a", "D", 2, "o2")))
    later = first.wanted({"a": ("food", "labels")}, TEAMS, REGIONS)
    assert later.teams["a", "D"].seats == (FOOD, (), LABEL)
    assert later.teams["a", "D"].members == ("o1", "o2")
    (unit,) = later.open_units([("a", "D")])
    assert (unit.seats, unit.numbers, unit.members, unit.number(1)) == ((LABEL,), (3,), ("o1", "o2"), 3)


def test_units_whose_department_has_no_team_for_what_is_left_are_not_opened() -> None:
    seating = Seating().wanted({"a": ("food", "labels")}, TEAMS, REGIONS)
    assert [unit.department for unit in seating.open_units(live_units({"a": ("labels",)}, TEAMS))] == ["D"]


def test_a_full_unit_is_not_opened() -> None:
    seating = Seating({("a", "D"): Team(region="东", seats=((),), holders={1: "o1"})})
    assert seating.open_units([("a", "D")]) == ()
    assert seating.complete == (("a", "D"),)
    assert seating.standing == (("o1",),)


def substitution(**changes: object) -> Substitution:
    given = {
        "number": 1,
        "k": 0,
        "object": "a",
        "department": "D",
        "seat": 1,
        "old": "o1",
        "new": None,
        "reason": "休假",
    }
    return Substitution(**{**given, **changes})  # type: ignore[arg-type]


def test_only_who_holds_a_seat_leaves_it() -> None:
    seating = Seating({("a", "D"): Team(region="东", seats=((), ()), holders={1: "o1", 2: "o2"})})
    left = seating.vacated(substitution())
    assert left.teams["a", "D"].open == (1,)
    assert left.seated(("a", "D"), 1, "o3").teams["a", "D"].members == ("o3", "o2")
    assert seating.places_of("a", "o2") == [(("a", "D"), 2)]
    for wrong in (substitution(old="o2"), substitution(seat=3), substitution(object="b")):
        with pytest.raises(InvalidValueError, match="现任"):
            seating.vacated(wrong)
