"""Sets of grounds: one reading of every family, one direction for every fact."""

from datetime import date

import attrs
import pytest

from shuangsuiji.accountability import (
    FACT_KINDS,
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    SAMR_41_GROUNDS,
    AssessmentVerdict,
    GroundSet,
    Standing,
    SubjectKind,
    joined,
)
from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import DuplicateError, InvalidValueError, UnknownNameError
from tests.unit.assessment_cases import case
from tests.unit.test_grounds import UNREAD, ground


def grounds(*given: object, **changes: object) -> GroundSet:
    kinds = tuple(kind for kind in FACT_KINDS.values() if any(kind.code in one.codes for one in given))  # type: ignore[attr-defined]
    fields: dict[str, object] = {"id": "SET", "title": "合成依据表", "grounds": given, "kinds": kinds}
    return GroundSet(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_set_has_the_facts_of_its_grounds_and_no_others() -> None:
    with pytest.raises(InvalidValueError, match="须为各依据所用的事实"):
        grounds(ground(), kinds=tuple(FACT_KINDS.values()))
    with pytest.raises(InvalidValueError, match="须为各依据所用的事实"):
        grounds(ground(), kinds=())


def test_an_id_and_a_code_stand_once() -> None:
    with pytest.raises(DuplicateError):
        grounds(ground(), ground(all_of=("F2",)))
    with pytest.raises(DuplicateError):
        grounds(ground(), kinds=(FACT_KINDS["F1"], FACT_KINDS["F1"]))


def test_of_every_family_of_readings_one_is_chosen() -> None:
    two = (ground(id="A", reading="causal.narrow"), ground(id="B", reading="causal.wide"))
    assert grounds(*two, readings=("causal.wide",)).readings == ("causal.wide",)
    for wrong in ((), ("causal.narrow", "causal.wide")):
        with pytest.raises(InvalidValueError, match="每一族（causal）选一种读法"):
            grounds(*two, readings=wrong)
    with pytest.raises(UnknownNameError):
        grounds(*two, readings=("causal.middle",))


def test_the_other_readings_differ_in_one_choice_each() -> None:
    four = tuple(ground(id=name, reading=name) for name in ("a.one", "a.two", "b.one", "b.two"))
    chosen = grounds(*four, readings=("a.one", "b.two"))
    assert [one.readings for one in chosen.other_readings()] == [("a.two", "b.two"), ("a.one", "b.one")]


def test_a_fact_that_speaks_in_two_directions_among_grounds_of_a_kind_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="只能向一个方向起作用；实际为 'F1'"):
        grounds(ground(id="A", all_of=("F1",)), ground(id="B", all_of=("F2",), none_of=("F1",)))


def test_a_fact_may_free_one_way_and_blame_the_other_way() -> None:
    blaming = attrs.evolve(LIYANG_GROUNDS.ground("L.1"), all_of=("F8",), none_of=("F1",))
    assert len(grounds(ground(), blaming).grounds) == 2


def test_whether_a_ground_counts_is_said_with_the_first_reason_why_not() -> None:
    two = (ground(id="A", reading="r.a"), ground(id="B", reading="r.b", effective_on=date(2025, 9, 9)))
    unread = ground(id="C", **UNREAD)
    chosen = grounds(*two, unread, readings=("r.b",))
    assert [chosen.standing(one, case()) for one in chosen.grounds] == [
        Standing.OTHER_READING,
        Standing.NOT_IN_FORCE,
        Standing.OFF,
    ]
    later = case(event_on=date(2025, 9, 9))
    assert chosen.standing(two[1], later) is Standing.COUNTS
    assert chosen.standing(two[1], case(subject_kind=SubjectKind.UNIT)) is Standing.OTHER_SUBJECT
    assert attrs.evolve(chosen, include_unverified=True).standing(unread, case()) is Standing.COUNTS


def test_a_ground_that_a_set_switches_off_stays_off() -> None:
    off = ground(active=False)
    assert grounds(off, include_unverified=True).standing(off, case()) is Standing.OFF


def test_sets_are_joined_and_keep_their_readings() -> None:
    both = joined("BOTH", "合并", (LIYANG_GROUNDS, PENALTY_GROUNDS, SAMR_41_GROUNDS), include_unverified=True)
    assert both.readings == ("causal.narrow",)
    assert len(both.grounds) == 9 + 4 + 12
    assert both.include_unverified
    with pytest.raises(DuplicateError):
        joined("TWICE", "合并", (LIYANG_GROUNDS, LIYANG_GROUNDS))


def test_a_name_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert LIYANG_GROUNDS.ground("Ex.1").verdict is AssessmentVerdict.EXEMPT
    assert LIYANG_GROUNDS.kind("F1") is FACT_KINDS["F1"]
    with pytest.raises(UnknownNameError, match=r"Ex\.1"):
        LIYANG_GROUNDS.ground("Ex.9")
    with pytest.raises(UnknownNameError, match="F12"):
        LIYANG_GROUNDS.kind("F13")


def test_a_set_comes_back_from_json_and_shows_its_reading() -> None:
    assert from_json(to_json(LIYANG_GROUNDS), GroundSet) == LIYANG_GROUNDS
    assert repr(LIYANG_GROUNDS) == "<依据表 LIYANG-2020：9 条，读法 causal.narrow>"
    assert repr(PENALTY_GROUNDS) == "<依据表 PENALTY-2021：4 条>"
