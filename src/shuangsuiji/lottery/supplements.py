"""The request for a supplementary round, committed before its own beacon: SSJ-1 §3, §4.5 (补充抽取)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

import attrs

from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.digest import Algorithm, hash_bytes, is_digest
from shuangsuiji.lottery.forms import form_error, parse_sheet, sheet_bytes
from shuangsuiji.lottery.grammar import NAME, events_of, instant, is_count, is_positive, read_beacons
from shuangsuiji.values import FrozenMap, check_count, freeze, is_field

__all__ = ["BOUND", "ROUND_TABLES", "Supplement", "compose_supplement"]

_QUOTA = re.compile(rf"quota\.({NAME})\.(.+)")
_REPLACE = re.compile(r"replace\.(.+)")
ROUND_TABLES = ("inspectors", "recusals")
BOUND = "substitutions"
_TABLE = re.compile(r"(inspectors|recusals|substitutions)\.([1-9][0-9]{0,8})\.(rows|hash)")
_PLAIN = frozenset({"committed.at", "beacon", "beacon.at"})
_NO_TABLES: Mapping[str, tuple[int, str]] = FrozenMap()


@attrs.frozen
class Supplement:
    """What one supplementary round is to draw, and for whom; its bytes are what SUPPLEMENT hashes (补充抽取单).

    Attributes:
        k: number of the round, from 1.
        entries: the ``key=value`` lines, exactly as they stand in ``supplement.K.txt``.

    Raises:
        InvalidFormError: a key that is unknown or missing, or a value of the wrong form.

    """

    k: int
    entries: Mapping[str, str] = attrs.field(converter=freeze)

    def __attrs_post_init__(self) -> None:
        check_count(self.k, "Supplement.k", at_least=1)
        for key, value in self.entries.items():
            _check_entry(key, value, self.k, self.file)
        for key in ("committed.at", *(key for key in ("beacon", "beacon.at") if self._has_events)):
            if key not in self.entries:
                raise form_error("form.key", self.file, "缺少键", "missing key", key)
        for name in (*ROUND_TABLES, BOUND):
            keys = {f"{name}.{self.k}.{end}" for end in ("rows", "hash")}
            if keys & self.entries.keys() and not keys <= self.entries.keys():
                lacking = ", ".join(sorted(keys - self.entries.keys()))
                raise form_error("form.key", self.file, "缺少键", "missing key", lacking)
        if not self.quotas and "inspectors" not in self.tables:
            zh = "至少一个 quota.F.S，或有 inspectors.K"
            raise form_error("form.key", self.file, zh, "needs at least one quota.F.S, or inspectors.K", "quota")
        if self._has_events:
            read_beacons(self.entries, self.file)

    @property
    def _has_events(self) -> bool:
        return not self.entries.keys().isdisjoint({"beacon", "beacon.at"})

    @classmethod
    def from_bytes(cls, content: bytes, k: int) -> Supplement:
        """Return the request in the bytes of ``supplement.K.txt``.

        Raises:
            InvalidFormError: a fault of form, a key that is unknown or missing, a value of the wrong form.

        """
        return cls(k, parse_sheet(content, f"supplement.{k}.txt"))

    def to_bytes(self) -> bytes:
        """Return the bytes of ``supplement.K.txt``."""
        return sheet_bytes(self.entries)

    def digest(self, alg: Algorithm) -> str:
        """Return SUPPLEMENT: publish it before the round's beacon."""
        return hash_bytes(alg, self.to_bytes())

    @property
    def file(self) -> str:
        """Name of the sheet."""
        return f"supplement.{self.k}.txt"

    @cached_property
    def quotas(self) -> Mapping[str, Mapping[str, int]]:
        """How many to draw, by frame and stratum."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for key, value in self.entries.items():
            named = _QUOTA.fullmatch(key)
            if named:
                found[named[1]][named[2]] = int(value)
        return freeze({name: freeze(found[name]) for name in sorted(found)})

    @cached_property
    def replaced(self) -> Mapping[str, str]:
        """Reason code by id, for the drawn objects that are replaced."""
        named = ((_REPLACE.fullmatch(key), value) for key, value in self.entries.items())
        return freeze({found[1]: value for found, value in named if found})

    @cached_property
    def tables(self) -> Mapping[str, tuple[int, str]]:
        """Rows and hash of the tables of officers and recusals that the round adds, by name."""
        said = {name: self._said(name) for name in ROUND_TABLES}
        return freeze({name: found for name, found in said.items() if found})

    @property
    def substituted(self) -> tuple[int, str] | None:
        """Rows and hash of the substitutions made before the round; None where there are none."""
        return self._said(BOUND)

    def _said(self, name: str) -> tuple[int, str] | None:
        rows = self.entries.get(f"{name}.{self.k}.rows")
        return None if rows is None else (int(rows), self.entries[f"{name}.{self.k}.hash"])

    @property
    def committed_at(self) -> datetime:
        """When the request was made."""
        return datetime.fromisoformat(self.entries["committed.at"])

    @cached_property
    def beacons(self) -> tuple[BeaconEvent, ...]:
        """The round's own public events, in order; none where it takes over the main draw's BEACON."""
        return events_of(self.entries)


def _check_entry(key: str, value: str, k: int, file: str) -> None:
    table = _TABLE.fullmatch(key)
    if table and int(table[2]) == k:
        if not (is_count(value) if table[3] == "rows" else is_digest(value)):
            form_zh, form = ("整数", "an integer") if table[3] == "rows" else ("64 位十六进制", "64 hex")
            raise form_error("form.field", file, f"{key} 应为{form_zh}", f"{key} must be {form}", f"{key}={value}")
        return
    quota, replace = _QUOTA.fullmatch(key), _REPLACE.fullmatch(key)
    last = quota[2] if quota else replace[1] if replace else key.removeprefix("x.")
    if not (quota or replace or key in _PLAIN or key.startswith("x.")) or not is_field(last):
        raise form_error("form.key", file, "键名未知", "unknown key", key)
    if quota and not is_positive(value):
        zh, en = f"{key} 应为正整数", f"{key} must be a positive integer"
        raise form_error("form.field", file, zh, en, f"{key}={value}")
    times = value.split(";") if key in {"committed.at", "beacon.at"} else []
    if any(instant(one) is None for one in times) or (key == "committed.at" and len(times) != 1) or not is_field(value):
        form = "YYYY-MM-DDTHH:MM:SS+08:00"
        raise form_error("form.field", file, f"{key} 应为 {form}", f"{key} must be {form}", f"{key}={value}")


def compose_supplement(
    k: int,
    *,
    quotas: Mapping[str, Mapping[str, int]],
    replaced: Mapping[str, str],
    committed_at: datetime,
    beacons: Iterable[BeaconEvent] = (),
    tables: Mapping[str, tuple[int, str]] = _NO_TABLES,
) -> Supplement:
    """Return the request that says all this (补充抽取单).

    Args:
        k: number of the round, from 1.
        quotas: how many to draw, by frame and stratum; each at least 1.
        replaced: reason code by id.
        committed_at: now, an instant with an offset.
        beacons: the round's own public events; without them the round cannot get above level 1.
        tables: rows and hash of the tables of officers and recusals that come with the round, by name; under
            ``substitutions`` those of the lines of ``substitutions.tsv`` made before it.

    Raises:
        InvalidFormError: a line that SSJ-1 does not allow.

    """
    events = tuple(beacons)
    entries = {
        "committed.at": committed_at.isoformat(timespec="seconds"),
        **{f"quota.{name}.{label}": str(n) for name, strata in quotas.items() for label, n in strata.items()},
        **{f"replace.{id_}": reason for id_, reason in replaced.items()},
    }
    for name, (rows, digest) in tables.items():
        entries |= {f"{name}.{k}.rows": str(rows), f"{name}.{k}.hash": digest}
    if events:
        entries["beacon"] = ";".join(event.name for event in events)
        entries["beacon.at"] = ";".join(event.at.isoformat(timespec="seconds") for event in events)
    return Supplement(k, entries)
