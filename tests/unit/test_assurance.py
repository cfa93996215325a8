"""Order of events and assurance level, computed and never claimed."""

from datetime import datetime, timedelta

import pytest

from shuangsuiji.lottery import BeaconEvent, CheckStatus, Manifest, compose_manifest
from shuangsuiji.lottery.assurance import check_order, level_of
from shuangsuiji.lottery.verdicts import Ledger
from tests.unit.builders import AGENCY, BEACON, BEACONS, COMMITTED_AT, frame_of, made, reveal, terms_of

FRAME = frame_of({"a": "S", "b": "S"})
GENESIS = datetime.fromisoformat("2023-08-23T23:09:27+08:00")


def event(source: str, edition: str, at: str) -> BeaconEvent:
    return BeaconEvent(source=source, edition=edition, at=datetime.fromisoformat(at))


def index(edition: str, at: str) -> BeaconEvent:
    return event("SZSE399001", edition, at)


def manifest_of(*events: BeaconEvent, committed_at: str = "2025-05-11T09:00:00+08:00") -> Manifest:
    given = {
        "agency": AGENCY,
        "plan": "2025",
        "task": "2025-07",
        "beacons": events,
        "committed_at": datetime.fromisoformat(committed_at),
        "frames": [terms_of(FRAME)],
        "mode": "open",
    }
    return made(compose_manifest, given, {})


def in_order(manifest: Manifest) -> bool:
    ledger = Ledger()
    check_order(manifest, ledger)
    assert {check.code for check in ledger.checks} == {"order"}
    return not ledger.refused


def level(manifest: Manifest, beacon: str) -> tuple[int, str]:
    ledger = Ledger()
    number = level_of(manifest, reveal(beacon=beacon, codes={}), ledger)
    (note,) = ledger.checks
    assert (note.status, note.code) == (CheckStatus.NOTE, "level")
    return number, note.zh


def test_a_beacon_after_the_commitment_is_in_order() -> None:
    assert in_order(manifest_of(*BEACONS))


@pytest.mark.parametrize(
    ("committed_at", "after"),
    [
        ("2025-05-12T14:59:59+08:00", True),
        ("2025-05-12T15:00:00+08:00", False),
        ("2025-05-12T15:00:01+08:00", False),
        ("2025-05-12T06:59:59Z", True),
        ("2025-05-12T07:00:00Z", False),
        ("2025-05-12T16:59:59+10:00", True),
        ("2025-05-12T17:00:00+10:00", False),
    ],
)
def test_instants_are_compared_whatever_their_offsets(committed_at: str, *, after: bool) -> None:
    assert in_order(manifest_of(*BEACONS, committed_at=committed_at)) is after


def test_every_beacon_must_lie_after_the_commitment() -> None:
    early = event("FC3D", "2025122", "2025-05-11T09:00:00+08:00")
    assert not in_order(manifest_of(*BEACONS, early))


@pytest.mark.parametrize("edition", ["20250511", "20250513", "20240512"])
def test_an_index_of_another_day_than_its_instant_is_refused(edition: str) -> None:
    assert not in_order(manifest_of(index(edition, "2025-05-12T15:00:00+08:00")))


def test_a_drand_round_of_another_day_than_its_instant_is_refused() -> None:
    at = GENESIS + timedelta(seconds=3 * 18_049_999)
    assert in_order(manifest_of(event("DRAND", "18050000", at.isoformat())))
    assert not in_order(manifest_of(event("DRAND", "18100000", "2025-05-12T15:00:00+08:00")))


def test_known_sources_give_level_one_and_say_what_the_next_one_lacks() -> None:
    number, zh = level(manifest_of(*BEACONS), BEACON)
    assert number == 1
    assert "69.6 比特" in zh
    assert "可信时间戳" in zh
    assert "KL8/2025122" in zh


def test_a_filmed_ceremony_is_level_one() -> None:
    dice = event("DICE", "first", "2025-05-12T15:00:00+08:00")
    assert level(manifest_of(dice), "DICE/first/10.1.2.3")[0] == 1


def test_a_source_that_nobody_knows_is_a_seed_that_somebody_says() -> None:
    rain = event("RAIN", "2025", "2025-05-12T15:00:00+08:00")
    number, zh = level(manifest_of(rain), "RAIN/2025/much")
    assert number == 0
    assert "自行声明" in zh


def test_the_bits_of_an_unknown_source_do_not_count() -> None:
    rain = event("RAIN", "2025", "2025-05-12T15:00:00+08:00")
    _, zh = level(manifest_of(rain, BEACONS[1]), "RAIN/2025/much;SZSE399001/20250512/10126.83")
    assert "8.0 比特" in zh


@pytest.mark.parametrize(
    ("at", "right"),
    [
        ("2025-05-11T23:00:00Z", True),
        ("2025-05-12T23:59:00-12:00", False),
    ],
)
def test_the_day_of_an_index_is_a_day_in_china(at: str, *, right: bool) -> None:
    assert in_order(manifest_of(index("20250512", at))) is right


def test_a_drand_round_that_is_over_before_the_commitment_is_refused() -> None:
    over = 1 + (datetime.fromisoformat("2025-05-12T09:00:00+08:00") - GENESIS) // timedelta(seconds=3)
    late = event("DRAND", str(over), "2025-05-12T20:00:00+08:00")
    assert not in_order(manifest_of(late, committed_at="2025-05-12T15:00:00+08:00"))


def test_an_index_that_has_closed_before_the_commitment_is_refused() -> None:
    close = index("20250512", "2025-05-12T21:00:00+08:00")
    assert not in_order(manifest_of(close, committed_at="2025-05-12T20:00:00+08:00"))


def test_the_builders_commit_before_their_beacons() -> None:
    assert all(one.at > COMMITTED_AT for one in BEACONS)
