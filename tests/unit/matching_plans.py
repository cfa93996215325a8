"""Small plans with teams and officers that the tests of the pre-flight begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from shuangsuiji.lottery import Algorithm, FrameTerms, Manifest, TableFrame, compose_manifest, fix_quotas
from shuangsuiji.lottery.matching_terms import MatchingTerms, matching_entries
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.quotas import largest_quotas
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.units import Unit, parse_seats
from shuangsuiji.lottery.worst_cases import worst_case_units
from tests.unit.builders import AGENCY, BEACONS, COMMITTED_AT, OPERATOR, SUPERVISOR, made, terms_of

UNTIL = date(2027, 12, 31)
Rows = Iterable[tuple[str, str, str]]


def officer(id_: str, department: str = "市监", /, **changes: object) -> Officer:
    """Return an officer without tags who may go everywhere, four times."""
    given = {"id": id_, "department": department, "regions": ("*",), "capacity": 4, "valid_until": UNTIL}
    return made(Officer, given, changes)


def staff(*officers: Officer, recusals: Iterable[tuple[str, str]] = (), experts: Iterable[Officer] = ()) -> Staff:
    """Return these people; all recusals have the same reason."""
    return Staff(officers=officers, experts=tuple(experts), recusals=[(*pair, "kinship") for pair in recusals])


def frame(*rows: tuple[str, str, str]) -> TableFrame:
    """Return a frame of objects with stratum and region."""
    return TableFrame.from_table(sorted(rows))


def evenly(count: int, regions: Iterable[str] = ("东",), strata: Iterable[str] = ("A",)) -> TableFrame:
    """Return a frame of so many objects, regions and strata by turns."""
    places, layers = tuple(regions), tuple(strata)
    width = len(str(count))
    return frame(
        *(
            (f"T{number:0{width}d}", layers[number % len(layers)], places[number % len(places)])
            for number in range(count)
        )
    )


def rules(
    teams: Mapping[str, Mapping[str, str]], lot: int = 3, experts: Mapping[str, str] | None = None
) -> MatchingTerms:
    """Return the rules with these seats by department, by frame."""
    return MatchingTerms(
        lot=lot,
        minimum=1,
        teams={name: {dept: parse_seats(text, "team") for dept, text in own.items()} for name, own in teams.items()},
        experts={name: parse_seats(text, "expert") for name, text in (experts or {}).items()},
    )


def manifest_of(
    frames: Mapping[str, TableFrame], quotas: Mapping[str, int], terms: MatchingTerms | None, people: Staff
) -> Manifest:
    """Return a manifest that draws so many of each stratum of a frame."""
    entries = None if terms is None else matching_entries(terms, people.committed(Algorithm.SHA256, people.tables()))
    return compose_manifest(
        agency=AGENCY,
        plan="2025",
        task="2025-07",
        beacons=BEACONS,
        committed_at=COMMITTED_AT,
        frames=[_drawing(name, one, quotas[name]) for name, one in frames.items()],
        chains={"operator": OPERATOR[0], "supervisor": SUPERVISOR[0]},
        reveal_by=date(2025, 7, 31),
        matching=entries,
    )


def _drawing(name: str, one: TableFrame, quota: int) -> FrameTerms:
    ratios = {stratum: Fraction(quota, rows) for stratum, rows in one.counts().items()}
    return terms_of(one, name=name, ratios=ratios, quotas=fix_quotas(one.counts(), ratios))


def worst_of(manifest: Manifest, frames: Mapping[str, TableFrame], people: Staff) -> tuple[Unit, ...]:
    """Return the worst case of a manifest."""
    assert manifest.matching is not None
    largest = {one.name: largest_quotas(one, frames[one.name].counts()) for one in manifest.frames}
    return worst_case_units(manifest.matching, people, frames, largest)
