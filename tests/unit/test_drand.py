"""Rounds of drand are verified offline, under a key that is pinned; nothing but the one signature will do."""

import sys
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from py_arkworks_bls12381 import G1Point, G2Point

from shuangsuiji.errors import InvalidFormError, InvalidValueError, MissingExtraError
from shuangsuiji.lottery import BeaconEvent, beacon_value
from shuangsuiji.lottery.drand import (
    GENESIS,
    PERIOD,
    QUICKNET_CHAIN,
    QUICKNET_KEY,
    parse_drand_table,
    randomness,
    round_at,
    time_of,
    verify_round,
)
from tests.unit.drand_signing import sign_round

# Rounds of quicknet as its relays publish them; both stand in the examples of drand-verify.
ROUND_123 = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"
ROUND_657413 = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
PUBLISHED = [
    (123, ROUND_123, "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc"),
    (657413, ROUND_657413, "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"),
]
G1_INFINITY = "c0" + "00" * 47
G2_INFINITY = "c0" + "00" * 95
FIELD_MODULUS = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
EXAMPLE = f"123\t{ROUND_123}\n657413\t{ROUND_657413}\n".encode()


def point_of(x: int, flags: int = 0x80) -> str:
    """Return the compressed encoding of a point of G1 with this x coordinate."""
    return f"{x | flags << 376:096x}"


@pytest.mark.parametrize(("number", "signature", "value"), PUBLISHED)
def test_published_rounds_verify_and_give_their_published_value(number: int, signature: str, value: str) -> None:
    assert verify_round(number, signature)
    assert randomness(signature) == value == sha256(bytes.fromhex(signature)).hexdigest()
    assert beacon_value("DRAND", value) == value


@pytest.mark.parametrize(("number", "signature", "value"), PUBLISHED)
def test_a_signature_is_of_one_round_only(number: int, signature: str, value: str) -> None:
    for other in (1, number - 1, number + 1, number * 256, 9_999_999_999):
        assert not verify_round(other, signature), value


def test_no_digit_of_a_signature_may_change() -> None:
    for position in range(96):
        changed = f"{int(ROUND_123[position], 16) ^ 1:x}"
        assert not verify_round(123, ROUND_123[:position] + changed + ROUND_123[position + 1 :])


def test_the_negative_of_a_signature_is_refused() -> None:
    assert not verify_round(123, f"{int(ROUND_123[:2], 16) ^ 0x20:02x}{ROUND_123[2:]}")


@pytest.mark.parametrize("number", [1, 2, 123, 25_000_000, 9_999_999_999])
def test_another_key_verifies_what_its_secret_signed_and_nothing_else(number: int) -> None:
    key, signature = sign_round(20_250_511, number)
    other, forged = sign_round(20_250_512, number)
    assert verify_round(number, signature, key)
    assert not verify_round(number, signature)
    assert not verify_round(number, signature, other)
    assert not verify_round(number, forged, key)
    assert not verify_round(number % 9_999_999_999 + 1, signature, key)


def test_the_key_of_the_pinned_chain_is_a_point_that_signs() -> None:
    assert len(QUICKNET_CHAIN) == 64
    assert len(QUICKNET_KEY) == 192
    assert not verify_round(123, ROUND_123, sign_round(1, 123)[0])


@pytest.mark.parametrize(
    "infinity", [G1_INFINITY, "e0" + "00" * 47, "c0" + "00" * 46 + "01", "ff" * 48, "40" + "00" * 47, "00" * 48]
)
def test_the_point_at_infinity_signs_nothing_in_any_spelling(infinity: str) -> None:
    assert not verify_round(123, infinity)
    assert not verify_round(123, infinity, G2_INFINITY)
    assert not verify_round(123, ROUND_123, G2_INFINITY)


def test_a_point_outside_the_subgroup_is_refused() -> None:
    outside = point_of(4)
    assert not G1Point.from_compressed_bytes_unchecked(bytes.fromhex(outside)).is_in_subgroup()
    assert not verify_round(123, outside)
    assert not verify_round(123, point_of(1)), "x = 1 does not lie on the curve"


def test_a_key_outside_the_subgroup_is_refused() -> None:
    outside = "80" + "00" * 94 + "02"
    assert not G2Point.from_compressed_bytes_unchecked(bytes.fromhex(outside)).is_in_subgroup()
    assert not verify_round(123, ROUND_123, outside)


def test_a_point_has_one_spelling() -> None:
    for secret in range(1, 200):
        key, signature = sign_round(secret, 1)
        octets = int(signature, 16)
        x = octets & (1 << 381) - 1
        if x + FIELD_MODULUS < 1 << 381:
            assert verify_round(1, signature, key)
            assert not verify_round(1, f"{octets + FIELD_MODULUS:096x}", key)
            return
    pytest.fail("no such point among the first 200")


@pytest.mark.parametrize(
    "signature", ["", "xyz", ROUND_123[:-2], ROUND_123 + "00", ROUND_123.upper(), ROUND_123 + "\n", " " + ROUND_123[1:]]
)
def test_what_is_not_96_lower_case_hex_digits_is_an_error(signature: str) -> None:
    for refused in (lambda: verify_round(123, signature), lambda: randomness(signature)):
        with pytest.raises(InvalidValueError, match="96 位小写十六进制") as caught:
            refused()
        assert caught.value.params["value"] == signature


def test_a_key_that_is_not_192_lower_case_hex_digits_is_an_error() -> None:
    for key in ("", QUICKNET_KEY[:-1], QUICKNET_KEY.upper(), ROUND_123):
        with pytest.raises(InvalidValueError, match="192"):
            verify_round(123, ROUND_123, key)


@pytest.mark.parametrize("number", [0, -1, 10_000_000_000, 2**64])
def test_rounds_run_from_1_to_ten_digits(number: int) -> None:
    for refused in (lambda: verify_round(number, ROUND_123), lambda: time_of(number)):
        with pytest.raises(InvalidValueError, match="must be from 1 to 9999999999"):
            refused()


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_arkworks_bls12381", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'shuangsuiji\[drand\]'"):
        verify_round(123, ROUND_123)
    assert randomness(ROUND_123) == PUBLISHED[0][2]
    assert time_of(123) == GENESIS + 122 * PERIOD


def test_the_first_round_was_known_at_the_genesis_and_then_one_every_three_seconds() -> None:
    assert datetime.fromisoformat("2023-08-23T15:09:27+00:00") == GENESIS == time_of(1)
    assert time_of(123) == datetime.fromisoformat("2023-08-23T23:15:33+08:00")
    assert time_of(9_999_999_999).year == 2974


@pytest.mark.parametrize("number", [1, 2, 123, 657413, 9_999_999_999])
def test_a_round_is_the_latest_one_for_three_seconds(number: int) -> None:
    begin = time_of(number).astimezone(timezone(timedelta(hours=8)))
    assert round_at(begin) == round_at(begin + timedelta(seconds=2, microseconds=999_999)) == number
    assert round_at(begin + PERIOD) == number + 1


def test_no_round_is_known_before_the_first_or_at_an_instant_without_offset() -> None:
    with pytest.raises(InvalidValueError, match="不得早于首轮 2023-08-23T15:09:27"):
        round_at(GENESIS - timedelta(microseconds=1))
    with pytest.raises(InvalidValueError, match="须带时区"):
        round_at(datetime.fromisoformat("2025-05-12T21:30:00"))


def test_an_event_of_drand_is_known_when_its_round_is() -> None:
    event = BeaconEvent(source="DRAND", edition="657413", at=time_of(657413))
    assert event.known_at == time_of(657413)


def test_a_table_gives_the_signature_of_each_round() -> None:
    assert parse_drand_table(EXAMPLE) == {123: ROUND_123, 657413: ROUND_657413}
    assert parse_drand_table(b"") == {}


@pytest.mark.parametrize(
    ("content", "check", "where"),
    [
        (f"0\t{ROUND_123}\n", "form.field", "line 1: '0'"),
        (f"0123\t{ROUND_123}\n", "form.field", "line 1: '0123'"),
        (f"12345678901\t{ROUND_123}\n", "form.field", "line 1: '12345678901'"),
        (f"１２３\t{ROUND_123}\n", "form.field", "line 1: '１２３'"),
        (f"123\t{ROUND_123.upper()}\n", "form.field", "line 1: 'B75C"),
        (f"123\t{ROUND_123[:-1]}\n", "form.field", "line 1: 'b75c"),
        ("123\t-\n", "form.field", "line 1: '-'"),
        (f"123\t{ROUND_657413}\n123\t{ROUND_123}\n", "drand", "line 2: 123"),
        (f"123\t{ROUND_123}\n123\t{ROUND_123}\n", "form.duplicate", "line 2"),
        (f"657413\t{ROUND_657413}\n123\t{ROUND_123}\n", "form.unsorted", "line 2"),
        (f"123\t{ROUND_123}\t\n", "form.columns", "line 1: 3"),
        (f"123\t{ROUND_123}", "form.newline", "last line"),
    ],
)
def test_a_table_of_another_form_is_refused(content: str, check: str, where: str) -> None:
    with pytest.raises(InvalidFormError, match=r"drand\.tsv") as caught:
        parse_drand_table(content.encode())
    assert caught.value.check == check
    assert str(caught.value.params["where"]).startswith(where)
