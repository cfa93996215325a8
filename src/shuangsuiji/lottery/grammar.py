"""Keys and values that a manifest may have: SSJ-1 §3, matching.md §2 (锁定单语法)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar
from unicodedata import is_normalized

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.digest import ZERO_DIGEST, Algorithm, is_digest
from shuangsuiji.lottery.forms import form_error
from shuangsuiji.lottery.quotas import DESIGNS, ROUNDINGS, FrameTerms
from shuangsuiji.values import is_field, ratio_text

__all__ = [
    "MATCHING_TABLES",
    "MODES",
    "NAME",
    "events_of",
    "frame_entries",
    "instant",
    "is_count",
    "is_positive",
    "read_beacons",
    "read_entries",
]

T = TypeVar("T")

MODES = ("open", "sealed")
MATCHING_TABLES = {"inspectors": 7, "recusals": 3, "absent": 2, "experts": 7}
_COUNT = re.compile(r"0|[1-9][0-9]{0,17}")
_RATIO = re.compile(r"(0|[1-9][0-9]{0,17})/([1-9][0-9]{0,17})")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
NAME = r"[A-Za-z0-9_-]{1,64}"
_REQUIRED = ("agency", "plan", "task", "alg", "mode", "serial", "prev", "beacon", "committed.at", "beacon.at")
_PER_FRAME = ("frame", "ratio", "quota", "cap", "used", "excluded", "batches", "team", "expert")
_FRAME_REQUIRED = (
    "frame.{}.rows",
    "frame.{}.hash",
    "frame.{}.design",
    "frame.{}.rounding",
    "excluded.{}.rows",
    "excluded.{}.hash",
)


def is_count(text: str) -> bool:
    """Tell whether ``text`` is a decimal integer without sign or leading zeros."""
    return _COUNT.fullmatch(text) is not None


def is_ratio(text: str) -> bool:
    """Tell whether ``text`` is ``p/q`` in lowest terms, 0 ≤ p ≤ q."""
    found = _RATIO.fullmatch(text)
    if not found or int(found[1]) > int(found[2]):
        return False
    return ratio_text(Fraction(int(found[1]), int(found[2]))) == text


def instant(text: str) -> datetime | None:
    """Return the ISO instant with offset in ``text``, or None."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _one_of(*words: str) -> Callable[[str], bool]:
    return lambda text: text in words


def is_positive(text: str) -> bool:
    """Tell whether ``text`` is a decimal integer of at least 1."""
    return is_count(text) and text != "0"


def _instants(text: str) -> bool:
    return all(instant(part) for part in text.split(";"))


_VALUES: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    (r"agency|plan|task", is_field, "字段 a field"),
    (r"alg", _one_of(*Algorithm), "sha256 / sm3"),
    (r"mode", _one_of(*MODES), "open / sealed"),
    (r"serial", is_positive, "1, 2, 3 …"),
    (r"prev", is_digest, "64 hex"),
    (r"beacon", is_field, "SOURCE/EDITION;…"),
    (r"committed\.at", lambda text: instant(text) is not None, "YYYY-MM-DDTHH:MM:SS+08:00"),
    (r"beacon\.at", _instants, "YYYY-MM-DDTHH:MM:SS+08:00;…"),
    (rf"chain\.{NAME}", is_digest, "64 hex"),
    (r"reveal\.by", _is_day, "YYYY-MM-DD"),
    (rf"(?:frame|excluded)\.{NAME}\.rows", is_count, "整数 an integer"),
    (rf"(?:frame|excluded)\.{NAME}\.hash|frame\.{NAME}\.merkle", is_digest, "64 hex"),
    (rf"frame\.{NAME}\.design", _one_of(*DESIGNS), "stratified / pareto"),
    (rf"frame\.{NAME}\.rounding", _one_of(*ROUNDINGS), "floor / ceil / chance"),
    (rf"(?:ratio|cap)\.{NAME}\..+|cap\.{NAME}", is_ratio, "p/q 最简分数 in lowest terms"),
    (rf"quota\.{NAME}\..+|used\.{NAME}", is_count, "整数 an integer"),
    (rf"batches\.{NAME}|matching\.(?:lot|min)", is_positive, "正整数 a positive integer"),
    (r"(?:inspectors|recusals|absent|experts)\.rows", is_count, "整数 an integer"),
    (r"(?:inspectors|recusals|absent|experts)\.hash", is_digest, "64 hex"),
    (rf"team\.{NAME}\..+|expert\.{NAME}|(?:rules|x)\..+", is_field, "字段 a field"),
)
_WORDS = re.compile(rf"alg|mode|frame\.{NAME}\.(?:design|rounding)")
_PATTERNS = tuple((re.compile(pattern), check, form) for pattern, check, form in _VALUES)


def read_entries(entries: Mapping[str, str], file: str) -> None:
    """Check every key and value of a manifest on its own, and what must be there (锁定单语法).

    Raises:
        InvalidFormError: the first key that is unknown or missing, or the first value of the wrong form.

    """
    for key, value in entries.items():
        form = next(((check, form) for pattern, check, form in _PATTERNS if pattern.fullmatch(key)), None)
        if form is None or not is_field(key) or not is_field(_last_part(key)):
            raise form_error("form.key", file, "键名未知", "unknown key", key)
        if not form[0](value) or not is_normalized("NFC", f"{key}={value}"):
            check = "mode" if _WORDS.fullmatch(key) else "form.field"
            raise form_error(check, file, f"{key} 应为 {form[1]}", f"{key} must be {form[1]}", f"{key}={value}")
    missing = [key for key in _required(entries) if key not in entries]
    if missing:
        raise form_error("form.key", file, "缺少键", "missing key", ", ".join(missing))
    if (entries["serial"] == "1") != (entries["prev"] == ZERO_DIGEST):
        zh, en = "prev 只在 serial=1 时为 64 个零", "prev is 64 zeros for serial 1 and for no other"
        raise form_error("form.field", file, zh, en, f"serial={entries['serial']}")
    read_beacons(entries, file)
    _check_promises(entries, file)
    if entries["mode"] == "sealed" and not ("reveal.by" in entries and any(k.startswith("chain.") for k in entries)):
        zh, en = "封存方式须有 chain.PARTY 和 reveal.by", "sealed mode needs chain.PARTY and reveal.by"
        raise form_error("mode", file, zh, en, "mode=sealed")


def _last_part(key: str) -> str:
    """Return what follows the first dot of a key, or the second where a frame is named before it."""
    return key.split(".", 2 if key.partition(".")[0] in _PER_FRAME else 1)[-1]


def _check_promises(entries: Mapping[str, str], file: str) -> None:
    """Refuse what a manifest cannot mean: a count of what is used without a cap, frames that share one file."""
    for key in entries:
        if key.startswith("used.") and f"cap.{key.partition('.')[2]}" not in entries:
            raise form_error("form.key", file, "须与 cap 同时给出", "goes with a cap of the frame", key)
    names = _frame_names(entries)
    if len({name.upper() for name in names}) != len(names):
        zh, en = "抽样框名称不得只差大小写", "names of frames must differ in more than upper and lower case"
        raise form_error("form.key", file, zh, en, ", ".join(names))


def _required(entries: Mapping[str, str]) -> list[str]:
    """Return the keys that must be there, given those that are."""
    frames = _frame_names(entries)
    required = [*_REQUIRED, *(key.format(name) for name in frames or ["F"] for key in _FRAME_REQUIRED)]
    for table in MATCHING_TABLES:
        if f"{table}.rows" in entries or f"{table}.hash" in entries:
            required += [f"{table}.rows", f"{table}.hash"]
    if any(key.startswith("team.") for key in entries):
        required += ["matching.lot", "matching.min", "inspectors.rows", "inspectors.hash"]
    if any(key.startswith("expert.") for key in entries):
        required += ["experts.rows", "experts.hash"]
    return required


def events_of(entries: Mapping[str, str]) -> tuple[BeaconEvent, ...]:
    """Return the public events that a sheet names, in order; none where it names none."""
    names = entries["beacon"].split(";") if "beacon" in entries else []
    instants = entries["beacon.at"].split(";") if names else []
    return tuple(
        BeaconEvent(source=source, edition=edition, at=datetime.fromisoformat(at))
        for (source, _, edition), at in zip((name.partition("/") for name in names), instants, strict=True)
    )


def read_beacons(entries: Mapping[str, str], file: str) -> None:
    """Check the public events that a sheet names: one instant each, known sources in their form, no source twice.

    Raises:
        InvalidFormError: otherwise, under ``order`` or ``beacon``.

    """
    names, instants = entries["beacon"].split(";"), entries["beacon.at"].split(";")
    if len(names) != len(instants):
        zh, en = "beacon.at 应与 beacon 一一对应", "beacon.at must give one instant per event of beacon"
        raise form_error("order", file, zh, en, f"{len(names)} / {len(instants)}")
    for name, at in zip(names, instants, strict=True):
        source, _, edition = name.partition("/")
        try:
            BeaconEvent(source=source, edition=edition, at=datetime.fromisoformat(at))
        except InvalidValueError as fault:
            raise form_error("beacon", file, fault.zh_line, fault.en_line, f"beacon={name}") from None
    sources = [name.partition("/")[0] for name in names]
    if len(set(sources)) != len(sources):
        raise form_error("beacon", file, "同一随机源不得出现两次", "no source twice", entries["beacon"])


def frame_entries(entries: Mapping[str, str], file: str) -> Iterator[FrameTerms]:
    """Yield the terms of each frame, in byte order of the names.

    Raises:
        InvalidFormError: ``strata``, where ratios, caps and quotas do not name the same strata; ``form.key``, where a
            line speaks of a frame that is not there.

    """
    ratios, quotas, caps = (_by_stratum(entries, kind) for kind in ("ratio", "quota", "cap"))
    names = _frame_names(entries)
    for kind in ("ratio", "quota", "cap", "used", "batches", "excluded", "team", "expert"):
        _refuse_strangers(entries, kind, names, file)
    for name in names:
        if not ratios[name] or set(ratios[name]) != set(quotas[name]) or not set(caps[name]) <= set(ratios[name]):
            zh, en = "ratio、quota、cap 的层不一致", "ratio, quota and cap do not name the same strata"
            raise form_error("strata", file, zh, en, name)
        yield FrameTerms(
            name=name,
            rows=int(entries[f"frame.{name}.rows"]),
            digest=entries[f"frame.{name}.hash"],
            design=entries[f"frame.{name}.design"],
            rounding=entries[f"frame.{name}.rounding"],
            ratios={stratum: _fraction(text) for stratum, text in ratios[name].items()},
            quotas={stratum: int(text) for stratum, text in quotas[name].items()},
            caps={stratum: _fraction(text) for stratum, text in caps[name].items()},
            cap=_optional(entries, f"cap.{name}", _fraction),
            used=_optional(entries, f"used.{name}", int),
            batches=_optional(entries, f"batches.{name}", int),
            excluded_rows=int(entries[f"excluded.{name}.rows"]),
            excluded_digest=entries[f"excluded.{name}.hash"],
            merkle=entries.get(f"frame.{name}.merkle"),
        )


def _optional(entries: Mapping[str, str], key: str, read: Callable[[str], T]) -> T | None:
    text = entries.get(key)
    return None if text is None else read(text)


def _fraction(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator))


def _frame_names(entries: Mapping[str, str]) -> list[str]:
    return sorted({key.split(".")[1] for key in entries if key.startswith("frame.")})


def _by_stratum(entries: Mapping[str, str], kind: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, value in entries.items():
        parts = key.split(".", 2)
        if parts[0] == kind and len(parts) == 3:  # noqa: PLR2004 - kind, frame, stratum
            found[parts[1]][parts[2]] = value
    return found


def _refuse_strangers(entries: Mapping[str, str], kind: str, names: list[str], file: str) -> None:
    for key in entries:
        parts = key.split(".", 2)
        if parts[0] == kind and parts[1] not in names:
            raise form_error("form.key", file, "没有这个抽样框", "there is no such frame", key)
