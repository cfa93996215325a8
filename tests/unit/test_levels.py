"""Every assurance level of SSJ-1 §5 is reached, and lost again with each thing that it needs."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from shuangsuiji.draws import Draw, commit_supplement, draw, verify
from shuangsuiji.lottery import BeaconEvent, CheckStatus, Evidence, Reveal, Verdict, checking_events, verify_files
from shuangsuiji.lottery.drand import GENESIS, PERIOD, verify_round
from tests.unit.builders import BEACONS, KL8, OPERATOR, SUPERVISOR, committed
from tests.unit.drand_signing import sign_round
from tests.unit.time_authority import Authority, make_authority

Files = dict[str, bytes]
AT = datetime.fromisoformat("2025-05-12T22:00:00+08:00")
ROUND = (AT - GENESIS) // PERIOD + 1
KEY, SIGNATURE = sign_round(2025, ROUND)
RANDOMNESS = sha256(bytes.fromhex(SIGNATURE)).hexdigest()
DRAND = BeaconEvent(source="DRAND", edition=str(ROUND), at=GENESIS + (ROUND - 1) * PERIOD)
CALENDAR = {"KL8/2025122": BEACONS[0].at}
VALUES = {"KL8": KL8, "SZSE399001": "10126.83", "DRAND": RANDOMNESS}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(autouse=True)
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rounds be signed by a key whose secret the tests know: no real round is signed for a day of their choice."""
    monkeypatch.setattr(checking_events, "verify_round", partial(verify_round, public_key=KEY))


def made(*events: BeaconEvent, parties: tuple[str, ...] = ("operator", "supervisor")) -> Draw:
    chains = {"operator": OPERATOR, "supervisor": SUPERVISOR}
    one = committed(beacons=events, parties={party: chains[party][0] for party in parties})
    values = {event.source: VALUES[event.source] for event in events}
    return draw(one, Reveal.of(one.manifest, values, {party: chains[party][1] for party in parties}))


def stamped(record: Draw, authority: Authority) -> Files:
    return {**record.files, "manifest.tsr": authority.stamp(record.files["manifest.txt"])}


def signed(files: Files, round_: int = ROUND, signature: str = SIGNATURE) -> Files:
    return {**files, "drand.tsv": f"{round_}\t{signature}\n".encode()}


def trusting(authority: Authority) -> Evidence:
    return Evidence(authorities=authority.roots.decode(), editions=CALENDAR)


def codes(verdict: Verdict, status: CheckStatus) -> set[str]:
    return {check.code for check in verdict.of(status)}


def test_level_0_is_a_source_that_nobody_knows() -> None:
    rain = BeaconEvent(source="RAIN", edition="2025", at=AT)
    one = committed(beacons=(rain,), mode="open", parties={}, reveal_by=None)
    verdict = verify(draw(one, Reveal.of(one.manifest, {"RAIN": "much"})))
    assert (verdict.exit_status, verdict.level) == (0, 0)


def test_level_1_is_a_commitment_before_a_filmed_ceremony() -> None:
    dice = BeaconEvent(source="DICE", edition="大厅", at=AT)
    one = committed(beacons=(dice,), mode="open", parties={}, reveal_by=None)
    verdict = verify(draw(one, Reveal.of(one.manifest, {"DICE": "10 8 3 0 1"})))
    assert (verdict.exit_status, verdict.level) == (0, 1)


def test_level_2_is_a_time_token_and_dated_sources_of_48_bits(authority: Authority) -> None:
    verdict = verify_files(stamped(made(*BEACONS, parties=("operator",)), authority), trusting(authority))
    assert (verdict.exit_status, verdict.level) == (0, 2)


def test_level_3_adds_the_codes_of_two_parties(authority: Authority) -> None:
    verdict = verify_files(stamped(made(*BEACONS), authority), trusting(authority))
    assert (verdict.exit_status, verdict.level) == (0, 3)


def test_level_4_adds_a_verified_drand_round(authority: Authority) -> None:
    files = signed(stamped(made(*BEACONS, DRAND), authority))
    verdict = verify_files(files, trusting(authority))
    assert (verdict.exit_status, verdict.level) == (0, 4)
    assert {"token", "drand"} <= codes(verdict, CheckStatus.OK)


def test_without_a_calendar_a_lottery_is_undated(authority: Authority) -> None:
    verdict = verify_files(stamped(made(*BEACONS), authority), Evidence(authorities=authority.roots.decode()))
    assert (verdict.exit_status, verdict.level) == (0, 1)


def test_a_drand_round_dates_itself(authority: Authority) -> None:
    record = made(DRAND, parties=("operator",))
    verdict = verify_files(stamped(record, authority), Evidence(authorities=authority.roots.decode()))
    assert verdict.level == 2


def test_an_unsigned_drand_round_gives_level_3(authority: Authority) -> None:
    verdict = verify_files(stamped(made(*BEACONS, DRAND), authority), trusting(authority))
    assert (verdict.exit_status, verdict.level) == (0, 3)


def test_a_token_without_a_trusted_authority_is_unchecked(authority: Authority) -> None:
    verdict = verify_files(stamped(made(*BEACONS), authority), Evidence(editions=CALENDAR))
    assert (verdict.exit_status, verdict.level) == (3, 1)
    assert codes(verdict, CheckStatus.UNCHECKED) == {"token"}


def test_a_token_of_another_manifest_is_refused(authority: Authority) -> None:
    files = {**made(*BEACONS).files, "manifest.tsr": authority.stamp(b"ssj1\n")}
    verdict = verify_files(files, trusting(authority))
    assert codes(verdict, CheckStatus.REFUSED) == {"token"}


def test_a_token_after_the_beacon_is_refused(authority: Authority) -> None:
    record = made(*BEACONS)
    late = authority.stamp(record.files["manifest.txt"], BEACONS[1].at + timedelta(seconds=1))
    verdict = verify_files({**record.files, "manifest.tsr": late}, trusting(authority))
    assert codes(verdict, CheckStatus.REFUSED) == {"order"}
    assert verdict.level is None


@pytest.mark.parametrize(
    ("round_", "signature", "status", "message"),
    [
        (ROUND + 1, SIGNATURE, CheckStatus.UNCHECKED, "没有第"),
        (ROUND, sign_round(2025, ROUND + 1)[1], CheckStatus.REFUSED, "不是其签名的摘要"),
    ],
    ids=["another round", "another signature"],
)
def test_a_signature_that_is_not_the_rounds_is_told(
    round_: int, signature: str, status: CheckStatus, message: str
) -> None:
    verdict = verify_files(signed(dict(made(*BEACONS, DRAND).files), round_, signature))
    assert codes(verdict, status) == {"drand"}
    assert any(message in check.zh for check in verdict.of(status))


def test_a_value_that_was_signed_for_another_round_is_refused() -> None:
    other = sign_round(2025, ROUND + 1)[1]
    one = committed(beacons=(DRAND,))
    value = sha256(bytes.fromhex(other)).hexdigest()
    record = draw(
        one, Reveal.of(one.manifest, {"DRAND": value}, {"operator": OPERATOR[1], "supervisor": SUPERVISOR[1]})
    )
    verdict = verify_files(signed(dict(record.files), ROUND, other))
    assert codes(verdict, CheckStatus.REFUSED) == {"drand"}


def test_a_bundle_is_as_sure_as_its_least_sure_round(authority: Authority) -> None:
    record = made(*BEACONS, DRAND)
    asked = commit_supplement(
        record,
        committed_at=datetime.fromisoformat("2025-05-20T09:00:00+08:00"),
        replaced={next(iter(record.objects)): "停业"},
    )
    more = draw(asked, Reveal.of_round(asked.round, {}, {"operator": OPERATOR[2], "supervisor": SUPERVISOR[2]}))
    files = signed({**more.files, "manifest.tsr": authority.stamp(record.files["manifest.txt"])})
    verdict = verify_files(files, trusting(authority))
    assert (verdict.exit_status, verdict.level) == (0, 1)
    assert sum(check.code == "level" for check in verdict.checks) == 2


def test_a_round_with_events_and_a_token_of_its_own_keeps_the_level(authority: Authority) -> None:
    record = made(*BEACONS, DRAND)
    at = datetime.fromisoformat("2025-05-20T21:00:00+08:00")
    number = (at - GENESIS) // PERIOD + 1
    event = BeaconEvent(source="DRAND", edition=str(number), at=GENESIS + (number - 1) * PERIOD)
    signature = sign_round(2025, number)[1]
    asked = commit_supplement(
        record,
        committed_at=datetime.fromisoformat("2025-05-20T09:00:00+08:00"),
        replaced={next(iter(record.objects)): "停业"},
        beacons=[event],
    )
    value = {"DRAND": sha256(bytes.fromhex(signature)).hexdigest()}
    more = draw(asked, Reveal.of_round(asked.round, value, {"operator": OPERATOR[2], "supervisor": SUPERVISOR[2]}))
    table = "".join(sorted(f"{one}\t{two}\n" for one, two in ((ROUND, SIGNATURE), (number, signature)))).encode()
    files = {
        **more.files,
        "manifest.tsr": authority.stamp(record.files["manifest.txt"]),
        "supplement.1.tsr": authority.stamp(more.files["supplement.1.txt"], at - timedelta(hours=11)),
        "drand.tsv": table,
    }
    assert verify_files(files, trusting(authority)).level == 4
    without = {name: content for name, content in files.items() if name != "supplement.1.tsr"}
    assert verify_files(without, trusting(authority)).level == 1


def test_openssl_agrees_on_the_token(authority: Authority, tmp_path: Path) -> None:
    files = stamped(made(*BEACONS), authority)
    assert tmp_path.is_dir()
    assert authority.verifies(files["manifest.tsr"], files["manifest.txt"])
