"""Order of events and assurance level, computed and never claimed."""

from datetime import datetime, timedelta

import pytest

from shuangsuiji.lottery import BeaconEvent, Evidence, Manifest, compose_manifest
from shuangsuiji.lottery.assurance import Grounds, level_of
from shuangsuiji.lottery.checking_events import check_order
from shuangsuiji.lottery.timetokens import TimeToken
from shuangsuiji.lottery.verdicts import Ledger
from tests.unit.builders import AGENCY, BEACON, BEACONS, COMMITTED_AT, frame_of, made, terms_of

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


def in_order(manifest: Manifest, token: TimeToken | None = None, evidence: Evidence | None = None) -> bool:
    ledger = Ledger()
    check_order(manifest.beacons, manifest.committed_at, token, evidence or Evidence(), ledger)
    assert {check.code for check in ledger.checks} == {"order"}
    return not ledger.refused


def grounds(*events: BeaconEvent, beacon: str, **changes: object) -> Grounds:
    given = {
        "events": events,
        "beacon": beacon,
        "undated": tuple(one.name for one in events if one.known_at is None),
        "parties": 2,
        "token": True,
        "drand": frozenset[str](),
    }
    return made(Grounds, given, changes)


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


ROUND = event("DRAND", "21000000", "2025-08-23T03:09:24+08:00")
RANDOMNESS = f"DRAND/21000000/{'ab' * 32}"
CLOSE = index("20250823", "2025-08-23T15:00:00+08:00")


def test_a_source_that_nobody_knows_is_a_seed_that_somebody_says() -> None:
    """Whoever words its value can word it until the seed pleases, whatever else is named."""
    rain = event("RAIN", "2025", "2025-05-12T15:00:00+08:00")
    for events, beacon in (((rain,), "RAIN/2025/much"), ((rain, ROUND), f"RAIN/2025/much;{RANDOMNESS}")):
        found = level_of(grounds(*events, beacon=beacon, drand=frozenset({ROUND.name})))
        assert found.level == 0
        assert "自行声明" in found.zh
        assert "self-asserted" in found.en


@pytest.mark.parametrize(
    ("changes", "level", "lacking"),
    [
        ({"token": False}, 1, "可信时间戳"),
        ({"undated": ("DRAND/21000000",)}, 1, "DRAND/21000000 的开奖日历"),
        ({"parties": 1}, 2, "两个参与方"),
        ({"parties": 0}, 2, "two parties"),
        ({}, 3, "经核验的 drand 轮次"),
        ({"drand": frozenset({"DRAND/21000000"})}, 4, "已核验"),
        ({"token": False, "drand": frozenset({"DRAND/21000000"})}, 1, "a time token"),
        ({"parties": 1, "drand": frozenset({"DRAND/21000000"})}, 2, "两个参与方"),
    ],
    ids=str,
)
def test_each_level_needs_all_of_the_one_below(changes: dict[str, object], level: int, lacking: str) -> None:
    found = level_of(grounds(ROUND, beacon=RANDOMNESS, **changes))
    assert found.level == level
    assert lacking in found.zh + found.en


def test_a_beacon_of_few_bits_stays_at_level_one() -> None:
    found = level_of(grounds(CLOSE, beacon="SZSE399001/20250823/10126.83"))
    assert found.level == 1
    assert "8.0 比特" in found.zh
    assert "至少 48 比特" in found.zh


def test_a_filmed_ceremony_is_level_one() -> None:
    dice = event("DICE", "first", "2025-05-12T15:00:00+08:00")
    assert level_of(grounds(dice, beacon="DICE/first/10." + ".".join("1234567890" * 3))).level == 1


def test_a_round_without_events_of_its_own_is_level_one() -> None:
    assert level_of(grounds(beacon=BEACON, drand=frozenset({"DRAND/1"}))).level == 1


def test_what_is_known_before_the_time_token_is_refused() -> None:
    manifest = manifest_of(*BEACONS)
    for at, right in (
        ("2025-05-11T09:00:01+08:00", True),
        ("2025-05-12T14:59:59+08:00", True),
        ("2025-05-12T15:00:00+08:00", False),
    ):
        token = TimeToken(at=datetime.fromisoformat(at), authority="CN=TSA", serial=1, policy="1.2.3")
        assert in_order(manifest, token) is right


def test_a_calendar_of_draws_dates_a_lottery() -> None:
    manifest = manifest_of(*BEACONS)
    for at, right in (
        ("2025-05-12T21:30:00+08:00", True),
        ("2025-05-10T21:30:00+08:00", False),
        ("2025-05-13T21:30:00+08:00", False),
    ):
        evidence = Evidence(editions={"KL8/2025122": datetime.fromisoformat(at)})
        assert in_order(manifest, evidence=evidence) is right
        assert evidence.known_at(BEACONS[0]) == datetime.fromisoformat(at)


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
