"""The strategies themselves: valid by construction, found by type, absent without Hypothesis."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib import reload
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from shuangsuiji.errors import InvalidValueError, MissingExtraError, UnknownNameError
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import SOURCES, BeaconEvent, TableFrame, beacon_bits, beacon_value
from shuangsuiji.lottery.units import canonical, parse_seats, seats_text
from shuangsuiji.planning import Task, TeamRule, team_minimum
from shuangsuiji.registry import InspectionItem, InspectionObject, ItemList
from shuangsuiji.terms import ItemKind, ItemListKind, ObjectKind, TeamForm
from shuangsuiji.testing import strategies
from shuangsuiji.testing.registration import STRATEGIES, register
from shuangsuiji.testing.strategies import (
    WAYS,
    DirtySheet,
    Renaming,
    RowVerdict,
    any_ids,
    beacon_events,
    beacon_values,
    digests,
    dirty_sheets,
    fields,
    inspection_items,
    inspection_objects,
    item_lists,
    labels,
    names,
    parts,
    reg15s,
    renamings,
    synthetic_names,
    tampered,
    tasks,
    team_rules,
    text_ids,
    usccs,
)
from shuangsuiji.values import IdForm, check_name, form_of, identifier, is_field, region_of

SRC = Path(strategies.__file__).parents[3]
MANY = settings(max_examples=200)
SOME = settings(max_examples=50)

register()  # the entry point does this where the package is installed


def found(strategy: SearchStrategy[Any], condition: Callable[[Any], bool], examples: int = 500) -> bool:
    """Tell whether a strategy makes a value of that kind."""
    quick = settings(max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    try:
        find(strategy, condition, settings=quick)
    except NoSuchExample:
        return False
    return True


@MANY
@given(usccs())
def test_valid_codes_have_no_doubts(code: str) -> None:
    assert identifier(code) == identifier(code, entity=False)
    assert identifier(code).doubts == ()
    assert (form_of(code), region_of(code)) == (IdForm.USCC, "320481")


@MANY
@given(usccs(valid=False))
def test_invalid_codes_are_well_formed_and_have_doubts(code: str) -> None:
    assert form_of(code) is IdForm.USCC
    assert identifier(code).doubts
    assert not identifier(code).repaired


@pytest.mark.parametrize("doubts", [{"17"}, {"18"}, {"17", "18"}])
def test_each_check_character_is_wrong_by_itself_and_with_the_other(doubts: set[str]) -> None:
    assert found(usccs(valid=False), lambda code: {text[-6:-4] for text in _places(code)} == doubts)


def _places(code: str) -> list[str]:
    return [f"{doubt.partition('第')[2][:2]}____" for doubt in identifier(code).doubts]


@SOME
@given(usccs(region=st.sampled_from(("110105", "440300"))), reg15s(region="110105"))
def test_codes_take_the_region_that_is_asked_for(code: str, number: str) -> None:
    assert region_of(code) in ("110105", "440300")
    assert (form_of(number), region_of(number), len(number)) == (IdForm.REG15, "110105", 15)


@pytest.mark.parametrize("region", ["32048", "3204810", "32048A", "溧阳", "３20481"])
def test_a_region_that_is_not_six_digits_is_refused(region: str) -> None:
    for strategy in (usccs, reg15s):
        with pytest.raises(InvalidValueError, match="region: must be six digits"):
            strategy(region=region)


@MANY
@given(fields(), parts(), text_ids(), labels(), names(), digests())
def test_text_has_the_form_that_its_name_says(
    field: str, part: str, id_: str, label: str, name: str, digest: str
) -> None:
    assert all(map(is_field, (field, part, id_)))
    assert not set(part) & set("/;,")
    assert form_of(id_) is IdForm.TEXT
    assert identifier(id_, entity=False).text == id_
    assert InspectionObject(id="320481000000001", name=label).name == label
    assert check_name(name, "name") == name
    assert len(digest) == len(bytes.fromhex(digest)) * 2 == 64


@pytest.mark.parametrize("kind", ["ascii", "blank", "chinese", "combining", "astral"])
def test_fields_reach_every_corner(kind: str) -> None:
    condition: dict[str, Callable[[str], bool]] = {
        "ascii": str.isascii,
        "blank": lambda text: " " in text,
        "chinese": lambda text: "溧" in text,
        "combining": lambda text: any("\u0300" <= character <= "\u036f" for character in text),
        "astral": lambda text: max(text) > "\uffff",
    }
    assert found(fields(), condition[kind], examples=5000)


@SOME
@given(synthetic_names())
def test_names_of_firms_say_that_they_are_made_up(name: str) -> None:
    assert name.startswith("示例")


@pytest.mark.parametrize("source", [*SOURCES, "LOCAL"])
@settings(max_examples=40)
@given(st.data())
def test_beacon_values_are_canonical_and_events_lie_after_the_instant_given(source: str, data: st.DataObject) -> None:
    value = data.draw(beacon_values(source))
    assert beacon_value(source, value) == value
    assert (beacon_bits(source, value) > 0) == (source in SOURCES)
    first = data.draw(beacon_events(source=source))
    later = data.draw(beacon_events(source=source, after=first.at))
    assert first.source == later.source == source
    assert later.at > first.at
    assert first.known_at in (None, first.at)
    assert (first.known_at is not None) == (source in ("SZSE399001", "SSE000001", "DRAND"))


@SOME
@given(inspection_items(kind=ItemKind.KEY, joint=True, in_force_on=date(2026, 1, 5)), inspection_items(joint=False))
def test_items_are_of_the_kind_that_is_asked_for(key: InspectionItem, alone: InspectionItem) -> None:
    assert key.kind is ItemKind.KEY
    assert key.joint_departments
    assert key.is_in_force(date(2026, 1, 5))
    assert alone.joint_departments == ()


@SOME
@given(item_lists(min_size=2, max_size=3, revised=True))
def test_a_revised_list_says_what_changed(items: ItemList) -> None:
    assert 2 <= len(items) <= 3
    assert (items.version, len(items.changes)) == (2, 1)
    assert items.changes[0].code in items


@pytest.mark.parametrize("kind", ObjectKind)
def test_objects_of_every_kind_are_made(kind: ObjectKind) -> None:
    assert found(inspection_objects(), lambda one: one.kind is kind)
    assert found(inspection_objects(kinds=[kind]), lambda one: one.kind is kind, examples=1)


@pytest.mark.parametrize("kind", ItemListKind)
def test_lists_of_both_kinds_are_made(kind: ItemListKind) -> None:
    assert found(item_lists(), lambda items: items.kind is kind and len(items) > 1)


@pytest.mark.parametrize("form", TeamForm)
def test_teams_of_every_form_are_made(form: TeamForm) -> None:
    assert found(team_rules(), lambda one: one.form is form)


@MANY
@given(team_rules())
def test_a_team_has_two_seats_or_more_as_the_manifest_writes_them(one: TeamRule) -> None:
    seats = one.seats_for(team_minimum(LIYANG_RULES, date(2026, 3, 2), joint=False))
    assert len(seats) >= max(2, one.size or 0)
    assert seats == canonical(seats) == parse_seats(seats_text(seats), "team.x")
    assert {tag for seat in seats for tag in seat} == {*one.tags, *(tag for seat in one.seats for tag in seat)}
    other = one.other_form()
    assert other is None or (other.other_form(), other.tags) == (one, one.tags)


@SOME
@given(tasks(teamed=True, departments=st.just("320481-SCJG")), tasks(teamed=False))
def test_tasks_say_who_sends_officers_where_that_is_asked_for(one: Task, other: Task) -> None:
    assert {team.department for team in one.teams} == {"320481-SCJG"}
    assert {expert.item_code for expert in one.experts} <= {team.item_code for team in one.teams}
    assert (other.teams, other.experts) == ((), ())


def test_tasks_with_and_without_experts_are_made() -> None:
    assert found(tasks(), lambda one: bool(one.experts))
    assert found(tasks(), lambda one: bool(one.teams) and not one.experts)


@pytest.mark.parametrize("verdict", RowVerdict)
def test_dirty_sheets_have_rows_of_every_verdict(verdict: RowVerdict) -> None:
    assert found(dirty_sheets(), lambda sheet: sheet.count(verdict) > 1)


@SOME
@given(dirty_sheets())
def test_a_dirty_sheet_has_one_accepted_row_per_accepted_id(sheet: DirtySheet) -> None:
    assert sheet.count(RowVerdict.ACCEPTED) == len(sheet.accepted_ids) == len(set(sheet.accepted_ids))
    assert sheet.content.decode(sheet.encoding) == sheet.text


@SOME
@given(renamings())
def test_a_renaming_keeps_strata_and_is_one_to_one(one: Renaming) -> None:
    pool, tickets = one.selection.pool, one.selection.tickets
    assert one.names.keys() == pool.keys()
    assert len(set(one.names.values())) == len(pool)
    assert sorted(one.renamed(pool).values()) == sorted(pool.values())
    assert one.reordered(pool) == pool
    assert sorted(one.order) == list(range(len(pool)))
    assert len(set(tickets.values())) == len(pool)
    assert {len(bytes.fromhex(ticket)) for ticket in tickets.values()} == {32}


def test_a_way_of_tampering_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="ways: no 'bribe'; known: "):
        tampered({}, ways=["bribe"])
    with pytest.raises(InvalidValueError, match="none of the ways can change them"):
        tampered({"manifest.txt": b"ssj1\n"}, ways=["digit"])
    assert list(WAYS) == sorted(WAYS)


# What Hypothesis knows by type.


@pytest.mark.parametrize("kind", STRATEGIES, ids=lambda kind: kind.__name__)
def test_every_registered_class_is_made_from_its_type(kind: type) -> None:
    assert found(st.from_type(kind), lambda one: type(one) is kind, examples=5)
    assert STRATEGIES[kind] in strategies.__all__


@settings(max_examples=20)
@given(...)
def test_types_are_enough_for_a_test(item: InspectionItem, frame: TableFrame, event: BeaconEvent) -> None:
    assert item.methods
    assert sum(frame.counts().values()) == frame.rows
    assert event.name.startswith(event.source)


def test_hypothesis_finds_the_strategies_through_the_entry_point_without_an_import_of_ours(tmp_path: Path) -> None:
    info = tmp_path / "shuangsuiji-0.0.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shuangsuiji\nVersion: 0.0.0\n")
    entry = "[hypothesis]\nshuangsuiji = shuangsuiji.testing.registration:register\n"
    (info / "entry_points.txt").write_text(entry)
    code = """
import sys
import hypothesis
assert "shuangsuiji.testing.registration" in sys.modules
assert "shuangsuiji.testing.strategies" not in sys.modules
from shuangsuiji import InspectionItem
print(hypothesis.find(hypothesis.strategies.from_type(InspectionItem), lambda item: True).version)
"""
    assert run(code, tmp_path) == "1\n"


def test_the_room_can_be_imported_without_hypothesis_and_does_not_import_it() -> None:
    code = """
import sys
import shuangsuiji.testing
import shuangsuiji.testing.registration
assert "hypothesis" not in sys.modules
sys.modules["hypothesis"] = None
shuangsuiji.testing.assert_exactly_fair(lambda rng, ids, n: rng.sample(ids, n), population=4, size=2)
try:
    import shuangsuiji.testing.strategies
except ImportError as error:
    print(type(error).__name__, str(error).split(chr(10))[1])
"""
    message = "shuangsuiji.testing.strategies needs hypothesis: run pip install 'shuangsuiji[testing]'"
    assert run(code) == f"MissingExtraError {message}\n"


def run(code: str, *paths: Path) -> str:
    path = os.pathsep.join(map(str, (*paths, SRC)))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_fault_inside_the_strategies_is_not_taken_for_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shuangsuiji.testing.strategies.drawing", None)
    with pytest.raises(ModuleNotFoundError) as caught:
        reload(strategies)
    assert not isinstance(caught.value, MissingExtraError)


@MANY
@given(any_ids())
def test_ids_of_any_form_stand_in_a_frame(id_: str) -> None:
    assert id_ in TableFrame.from_rows([(id_, "甲")])
