"""The manifest: its bytes are what COMMIT hashes, everything else is a reading of it."""

from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256

import attrs
import pytest

from shuangsuiji.errors import InvalidFormError, InvalidValueError
from shuangsuiji.lottery import ZERO_DIGEST, Algorithm, FrameTerms, Manifest, compose_manifest
from tests.unit.builders import AGENCY, BEACONS, COMMITTED_AT, OPERATOR, SUPERVISOR, bundle, frame_of, made, terms_of

FRAME = frame_of({"a": "S", "b": "S", "c": "T", "d": "T"})


def composed(**changes: object) -> Manifest:
    given = {
        "agency": AGENCY,
        "plan": "2025",
        "task": "2025-07",
        "beacons": BEACONS,
        "committed_at": COMMITTED_AT,
        "frames": [terms_of(FRAME)],
        "chains": {"supervisor": SUPERVISOR[0], "operator": OPERATOR[0]},
        "reveal_by": date(2025, 7, 31),
    }
    return made(compose_manifest, given, changes)


@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_the_bytes_of_a_worked_example_come_back(name: str) -> None:
    content = bundle(name)["manifest.txt"]
    one = Manifest.from_bytes(content)
    assert one.to_bytes() == content
    assert one.commit == sha256(content).hexdigest()


def test_a_manifest_reads_as_its_lines_say() -> None:
    one = Manifest.from_bytes(bundle("ssj1-joint")["manifest.txt"])
    assert (one.agency, one.plan, one.task) == ("320481-SCJG", "2025", "2025-07")
    assert (one.alg, one.mode, one.serial, one.prev) == (Algorithm.SHA256, "sealed", 1, ZERO_DIGEST)
    assert one.committed_at == COMMITTED_AT
    assert one.beacons == BEACONS
    assert one.chains == {"operator": OPERATOR[0], "supervisor": SUPERVISOR[0]}
    assert one.reveal_by == date(2025, 7, 31)
    assert one.matching is not None
    assert (one.matching.lot, one.matching.minimum, one.matching.window) == (3, 2, None)
    assert [terms.name for terms in one.frames] == ["food", "labels"]


def test_the_terms_of_a_frame_read_as_the_lines_say() -> None:
    (terms,) = Manifest.from_bytes(bundle("ssj1-single")["manifest.txt"]).frames
    assert terms == FrameTerms(
        name="labels",
        rows=60,
        digest="1320a08d2e9573ae238f7415beb94b698229a9ef994cfda02cafc8c3909392cc",
        ratios={"A": Fraction(1, 20), "B": Fraction(1, 10), "C": Fraction(1, 5)},
        quotas={"A": 1, "B": 2, "C": 3},
        cap=Fraction(1, 10),
        used=0,
        excluded_rows=2,
        excluded_digest="8900fff7eff772746f03ac1156d61bb5b0e7f5ca1886176ac2f1fb44b3b27086",
    )


def test_an_open_manifest_without_parties_has_neither_chains_nor_a_day() -> None:
    one = Manifest.from_bytes(bundle("ssj1-single")["manifest.txt"])
    assert (one.chains, one.reveal_by, one.matching) == ({}, None, None)


def test_what_is_composed_reads_back() -> None:
    one = composed(frames=[terms_of(FRAME, name="food"), terms_of(FRAME)])
    again = Manifest.from_bytes(one.to_bytes())
    assert again == one
    assert again.frames == (terms_of(FRAME, name="food"), terms_of(FRAME))
    assert again.beacons == BEACONS


def test_the_order_of_frames_and_parties_plays_no_part() -> None:
    frames = [terms_of(FRAME), terms_of(FRAME, name="food")]
    parties = {"operator": OPERATOR[0], "supervisor": SUPERVISOR[0]}
    assert composed(frames=frames, chains=parties).commit == composed(frames=frames[::-1]).commit


@pytest.mark.parametrize(
    "changes",
    [
        {"agency": "320481-WJW"},
        {"plan": "2026"},
        {"task": "2025-08"},
        {"beacons": BEACONS[:1]},
        {"beacons": BEACONS[::-1]},
        {"committed_at": COMMITTED_AT.astimezone(UTC)},
        {"frames": [terms_of(FRAME, rounding="ceil")]},
        {"mode": "open"},
        {"chains": {"operator": OPERATOR[0]}},
        {"reveal_by": date(2025, 8, 1)},
        {"serial": 2, "prev": "ab" * 32},
        {"serial": 2, "prev": "cd" * 32},
        {"alg": Algorithm.SM3},
        {"others": {"x.remark": "1"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_line_enters_the_commitment(changes: dict[str, object]) -> None:
    assert composed(**changes).commit != composed().commit


def test_sm3_switches_the_hash_of_the_commitment() -> None:
    one = composed(alg=Algorithm.SM3)
    assert one.entries["alg"] == "sm3"
    assert one.commit != sha256(one.to_bytes()).hexdigest()


def test_instants_are_written_with_their_offset_and_to_the_second() -> None:
    one = composed(committed_at=datetime.fromisoformat("2025-05-11T01:00:00.999+00:00"))
    assert one.entries["committed.at"] == "2025-05-11T01:00:00+00:00"
    assert one.committed_at == COMMITTED_AT


@pytest.mark.parametrize(
    "changes",
    [
        {"committed_at": datetime.fromisoformat("2025-05-11T09:00:00")},
        {"beacons": ()},
        {"beacons": (BEACONS[0], attrs.evolve(BEACONS[0], edition="2025123"))},
        {"frames": ()},
        {"agency": "a|b"},
        {"agency": "市局\n"},
        {"chains": {}},
        {"chains": {"操作员": OPERATOR[0]}},
        {"chains": {"operator": "0"}},
        {"reveal_by": None},
        {"serial": 0},
        {"serial": -1},
        {"serial": 2},
        {"prev": "ab" * 32},
        {"prev": ""},
        {"mode": "closed"},
        {"others": {"x.a=b": "1"}},
    ],
    ids=str,
)
def test_a_manifest_that_ssj1_does_not_allow_cannot_be_composed(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidFormError):
        composed(**changes)


@pytest.mark.parametrize("id_", ["labels", "LABELS"])
def test_the_name_of_a_frame_is_kept_in_its_case(id_: str) -> None:
    assert f"frame.{id_}.rows" in composed(frames=[terms_of(FRAME, name=id_)]).entries


def test_a_manifest_cannot_be_changed_through_what_it_was_made_of() -> None:
    entries = dict(composed().entries)
    one = Manifest(entries)
    commit = one.commit
    entries["serial"] = "7"
    assert (one.serial, sha256(one.to_bytes()).hexdigest()) == (1, commit)


def test_a_manifest_whose_strata_disagree_cannot_be_made() -> None:
    with pytest.raises(InvalidFormError):
        Manifest({**composed().entries, "quota.labels.U": "1"})


def test_two_frames_do_not_differ_in_case_alone() -> None:
    with pytest.raises(InvalidFormError):
        composed(frames=[terms_of(FRAME), terms_of(FRAME, name="LABELS")])


@pytest.mark.parametrize("key", ["task", "serial", "remark", "frame.labels.rows", "x", "rules"])
def test_further_lines_do_not_replace_the_arguments(key: str) -> None:
    with pytest.raises(InvalidValueError, match="其他行只能以 rules"):
        composed(others={key: "9"})
