"""The worst case of a plan: how many of each class, which ones, and that it asks for enough."""

from __future__ import annotations

from collections import Counter

import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.groups import group_objects
from shuangsuiji.lottery.seat_tickets import IdTickets
from shuangsuiji.lottery.units import Unit
from shuangsuiji.lottery.worst_cases import places_missing, worst_case_units
from tests.unit.matching_plans import evenly, frame, manifest_of, officer, rules, staff, worst_of

TWO = rules({"labels": {"市监": "-;-"}})


def test_objects_are_of_one_group_where_frames_and_region_are_the_same() -> None:
    frames = {
        "labels": frame(("T1", "A", "东"), ("T2", "B", "东"), ("T3", "A", "西")),
        "lifts": frame(("T2", "X", "东"), ("T4", "X", "西")),
    }
    found = {(one.frames, one.region): (list(one.ids), one.strata) for one in group_objects(frames, frames)}
    assert found == {
        (("labels",), "东"): (["T1"], {"labels": {"A": 1}}),
        (("labels",), "西"): (["T3"], {"labels": {"A": 1}}),
        (("lifts",), "西"): (["T4"], {"lifts": {"X": 1}}),
        (("labels", "lifts"), "东"): (["T2"], {"labels": {"B": 1}, "lifts": {"X": 1}}),
    }


def test_an_object_with_two_regions_is_refused() -> None:
    frames = {"labels": frame(("T1", "A", "东")), "lifts": frame(("T1", "A", "西"))}
    with pytest.raises(InvalidValueError, match="同一对象在各抽样框中区域须一致"):
        group_objects(frames, frames)


def test_a_frame_with_a_team_has_to_be_given() -> None:
    with pytest.raises(UnknownNameError, match="labels"):
        worst_case_units(TWO, staff(officer("o1")), {}, {})


def test_regions_with_the_same_officers_are_one_class_and_come_together_no_more_than_are_drawn() -> None:
    frames, people = {"labels": evenly(100, ("东", "西"))}, staff(officer("o1"), officer("o2"))
    units = worst_of(manifest_of(frames, {"labels": 6}, TWO, people), frames, people)
    assert [unit.object for unit in units] == ["T000", "T001", "T002", "T003", "T004", "T005"]
    assert [unit.region for unit in units] == ["东", "西"] * 3
    assert {unit.seats for unit in units} == {((), ())}


def test_regions_with_officers_of_their_own_may_each_get_the_whole_draw() -> None:
    frames = {"labels": evenly(10, ("东", "西"))}
    people = staff(officer("o1", regions=("东",)), officer("o2"))
    units = worst_of(manifest_of(frames, {"labels": 3}, TWO, people), frames, people)
    assert Counter(unit.region for unit in units) == {"东": 3, "西": 3}


def test_a_class_gives_no_more_than_it_has_in_a_stratum() -> None:
    frames, people = {"labels": evenly(12, strata=("A", "B", "C"))}, staff(officer("o1"))
    assert len(worst_of(manifest_of(frames, {"labels": 3}, TWO, people), frames, people)) == 9
    assert len(worst_of(manifest_of(frames, {"labels": 0}, TWO, people), frames, people)) == 0


def test_all_objects_with_a_recusal_stand_in_it() -> None:
    frames = {"labels": evenly(10)}
    pairs = [("T07", "o1"), ("T08", "o1"), ("T09", "o2")]
    people = staff(officer("o1"), officer("o2"), recusals=pairs)
    manifests = {quota: manifest_of(frames, {"labels": quota}, TWO, people) for quota in (2, 5)}
    found = {quota: [unit.object for unit in worst_of(one, frames, people)] for quota, one in manifests.items()}
    assert found == {2: ["T07", "T08", "T09"], 5: ["T00", "T01", "T07", "T08", "T09"]}


def test_a_recusal_of_somebody_who_could_not_come_anyway_does_not_count() -> None:
    frames = {"labels": evenly(10)}
    far, other = officer("o1", regions=("西",)), officer("o3", "卫健")
    people = staff(far, officer("o2"), other, recusals=[("T07", "o1"), ("T08", "o3")])
    units = worst_of(manifest_of(frames, {"labels": 1}, TWO, people), frames, people)
    assert [unit.object for unit in units] == ["T00"]


def test_an_object_of_two_frames_has_the_seats_of_both() -> None:
    frames = {
        "labels": frame(("T1", "A", "东"), ("T2", "A", "东")),
        "lifts": frame(("T2", "A", "东"), ("T3", "A", "东")),
    }
    people = staff(officer("o1"))
    terms = rules({"labels": {"市监": "食品;-"}, "lifts": {"市监": "特设;-"}})
    units = worst_of(manifest_of(frames, {"labels": 1, "lifts": 1}, terms, people), frames, people)
    assert {unit.object: unit.seats for unit in units} == {
        "T1": (("食品",), ()),
        "T2": (("特设",), ("食品",)),
        "T3": (("特设",), ()),
    }


def test_each_department_has_a_worst_case_of_its_own() -> None:
    frames = {"labels": evenly(4), "lifts": evenly(4)}
    terms = rules({"labels": {"市监": "-;-"}, "lifts": {"卫健": "-", "市监": "-;-"}})
    people = staff(officer("o1"), officer("o2", "卫健"))
    units = worst_of(manifest_of(frames, {"labels": 1, "lifts": 1}, terms, people), frames, people)
    assert [(unit.department, unit.object) for unit in units] == [
        ("卫健", "T0"),
        ("市监", "T0"),
        ("市监", "T1"),
    ]


def test_one_officer_less_and_places_are_missing() -> None:
    frames = {"labels": evenly(40)}
    enough = [officer(f"o{number}") for number in range(1, 6)]
    manifest = manifest_of(frames, {"labels": 10}, TWO, staff(*enough))
    assert places_missing(worst_of(manifest, frames, staff(*enough)), staff(*enough)) == ()
    (found,) = places_missing(worst_of(manifest, frames, staff(*enough[1:])), staff(*enough[1:]))
    assert (found.department, found.missing, found.seats, found.places) == ("市监", 4, 20, 16)


def test_names_instead_of_tickets_are_no_hashes() -> None:
    unit = Unit(object="T1", department="市监", region="东", seats=((),))
    assert (IdTickets().order(unit), IdTickets().seat(unit, 1, ("o2", "o1"))) == ("T1", ["o2", "o1"])
