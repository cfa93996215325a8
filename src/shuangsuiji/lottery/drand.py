"""Rounds of drand's quicknet, verified without a network: SSJ-1 §3 (drand 信标).

quicknet (scheme ``bls-unchained-g1-rfc9380``) signs the number of every round, and nothing else, with one fixed BLS key
over BLS12-381: message SHA-256 of the number as 8 bytes, signature a point of G1 in 48 bytes, key a point of G2 in 96,
hash to curve of RFC 9380. There is one valid signature of a round, so nobody can choose among several, and its SHA-256
is the value of the event. Chain and key are pinned here: an address on the internet proves nothing.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from shuangsuiji.errors import InvalidValueError, MissingExtraError
from shuangsuiji.lottery.forms import form_error, parse_table

__all__ = [
    "GENESIS",
    "PERIOD",
    "QUICKNET_CHAIN",
    "QUICKNET_KEY",
    "parse_drand_table",
    "randomness",
    "round_at",
    "time_of",
    "verify_round",
]

QUICKNET_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENESIS = datetime.fromtimestamp(1_692_803_367, UTC)
PERIOD = timedelta(seconds=3)

_FILE = "drand.tsv"
_DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_ROUND = re.compile(r"[1-9][0-9]{0,9}")  # as the edition of a DRAND event
_LAST = 9_999_999_999
_SIGNATURE_DIGITS = 96
_KEY_DIGITS = 192


def randomness(signature: str) -> str:
    """Return the value of a round, SHA-256 of the bytes of its signature, as 64 hex digits (轮次随机值).

    Raises:
        InvalidValueError: not 96 lower-case hex digits.

    """
    return hashlib.sha256(_octets(signature, _SIGNATURE_DIGITS, "signature")).hexdigest()


def verify_round(number: int, signature: str, public_key: str = QUICKNET_KEY) -> bool:
    """Tell whether this is the signature of a round under the key, both points being sound (核验轮次签名).

    A signature or a key that is no point of its group, or the point at infinity, verifies nothing.

    Raises:
        InvalidValueError: a round not between 1 and 9999999999; a signature that is not 96, or a key that is not 192
            lower-case hex digits.
        MissingExtraError: the extra ``drand`` is not installed.

    """
    message = hashlib.sha256(_checked(number).to_bytes(8, "big")).digest()
    octets = _octets(signature, _SIGNATURE_DIGITS, "signature")
    key_octets = _octets(public_key, _KEY_DIGITS, "public_key")
    bls = _bls()
    signed, key = _point(bls.G1Point, octets), _point(bls.G2Point, key_octets)
    if signed is None or key is None:
        return False
    # e(signature, generator) = e(H(message), key), as one product
    hashed = bls.G1Point.hash_to_curve(message, _DST)
    return bool(bls.GT.pairing_check([signed, -hashed], [bls.G2Point(), key]))


def round_at(instant: datetime) -> int:
    """Return the latest round whose signature is known at an instant (当时轮次).

    Raises:
        InvalidValueError: no offset, or before the first round.

    """
    if instant.utcoffset() is None:
        raise InvalidValueError(
            field="instant", rule_zh="须带时区", rule="must have an offset", value=instant.isoformat()
        )
    if instant < GENESIS:
        raise InvalidValueError(
            field="instant",
            rule_zh=f"不得早于首轮 {GENESIS.isoformat()}",
            rule=f"must not lie before the first round {GENESIS.isoformat()}",
            value=instant.isoformat(),
        )
    return (instant - GENESIS) // PERIOD + 1


def time_of(number: int) -> datetime:
    """Return the instant, in UTC, from which the signature of a round can be known (轮次时刻).

    Raises:
        InvalidValueError: a round not between 1 and 9999999999.

    """
    return GENESIS + (_checked(number) - 1) * PERIOD


def parse_drand_table(content: bytes) -> dict[int, str]:
    """Return the signature of each round that ``drand.tsv`` gives; not verified yet (drand 签名表).

    Raises:
        InvalidFormError: not a table of two columns; a round that is no number from 1 to 9999999999 or a signature that
            is not 96 lower-case hex digits (``form.field``); two signatures of one round (``drand``).

    """
    signatures: dict[int, str] = {}
    for line, (number, signature) in enumerate(parse_table(content, _FILE, 2), 1):
        where = f"line {line}"
        if _ROUND.fullmatch(number) is None:
            zh, en = "第一列应为轮次编号", "the first column must be the number of a round"
            raise form_error("form.field", _FILE, zh, en, f"{where}: {number!r}")
        if not _is_hex(signature, _SIGNATURE_DIGITS):
            zh, en = "第二列应为 96 位小写十六进制签名", "the second column must be 96 lower-case hex digits"
            raise form_error("form.field", _FILE, zh, en, f"{where}: {signature!r}")
        if int(number) in signatures:
            zh, en = "每轮只能有一个签名", "a round may have one signature only"
            raise form_error("drand", _FILE, zh, en, f"{where}: {number}")
        signatures[int(number)] = signature
    return signatures


def _bls() -> Any:  # noqa: ANN401 - a module that may be absent
    try:
        return import_module("py_arkworks_bls12381")
    except ImportError:
        raise MissingExtraError(feature="DRAND", package="py-arkworks-bls12381", extra="drand") from None


def _point(group: Any, octets: bytes) -> Any:  # noqa: ANN401 - of a module that may be absent
    """Return the point that the bytes encode; None outside the group, at infinity, or in another encoding.

    arkworks checks curve and subgroup, but reads several byte strings as infinity; to it every message of the key at
    infinity is signed by the signature at infinity. A second encoding would give a second value to a round.
    """
    try:
        point = group.from_compressed_bytes(octets)
    except ValueError:
        return None
    return None if point == group.identity() or point.to_compressed_bytes() != octets else point


def _checked(number: int) -> int:
    if not 1 <= number <= _LAST:
        raise InvalidValueError(
            field="drand 轮次 round", rule_zh=f"应为 1 至 {_LAST}", rule=f"must be from 1 to {_LAST}", value=number
        )
    return number


def _is_hex(text: str, digits: int) -> bool:
    return re.fullmatch(f"[0-9a-f]{{{digits}}}", text) is not None


def _octets(text: str, digits: int, field: str) -> bytes:
    if not _is_hex(text, digits):
        raise InvalidValueError(
            field=f"drand {field}",
            rule_zh=f"应为 {digits} 位小写十六进制",
            rule=f"must be {digits} lower-case hex digits",
            value=text,
        )
    return bytes.fromhex(text)
