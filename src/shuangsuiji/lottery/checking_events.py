"""Checks of when and by whom: order of events, time tokens, drand signatures; SSJ-1 §5, §6 (事件核验)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from shuangsuiji.errors import InvalidFormError, InvalidValueError, MissingExtraError, UnsupportedError
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.drand import parse_drand_table, randomness, verify_round
from shuangsuiji.lottery.evidence import Evidence
from shuangsuiji.lottery.timetokens import TimeToken, verify_token
from shuangsuiji.lottery.verdicts import Ledger
from shuangsuiji.values import day_in_china

__all__ = ["DRAND_TABLE", "check_drand", "check_order", "check_token"]

DRAND_TABLE = "drand.tsv"


def check_order(
    events: Iterable[BeaconEvent], made: datetime, token: TimeToken | None, evidence: Evidence, ledger: Ledger
) -> None:
    """Check that every event lies after its commitment and its time token, and agrees with the date of its edition.

    Args:
        events: the public events that a manifest or a supplement names.
        made: its ``committed.at``.
        token: its time token, where one was verified.
        evidence: dates the editions that do not date themselves.
        ledger: takes the checks.

    """
    for event in events:
        ledger.settle(
            event.at > made,
            "order",
            f"{event.name} 的开出时间 {event.at.isoformat()} 应晚于锁定时间 {made.isoformat()}",
            f"{event.name} at {event.at.isoformat()} must lie after committed.at {made.isoformat()}",
        )
        known = evidence.known_at(event)
        if known is not None:
            ledger.settle(
                known > made and day_in_china(event.at) == day_in_china(known),
                "order",
                f"{event.name} 按期号于 {known.isoformat()} 开出，应晚于锁定时间，并与 beacon.at 同日",
                f"{event.name} is known from {known.isoformat()}: that must lie after committed.at, on beacon.at's day",
            )
        if token is not None:
            first = min(event.at, known or event.at)
            ledger.settle(
                first > token.at,
                "order",
                f"{event.name} 于 {first.isoformat()} 开出，应晚于时间戳 {token.at.isoformat()}",
                f"{event.name} at {first.isoformat()} must lie after the time token {token.at.isoformat()}",
            )


def check_token(
    sheet: str, files: Mapping[str, bytes], made: datetime, evidence: Evidence, ledger: Ledger
) -> TimeToken | None:
    """Check the time token of a sheet, where there is one; return it, None where it proves nothing.

    Args:
        sheet: ``manifest.txt`` or ``supplement.K.txt``.
        files: the files of the bundle; the token is the sheet's name with ``.tsr``.
        made: ``committed.at`` of the sheet.
        evidence: the authorities that the verifier trusts.
        ledger: takes the checks.

    """
    file = f"{sheet.removesuffix('.txt')}.tsr"
    if file not in files:
        return None
    if not evidence.authorities:
        zh, en = "未给出受信任的时间戳机构证书，未核验", "no trusted authority was given, not checked"
        ledger.leave("token", f"{file}：{zh}", f"{file}: {en}")
        return None
    try:
        token = verify_token(files[file], files[sheet], evidence.authorities.encode(), file=file)
    except (MissingExtraError, UnsupportedError) as error:
        ledger.leave("token", error.zh_line, error.en_line)
        return None
    except InvalidValueError as error:
        ledger.refuse_error("token", error)
        return None
    ledger.ok(
        "token",
        f"{file}：{token.authority} 证明 {sheet} 于 {token.at.isoformat()} 已存在（自称 {made.isoformat()} 锁定）",
        f"{file}: {token.authority} certifies that {sheet} was there at {token.at.isoformat()}",
    )
    return token


def check_drand(
    events: Iterable[BeaconEvent], beacon: str, files: Mapping[str, bytes], ledger: Ledger
) -> frozenset[str]:
    """Check the drand rounds among the events against their signatures; return the names of those that hold.

    Args:
        events: the public events of a manifest or a supplement.
        beacon: the BEACON revealed, whose form has been checked.
        files: the files of the bundle, with the signatures in ``drand.tsv``.
        ledger: takes the checks.

    """
    values = [part.rpartition("/")[2] for part in beacon.split(";")]
    rounds = [(event, value) for event, value in zip(events, values, strict=True) if event.source == "DRAND"]
    if not rounds or DRAND_TABLE not in files:
        return frozenset()
    try:
        signatures = parse_drand_table(files[DRAND_TABLE])
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return frozenset()
    return frozenset(event.name for event, value in rounds if _holds(int(event.edition), value, signatures, ledger))


def _holds(number: int, value: str, signatures: Mapping[int, str], ledger: Ledger) -> bool:
    """Tell whether a round's value comes from a signature of the pinned key over this round."""
    signature = signatures.get(number)
    if signature is None:
        zh, en = f"{DRAND_TABLE} 中没有第 {number} 轮的签名", f"{DRAND_TABLE} has no signature of round {number}"
        ledger.leave("drand", zh, en)
        return False
    if randomness(signature) != value:
        zh, en = f"第 {number} 轮的值不是其签名的摘要", f"the value of round {number} is not the hash of its signature"
        ledger.refuse("drand", zh, en)
        return False
    try:
        signed = verify_round(number, signature)
    except MissingExtraError as error:
        ledger.leave("drand", error.zh_line, error.en_line)
        return False
    return ledger.settle(
        signed,
        "drand",
        f"第 {number} 轮的签名出自 drand quicknet",
        f"round {number} is signed by drand quicknet",
    )
