"""The manifest: everything that a draw is bound to before its beacon happens; SSJ-1 §3 (锁定单)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.digest import ZERO_DIGEST, Algorithm, hash_bytes
from shuangsuiji.lottery.forms import parse_sheet, sheet_bytes
from shuangsuiji.lottery.grammar import MATCHING_TABLES, events_of, frame_entries, read_entries
from shuangsuiji.lottery.matching_terms import MatchingTerms, terms_of, window_in
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.values import freeze

__all__ = ["Manifest", "compose_manifest"]

FILE = "manifest.txt"


@attrs.frozen
class Manifest:
    """The committed sheet; its bytes are what COMMIT hashes, the properties are readings of it (锁定单).

    Attributes:
        entries: the ``key=value`` lines, exactly as they stand in ``manifest.txt``.

    """

    entries: Mapping[str, str] = attrs.field(converter=freeze)

    def __attrs_post_init__(self) -> None:
        read_entries(self.entries, FILE)
        len(self.frames)
        terms_of(self.entries, FILE)

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Return the manifest in the bytes of ``manifest.txt``.

        Raises:
            InvalidFormError: a fault of form, a key that is unknown or missing, a value of the wrong form.

        """
        return cls(parse_sheet(content, FILE))

    def to_bytes(self) -> bytes:
        """Return the bytes of ``manifest.txt``."""
        return sheet_bytes(self.entries)

    @cached_property
    def commit(self) -> str:
        """COMMIT, the hash of the manifest's bytes: publish it before the beacon."""
        return hash_bytes(self.alg, self.to_bytes())

    @property
    def alg(self) -> Algorithm:
        """The hash of the draw."""
        return Algorithm(self.entries["alg"])

    @property
    def mode(self) -> str:
        """``open`` or ``sealed``."""
        return self.entries["mode"]

    @property
    def agency(self) -> str:
        """Who draws."""
        return self.entries["agency"]

    @property
    def plan(self) -> str:
        """Which annual plan."""
        return self.entries["plan"]

    @property
    def task(self) -> str:
        """Which task of the plan."""
        return self.entries["task"]

    @property
    def serial(self) -> int:
        """Number of the commitment in the agency's chain, from 1."""
        return int(self.entries["serial"])

    @property
    def prev(self) -> str:
        """COMMIT of the manifest before, 64 zeros for the first."""
        return self.entries["prev"]

    @property
    def committed_at(self) -> datetime:
        """When the manifest was made."""
        return datetime.fromisoformat(self.entries["committed.at"])

    @cached_property
    def beacons(self) -> tuple[BeaconEvent, ...]:
        """The public events whose values will make BEACON, in order."""
        return events_of(self.entries)

    @cached_property
    def chains(self) -> dict[str, str]:
        """x(0) by party."""
        return {key.partition(".")[2]: end for key, end in self.entries.items() if key.startswith("chain.")}

    @property
    def reveal_by(self) -> date | None:
        """The last day for the reveal of a sealed draw."""
        text = self.entries.get("reveal.by")
        return None if text is None else date.fromisoformat(text)

    @cached_property
    def frames(self) -> tuple[FrameTerms, ...]:
        """The terms of every frame, in byte order of the names."""
        return tuple(frame_entries(self.entries, FILE))

    @property
    def people(self) -> Mapping[str, tuple[int, str]]:
        """Rows and hash of every table of people, by name."""
        return {
            name: (int(self.entries[f"{name}.rows"]), self.entries[f"{name}.hash"])
            for name in MATCHING_TABLES
            if f"{name}.rows" in self.entries
        }

    @property
    def window(self) -> tuple[date, date] | None:
        """The committed first and last day of the task, None where the manifest says none."""
        return window_in(self.entries, FILE)

    @cached_property
    def matching(self) -> MatchingTerms | None:
        """The rules of the matching, None where the draw matches nobody."""
        return terms_of(self.entries, FILE)


def compose_manifest(  # noqa: PLR0913 - one argument per line of the sheet
    *,
    agency: str,
    plan: str,
    task: str,
    beacons: Iterable[BeaconEvent],
    committed_at: datetime,
    frames: Iterable[FrameTerms],
    mode: str = "sealed",
    chains: Mapping[str, str] | None = None,
    reveal_by: date | None = None,
    serial: int = 1,
    prev: str = ZERO_DIGEST,
    alg: Algorithm = Algorithm.SHA256,
    matching: Mapping[str, str] | None = None,
    others: Mapping[str, str] | None = None,
) -> Manifest:
    """Return the manifest that says all this (锁定单).

    Args:
        agency: who draws, a field; also ``plan`` and ``task``.
        plan: id of the annual plan.
        task: id of the task.
        beacons: the public events, named before they happen.
        committed_at: now, an instant with an offset.
        frames: the terms of every frame.
        mode: ``sealed`` (codes stay secret until the visits are done) or ``open``.
        chains: x(0) by party.
        reveal_by: last day for the reveal, for sealed mode.
        serial: number in the agency's chain.
        prev: COMMIT of the manifest before.
        alg: the hash of the draw.
        matching: the lines of the matching, as ``matching_entries`` gives them; None where nobody is matched.
        others: further lines, ``rules.…`` and ``x.…``.

    Raises:
        InvalidFormError: a line that SSJ-1 does not allow.
        InvalidValueError: a further line that is neither ``rules.…`` nor ``x.…``.

    """
    events = tuple(beacons)
    for key in others or {}:
        if not key.startswith(("rules.", "x.")):
            zh, en = "其他行只能以 rules. 或 x. 开头", "further lines begin with rules. or x."
            raise InvalidValueError(field="others", rule_zh=zh, rule=en, value=key)
    entries = {
        "agency": agency,
        "plan": plan,
        "task": task,
        "alg": alg.value,
        "mode": mode,
        "serial": str(serial),
        "prev": prev,
        "beacon": ";".join(event.name for event in events),
        "beacon.at": ";".join(event.at.isoformat(timespec="seconds") for event in events),
        "committed.at": committed_at.isoformat(timespec="seconds"),
        **{f"chain.{party}": end for party, end in (chains or {}).items()},
        **(matching or {}),
        **(others or {}),
    }
    if reveal_by is not None:
        entries["reveal.by"] = reveal_by.isoformat()
    for terms in frames:
        entries |= terms.entries()
    return Manifest(entries)
