"""Guidance: from a higher unit to those below it in its system, with a day to act by."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.planning import GuidanceNote, GuidanceReply, OverdueGuidance, overdue_guidance
from shuangsuiji.registry import Department, DepartmentTree
from shuangsuiji.terms import Level
from tests.unit.builders import made
from tests.unit.conference_days import march, refused


def unit(id_: str, parent_id: str | None, level: Level = Level.TOWN) -> Department:
    return Department(id=id_, name=f"合成{id_}", level=level, region="320481", parent_id=parent_id)


TREE = DepartmentTree(
    departments=(
        unit("ZF", None, Level.COUNTY),
        unit("JU-1", "ZF", Level.COUNTY),
        unit("JU-2", "ZF", Level.COUNTY),
        unit("SUO-1", "JU-1"),
        unit("SUO-2", "JU-1"),
        unit("ZU-1", "SUO-1"),
        unit("SUO-9", "JU-2"),
    )
)


def note(**changes: object) -> GuidanceNote:
    given_ = {
        "id": "g-1",
        "tree": TREE,
        "sender": "JU-1",
        "addressees": ("SUO-1", "SUO-2"),
        "subject": "核对检查对象名录库",
        "document": "合成指〔2025〕1号",
        "issued_on": march(3),
        "act_by": march(14),
    }
    return made(GuidanceNote, given_, changes)


def reply(to: GuidanceNote | None = None, unit_id: str = "SUO-1", day: int = 10, **changes: object) -> GuidanceReply:
    given_ = {"note": to or note(), "unit": unit_id, "on": march(day), "document": "合成复〔2025〕1号"}
    return made(GuidanceReply, given_, changes)


def late(notes: list[GuidanceNote], replies: list[GuidanceReply], on: date) -> list[tuple[str, str, int]]:
    return [(one.note.id, one.unit, one.days_late) for one in overdue_guidance(notes, replies, on)]


def test_guidance_goes_to_units_below_at_any_depth_4_1_3a() -> None:
    assert note().addressees == ("SUO-1", "SUO-2")
    assert note(addressees=["ZU-1"]).addressees == ("ZU-1",)
    assert note(sender="ZF", addressees=("JU-2", "SUO-1")).sender == "ZF"


@pytest.mark.parametrize(
    ("sender", "addressee"),
    [("JU-1", "SUO-9"), ("JU-1", "JU-2"), ("SUO-1", "JU-1"), ("JU-1", "JU-1"), ("SUO-1", "SUO-2")],
)
def test_nobody_guides_another_system_a_superior_or_himself_4_1_3a(sender: str, addressee: str) -> None:
    refused("4.1.3a", lambda: note(sender=sender, addressees=(addressee,)))


def test_one_stranger_among_the_addressees_is_enough_to_refuse_4_1_3a() -> None:
    refused("4.1.3a", lambda: note(addressees=("SUO-1", "SUO-9")))


def test_a_note_addresses_somebody_and_each_once_4_1_3a() -> None:
    refused("4.1.3a", lambda: note(addressees=()))
    refused("4.1.3a", lambda: note(addressees=("SUO-1", "SUO-1")))


def test_the_day_to_act_by_is_not_before_the_paper_4_1_3a() -> None:
    refused("4.1.3a", lambda: note(act_by=march(2)))
    assert note(act_by=march(3)).act_by == march(3)


def test_a_unit_that_the_tree_does_not_know_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="SUO-7"):
        note(addressees=("SUO-7",))
    with pytest.raises(UnknownNameError, match="JU-7"):
        note(sender="JU-7")


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "g 1"},
        {"tree": TREE.departments},
        {"addressees": "SUO-1"},
        {"subject": ""},
        {"document": ""},
        {"issued_on": "2025-03-03"},
        {"act_by": None},
    ],
)
def test_a_note_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        note(**changes)


def test_only_a_unit_that_was_addressed_replies_4_1_3a() -> None:
    assert reply().unit == "SUO-1"
    refused("4.1.3a", lambda: reply(unit_id="ZU-1"))
    refused("4.1.3a", lambda: reply(unit_id="JU-1"))


def test_nobody_replies_before_the_note_4_1_3a() -> None:
    refused("4.1.3a", lambda: reply(day=2))
    assert reply(day=3).on == march(3)


@pytest.mark.parametrize("changes", [{"note": "g-1"}, {"unit": ""}, {"on": None}, {"document": ""}])
def test_a_reply_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        reply(**changes)  # type: ignore[arg-type]


def test_who_has_not_replied_by_the_day_is_listed_with_the_days_4_1_3a() -> None:
    assert late([note()], [reply()], march(14)) == []
    assert late([note()], [reply()], march(15)) == [("g-1", "SUO-2", 1)]
    assert late([note()], [], march(20)) == [("g-1", "SUO-1", 6), ("g-1", "SUO-2", 6)]
    (one,) = overdue_guidance([note()], [reply()], march(15))
    assert one == OverdueGuidance(unit="SUO-2", note=note(), days_late=1)


def test_a_late_reply_takes_its_unit_off_the_list_from_its_day_on() -> None:
    replies = [reply(), reply(unit_id="SUO-2", day=18)]
    assert late([note()], replies, march(17)) == [("g-1", "SUO-2", 3)]
    assert late([note()], replies, march(18)) == []


def test_the_latest_come_first_and_then_by_unit() -> None:
    older = note(id="g-2", act_by=march(5), addressees=("SUO-2", "ZU-1"))
    assert late([note(), older], [], march(15)) == [
        ("g-2", "SUO-2", 10),
        ("g-2", "ZU-1", 10),
        ("g-1", "SUO-1", 1),
        ("g-1", "SUO-2", 1),
    ]


def test_a_reply_counts_for_its_own_note_only() -> None:
    other = note(id="g-2")
    assert late([note(), other], [reply(other)], march(15)) == [
        ("g-1", "SUO-1", 1),
        ("g-1", "SUO-2", 1),
        ("g-2", "SUO-2", 1),
    ]


def test_notes_of_one_id_and_replies_to_no_note_or_another_text_are_refused() -> None:
    with pytest.raises(DuplicateError, match="g-1"):
        overdue_guidance([note(), note(subject="另一事项")], [], march(20))
    with pytest.raises(UnknownNameError, match="g-2"):
        overdue_guidance([note()], [reply(note(id="g-2"))], march(20))
    with pytest.raises(BrokenChainError, match=r"g-1\.reply"):
        overdue_guidance([note()], [reply(note(document="合成指〔2025〕2号"))], march(20))


def test_the_day_asked_about_is_a_day() -> None:
    asked: Any = "2025-03-20"
    with pytest.raises(InvalidValueError):
        overdue_guidance([], [], asked)


UNITS = ("SUO-1", "SUO-2", "ZU-1")
DAYS = st.integers(3, 31)


@settings(max_examples=50)
@given(st.sets(st.sampled_from(UNITS), min_size=1), DAYS, st.lists(st.tuples(st.sampled_from(UNITS), DAYS)), DAYS)
def test_every_addressee_is_either_in_time_has_replied_or_is_listed(
    addressees: set[str], act_by: int, made_replies: list[tuple[str, int]], today: int
) -> None:
    asked = note(addressees=sorted(addressees), act_by=march(act_by))
    replies = [reply(asked, unit_id, day) for unit_id, day in made_replies if unit_id in addressees]
    listed = {one.unit for one in overdue_guidance([asked], replies, march(today))}
    answered = {one.unit for one in replies if one.on <= march(today)}
    assert listed == (addressees - answered if today > act_by else set())
