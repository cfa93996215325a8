"""Matchings round by round: two programs written apart agree, what stands stays, and every row keeps the hard rules."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from types import ModuleType

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from shuangsuiji.draws import Matching, SupplementDraw, match, verify
from shuangsuiji.lottery import Algorithm, verify_files
from shuangsuiji.lottery.matching import match_units
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.seat_tickets import KeyedSeatTickets
from shuangsuiji.lottery.shortages import shortages
from shuangsuiji.lottery.units import Unit
from shuangsuiji.testing.strategies import matchings
from tests.properties.test_matching_properties import MANY, Case, cases

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "shuangsuiji" / "bundle"
PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
TABLES = ("assignments", "advisers", "substitutions")

Files = Mapping[str, bytes]


def load() -> ModuleType:
    """Load the script from its file; it finds verify.py beside itself, as in a bundle."""
    sys.path.insert(0, str(BUNDLE))
    try:
        spec = importlib.util.spec_from_file_location("verify_matching", BUNDLE / "verify_matching.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BUNDLE))
    return module


script = load()


def by_the_script(files: Files) -> int:
    """Return the exit status of verify_matching.py."""
    statuses = {check.status for check in script.replay(dict(files))}
    return 1 if "refused" in statuses else 3 if "unchecked" in statuses else 0


def by_the_shell(files: Files) -> int:
    """Return the exit status of verify.sh."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        command = ["sh", str(BUNDLE / "verify.sh"), folder]
        return subprocess.run(command, capture_output=True, check=False, timeout=120).returncode


@st.composite
def tampered(draw: DrawFn) -> tuple[Files, Files]:
    """Return the files of a matching, and the same with one row of who sits where changed, dropped or made up."""
    matching = draw(matchings())
    files = dict(matching.files)
    name = draw(st.sampled_from(sorted(one for one in files if one.startswith(TABLES))))
    rows = [line.split("\t") for line in files[name].decode().splitlines()]
    assume(rows or matching.draw.objects)
    people = [one.id for one in matching.seated.staff.officers]
    if not rows:
        object_ = next(iter(matching.draw.objects))
        rows = [[object_, "320481-SCJG", "1", people[0], "lot"]]
    else:
        place = draw(st.integers(0, len(rows) - 1))
        way = draw(st.sampled_from(("drop", "via", "officer", "seat")))
        row = rows[place]
        column = 3 if not name.startswith("substitutions") else 6
        if way == "drop" and not name.startswith("substitutions"):  # without the last one a bundle is sound as well
            del rows[place]
        elif way == "seat":
            row[-3 if len(row) == 5 else 4] = "9"
        elif way == "via" and len(row) == 5:
            row[4] = "repair" if row[4] == "lot" else "lot"
        else:
            row[column] = next(one for one in (*people, "JS98") if one not in row)
    lines = sorted({"\t".join(row) for row in rows}, key=str.encode)
    return files, {**files, name: "".join(f"{line}\n" for line in lines).encode()}


@settings(max_examples=60, suppress_health_check=PATIENT)
@given(matchings())
def test_package_and_script_accept_every_matching_whole(matching: Matching) -> None:
    assert verify(matching).exit_status == by_the_script(matching.files) == 0


@settings(max_examples=80, suppress_health_check=PATIENT)
@given(tampered())
def test_package_and_script_refuse_every_row_that_does_not_follow(pair: tuple[Files, Files]) -> None:
    sound, other = pair
    if sound == other:
        return
    assert verify_files(other).exit_status == by_the_script(other) == 1


@settings(max_examples=12, suppress_health_check=PATIENT)
@given(matchings())
def test_the_shell_accepts_every_row_and_names_the_replay_as_left(matching: Matching) -> None:
    if matching.commitment.manifest.alg is Algorithm.SHA256:
        assert by_the_shell(matching.files) == 3


@settings(max_examples=60, suppress_health_check=PATIENT)
@given(matchings())
def test_a_round_moves_nobody_who_stands(matching: Matching) -> None:
    if isinstance(matching.draw, SupplementDraw):
        before = Matching(draw=matching.draw.request.before, substitutions=matching.draw.request.substituted)
        after = attrs.evolve(matching, substitutions=before.substitutions)
        for key, team in before.teams.items():
            assert team.holders.items() <= after.teams[key].holders.items()


@settings(max_examples=60, suppress_health_check=PATIENT)
@given(matchings())
def test_whatever_happened_every_seat_keeps_the_hard_rules(matching: Matching) -> None:
    seated = matching.seated
    for seating, people in (
        (seated.officers, seated.staff.officers),
        (seated.experts, seated.staff.experts),
    ):
        known = {one.id: one for one in people}
        units: Counter[str] = Counter()
        for (object_, department), team in seating.teams.items():
            assert len(set(team.members)) == len(team.members)
            units.update(team.members)
            for number, id_ in team.holders.items():
                one = known[id_]
                assert one.department == department
                assert one.covers(team.region)
                assert one.holds(team.seats[number - 1])
                assert (object_, id_) not in seated.staff.barred
        assert all(count <= known[id_].capacity for id_, count in units.items())
    for key in seated.experts.complete:
        assert key in seated.officers.teams


@settings(max_examples=30, suppress_health_check=PATIENT)
@given(matchings())
def test_a_matching_follows_from_its_draw_alone(matching: Matching) -> None:
    if not matching.substitutions:
        assert match(matching.draw, partial=True) == matching


@st.composite
def standing_cases(draw: DrawFn) -> tuple[Case, list[tuple[str, ...]]]:
    """Return an instance in which some sit already, in units to be completed or elsewhere."""
    case = draw(cases())
    ids = {one: [other.id for other in case.officers if other.department == one] for one in ("市监", "卫健")}
    units: list[Unit] = []
    teams: list[tuple[str, ...]] = []
    for unit in case.units:
        own = ids.get(unit.department, [])
        members = tuple(draw(st.lists(st.sampled_from(own), max_size=2, unique=True))) if own else ()
        first = draw(st.integers(1, 3))
        numbers = tuple(range(first, first + len(unit.seats)))
        units.append(attrs.evolve(unit, numbers=numbers, members=members))
        teams.append(members)
    for own in ids.values():
        teams += [tuple(pair) for pair in combinations(own, 2)][: draw(st.integers(0, 3))]
    return case._replace(units=units), teams


@MANY
@given(standing_cases())
def test_the_fast_version_is_the_readable_one_where_some_stand(pair: tuple[Case, list[tuple[str, ...]]]) -> None:
    case, teams = pair
    tickets = KeyedSeatTickets(alg=Algorithm.SHA256, key=case.key)
    given_ = (case.units, case.officers, case.barred, tickets, case.lot, teams)
    made = match_fast(*given_)
    assert made == match_units(*given_)
    missing = sum(one.missing for one in shortages(made, case.officers, case.barred, teams))
    assert missing == len(made.empty)
