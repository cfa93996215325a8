"""Public random events: what people type becomes one canonical value, or is refused."""

from datetime import datetime

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import SOURCES, BeaconEvent, beacon_bits, beacon_value
from tests.unit.builders import KL8, full_width, made

EVENING = datetime.fromisoformat("2025-05-12T21:30:00+08:00")
HEX = "ab" * 32
TYPED: list[tuple[str, str, str]] = [
    ("KL8", KL8, KL8),
    ("KL8", " ".join(KL8.split(".")[::-1]), KL8),
    ("KL8", ",".join(f"{int(number):02d}" for number in KL8.split(".")), KL8),
    ("KL8", "、".join(KL8.split(".")), KL8),
    ("KL8", full_width(KL8), KL8),
    ("SSQ", "01 05 09 12 20 33 + 16", "1.5.9.12.20.33+16"),
    ("SSQ", "33,20,12,09,05,01|16", "1.5.9.12.20.33+16"),
    ("SSQ", full_width("1 5 9 12 20 33 + 16"), "1.5.9.12.20.33+16"),
    ("SSQ", "1 2 3 4 5 6 - 6", "1.2.3.4.5.6+6"),
    ("DLT", "35 01 12 20 07 + 12 01", "1.7.12.20.35+1.12"),
    ("FC3D", "0 0 7", "007"),
    ("FC3D", "007", "007"),
    ("FC3D", full_width("0,0,7"), "007"),
    ("PL5", "0.1.2.3.4", "01234"),
    ("PL5", "98765", "98765"),
    ("SZSE399001", "10126.83", "10126.83"),
    ("SZSE399001", "10,126.83", "10126.83"),
    ("SZSE399001", full_width(" 10126.83 "), "10126.83"),
    ("SSE000001", "3369.00", "3369.00"),
    ("SSE000001", "0.01", "0.01"),
    ("DICE", "10.8.3.0.1", "10.8.3.0.1"),
    ("DICE", "6: 1".replace(":", ""), "6.1"),
    ("DICE", "6, 03, 5", "6.3.5"),
    ("DRAND", HEX, HEX),
    ("DRAND", f" {HEX.upper()}\n", HEX),
    ("DRAND", f"0x{HEX}", HEX),
]
REFUSED: list[tuple[str, str]] = [
    ("KL8", ""),
    ("KL8", KL8.removesuffix(".80")),
    ("KL8", f"{KL8}.2"),
    ("KL8", KL8.replace("1.4.", "1.1.", 1)),
    ("KL8", KL8.replace("1.4.", "0.4.", 1)),
    ("KL8", KL8.replace(".80", ".81")),
    ("KL8", KL8.replace(".80", ".8o")),
    ("KL8", KL8 + ".x"),
    ("SSQ", "1 2 3 4 5 6"),
    ("SSQ", "1 2 3 4 5 34 + 1"),
    ("SSQ", "1 2 3 4 5 6 + 17"),
    ("SSQ", "1 2 3 4 5 5 + 1"),
    ("SSQ", "0 2 3 4 5 6 + 1"),
    ("DLT", "1 2 3 4 5 + 1 1"),
    ("DLT", "1 2 3 4 36 + 1 2"),
    ("DLT", "1 2 3 4 5 + 1 13"),
    ("FC3D", "12"),
    ("FC3D", "1234"),
    ("FC3D", "12x"),
    ("PL5", "1234"),
    ("PL5", ""),
    ("SZSE399001", "10126.8"),
    ("SZSE399001", "10126.830"),
    ("SZSE399001", "010126.83"),
    ("SZSE399001", "10126"),
    ("SZSE399001", ".83"),
    ("SZSE399001", "-1.00"),
    ("SZSE399001", "1e4.00"),
    ("SSE000001", "3369"),
    ("DICE", "6"),
    ("DICE", "1.1"),
    ("DICE", "101.1"),
    ("DICE", "6.7"),
    ("DICE", "6.x"),
    ("DICE", ""),
    ("DRAND", HEX[:-1]),
    ("DRAND", HEX[:-1] + "g"),
    ("DRAND", f"x{HEX}"),
    ("DRAND", HEX + HEX[:32]),
    ("X", ""),
    ("X", "a/b"),
    ("X", "a;b"),
    ("X", "a|b"),
    ("X", " a"),
    ("X", "Cafe\u0301"),
]


def event(**changes: object) -> BeaconEvent:
    return made(BeaconEvent, {"source": "KL8", "edition": "2025122", "at": EVENING}, changes)


@pytest.mark.parametrize(("source", "typed", "canonical"), TYPED)
def test_what_people_type_becomes_canonical(source: str, typed: str, canonical: str) -> None:
    assert beacon_value(source, typed) == canonical


@pytest.mark.parametrize(("source", "typed", "canonical"), TYPED)
def test_a_canonical_value_stays_as_it_is(source: str, typed: str, canonical: str) -> None:
    assert beacon_value(source, canonical) == canonical
    assert typed == canonical or beacon_value(source, typed) != typed


@pytest.mark.parametrize(("source", "typed"), REFUSED, ids=ascii)
def test_the_rest_is_refused(source: str, typed: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        beacon_value(source, typed)
    assert caught.value.params["value"] == typed


def test_every_source_is_typed_and_refused_above() -> None:
    assert {source for source, _, _ in TYPED} == set(SOURCES)
    assert {source for source, _ in REFUSED} == {*SOURCES, "X"}


def test_a_value_of_an_unknown_source_is_kept_as_it_is() -> None:
    assert beacon_value("NOTARY", "公证书 7 号") == "公证书 7 号"
    assert beacon_bits("NOTARY", "公证书 7 号") == 0


@pytest.mark.parametrize(
    ("source", "bits"),
    [("KL8", 61.6), ("SSQ", 24.1), ("DLT", 24.4), ("FC3D", 10.0), ("PL5", 16.6), ("SZSE399001", 8), ("SSE000001", 8)],
)
def test_the_bits_of_a_source_are_those_of_ssj1(source: str, bits: float) -> None:
    assert beacon_bits(source, "any") == pytest.approx(bits, abs=0.1)


@pytest.mark.parametrize(("value", "bits"), [("6.1", 2.58), ("10.8.3.0.1", 13.3), ("2.1.1.1", 3.0), ("100.7", 6.64)])
def test_the_bits_of_dice_grow_with_every_roll(value: str, bits: float) -> None:
    assert beacon_bits("DICE", value) == pytest.approx(bits, abs=0.1)


def test_kl8_alone_has_the_bits_of_level_two() -> None:
    assert beacon_bits("KL8", KL8) >= 48
    assert beacon_bits("SSQ", "x") + beacon_bits("DLT", "x") >= 48
    assert beacon_bits("SSQ", "x") + beacon_bits("PL5", "x") < 48


def test_an_event_shows_as_the_manifest_writes_it() -> None:
    assert event().name == "KL8/2025122"


@pytest.mark.parametrize(
    ("source", "edition"),
    [
        ("KL8", "2025122"),
        ("KL8", "25122"),
        ("SZSE399001", "20250512"),
        ("DRAND", "1"),
        ("DICE", "2025年第7场"),
        ("NOTARY", "any edition"),
    ],
)
def test_an_edition_has_the_form_of_its_source(source: str, edition: str) -> None:
    assert event(source=source, edition=edition).name == f"{source}/{edition}"


@pytest.mark.parametrize(
    ("source", "edition"),
    [
        ("KL8", "202512"),
        ("KL8", "2025-122"),
        ("KL8", full_width("2025122")),
        ("SZSE399001", "2025-05-12"),
        ("SZSE399001", "250512"),
        ("DRAND", "0"),
        ("DRAND", "01"),
        ("DRAND", "-1"),
        ("DICE", ""),
        ("NOTARY", "a/b"),
        ("NOTARY", "a;b"),
        ("NOTARY", " a"),
        ("NOTARY", "a|b"),
        ("NOTARY", ""),
        ("快乐8", "2025122"),
        ("K/L", "2025122"),
        ("", "2025122"),
    ],
    ids=ascii,
)
def test_an_event_of_another_form_is_refused(source: str, edition: str) -> None:
    with pytest.raises(InvalidValueError):
        event(source=source, edition=edition)


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="须带时区"):
        event(at=datetime.fromisoformat("2025-05-12T21:30:00"))


@pytest.mark.parametrize(
    ("source", "edition", "known_at"),
    [
        ("SZSE399001", "20250512", "2025-05-12T15:00:00+08:00"),
        ("SSE000001", "20240229", "2024-02-29T15:00:00+08:00"),
        ("DRAND", "1", "2023-08-23T15:09:27+00:00"),
        ("DRAND", "2", "2023-08-23T15:09:30+00:00"),
        ("DRAND", "1012", "2023-08-24T00:00:00+08:00"),
        ("KL8", "2025122", None),
        ("DICE", "20250512", None),
        ("NOTARY", "20250512", None),
    ],
)
def test_the_instant_is_read_from_the_edition_where_that_names_it(
    source: str, edition: str, known_at: str | None
) -> None:
    expected = None if known_at is None else datetime.fromisoformat(known_at)
    assert event(source=source, edition=edition).known_at == expected


@pytest.mark.parametrize("edition", ["20250230", "20251301", "99999999", "00000000"])
def test_an_edition_of_an_index_is_a_day(edition: str) -> None:
    with pytest.raises(InvalidValueError):
        event(source="SZSE399001", edition=edition)


@pytest.mark.parametrize("edition", ["9" * 11, "9" * 15, "1" * 5000])
def test_a_drand_round_beyond_the_calendar_is_refused(edition: str) -> None:
    with pytest.raises(InvalidValueError):
        event(source="DRAND", edition=edition)


def test_the_last_drand_round_that_can_be_named_has_an_instant() -> None:
    last = event(source="DRAND", edition="9" * 10).known_at
    assert last is not None
    assert last.year == 2974


@pytest.mark.parametrize("source", ["KL8", "DICE"])
def test_a_value_of_thousands_of_digits_is_refused_with_our_own_error(source: str) -> None:
    with pytest.raises(InvalidValueError):
        beacon_value(source, "6." + "1" * 5000)


@pytest.mark.parametrize(
    ("source", "typed"), [("SSQ", "7 + 1 2 3 4 5 6"), ("SSQ", "1 2 3 + 4 5 6 7"), ("DLT", "1 2 + 3 4 5 6 7")]
)
def test_groups_in_another_order_are_refused(source: str, typed: str) -> None:
    with pytest.raises(InvalidValueError):
        beacon_value(source, typed)
