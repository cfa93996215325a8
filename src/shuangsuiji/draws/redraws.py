"""What became of the commitments of a chain: drawn, late, failed, made once more; SSJ-1 §3, §5 (各号锁定去向)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import chain, pairwise
from typing import TypeVar

from shuangsuiji.draws.history import PastDraw
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.values import Finding, Severity, day_in_china

__all__ = [
    "LinkState",
    "code_chains",
    "contradictions",
    "error",
    "failures",
    "finding",
    "grouped",
    "late",
    "listed",
    "overlaps",
    "place_of",
    "redraws",
    "said_failed",
    "state_of",
]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_SERIAL = re.compile("[0-9]{1,18}")


class LinkState(Enum):
    """What has become of a commitment (锁定状态)."""

    DRAWN = "已抽取"
    PENDING = "未揭示"
    FAILED = "已公布失败"


def said_failed(own: Iterable[PastDraw]) -> dict[int, list[int]]:
    """Return by serial who says that it failed: the later manifests that freed its quotas, in ``rules.failed``."""
    said: dict[int, list[int]] = defaultdict(list)
    for one in own:
        for text in one.manifest.entries.get("rules.failed", "").split(","):
            if _SERIAL.fullmatch(text) and int(text) < one.manifest.serial:
                said[int(text)].append(one.manifest.serial)
    return dict(said)


def state_of(one: PastDraw, said: Mapping[int, list[int]]) -> LinkState:
    """Return what has become of a commitment, by its record and by what later manifests say of it."""
    if one.drawn:
        return LinkState.DRAWN
    return LinkState.FAILED if one.failed or one.manifest.serial in said else LinkState.PENDING


def contradictions(variants: Iterable[Sequence[PastDraw]]) -> Iterator[Finding]:
    """Yield what several records of one commitment say against each other: one seed makes one draw.

    A record that holds supplementary rounds has drawn what the main draw drew, and more.
    """
    for same in variants:
        where = place_of(same[0].manifest)
        results = sorted((one.drawn for one in same if one.drawn), key=lambda drawn: sum(map(len, drawn.values())))
        for less, more in pairwise(results):
            if any(not ids <= more.get(item, frozenset()) for item, ids in less.items()):
                zh, en = "同一锁定有不同的抽取结果", "one commitment has different draws"
                yield error("chain.two_draws", where, zh, en)
                break
        if results and any(one.failed for one in same):
            zh, en = "已公布失败，却有抽取结果", "was published as failed and has been drawn"
            yield error("chain.failed_drawn", where, zh, en)


def code_chains(known: Iterable[PastDraw]) -> Iterator[Finding]:
    """Yield the ends of code chains that stand in two manifests: who opens one of them opens the other."""
    users: dict[str, dict[str, tuple[Manifest, str]]] = defaultdict(dict)
    for one in known:
        for party, end in one.manifest.chains.items():
            users[end][one.manifest.commit] = (one.manifest, party)
    for end, found in users.items():
        if len(found) > 1:
            serials = listed(f"{manifest.agency} {manifest.serial}" for manifest, _ in found.values())
            parties = listed(party for _, party in found.values())
            zh = f"{parties} 的密码链 {end} 用于编号 {serials}；一条密码链只能用于一个锁定"
            en = f"the code chain {end} of {parties} stands in serials {serials}; it may stand in one manifest only"
            yield error("chain.codes", f"编号 {serials}", zh, en, "2.1.5")


def failures(own: Iterable[PastDraw], said: Mapping[int, list[int]]) -> Iterator[Finding]:
    """Yield the commitments whose seed never came, and those of which that is not true."""
    for one in own:
        by = listed(said.get(one.manifest.serial, ()))
        if one.drawn and by:
            zh, en = f"编号 {by} 称其失败，却有抽取结果", f"serial {by} says that it failed, and it has been drawn"
            yield error("chain.failed_drawn", place_of(one.manifest), zh, en)
        elif state_of(one, said) is LinkState.FAILED:
            zh = "已公布失败，种子未产生" + (f"（编号 {by} 载明）" if by else "")
            en = "was published as failed, its seed never came" + (f" (stated in serial {by})" if by else "")
            yield finding(Severity.NOTE, "chain.failed", place_of(one.manifest), zh, en)


def late(own: Iterable[PastDraw], said: Mapping[int, list[int]], on: date) -> Iterator[Finding]:
    """Yield what should have been revealed by a day, or could have been drawn by anyone where nothing is sealed."""
    for manifest in (one.manifest for one in own if state_of(one, said) is LinkState.PENDING):
        due, last = manifest.reveal_by, _last_beacon(manifest)
        if due is not None and on > due:
            zh, en = f"至 {on} 仍未揭示，期限为 {due}", f"not revealed by {due}, as of {on}"
            yield error("chain.overdue", place_of(manifest), zh, en)
        elif due is None and on > last:
            zh = f"随机事件已于 {last} 全部开出，至 {on} 仍未抽取"
            en = f"all its beacons are out since {last}, not drawn as of {on}"
            yield finding(Severity.WARNING, "chain.undrawn", place_of(manifest), zh, en)


def _last_beacon(manifest: Manifest) -> date:
    return max(day_in_china(max(event.at, event.known_at or event.at)) for event in manifest.beacons)


def redraws(own: Iterable[PastDraw], said: Mapping[int, list[int]]) -> Iterator[Finding]:
    """Yield the tasks committed more than once.

    A failure before is said and excuses nothing: to withhold a code is the one way to throw away a draw one dislikes.
    """
    for (plan, task), same in grouped(own, lambda one: (one.manifest.plan, one.manifest.task)).items():
        if len({one.manifest.serial for one in same}) > 1:
            shown = "、".join(f"{one.manifest.serial}（{state_of(one, said).value}）" for one in same)
            plain = ", ".join(f"{one.manifest.serial} ({state_of(one, said).name})" for one in same)
            zh, en = f"同一任务锁定了 {len(same)} 次，编号 {shown}", f"committed {len(same)} times, serials {plain}"
            yield finding(Severity.WARNING, "chain.redraw", f"任务 {plan}/{task}", zh, en)


def overlaps(own: Iterable[PastDraw], said: Mapping[int, list[int]]) -> Iterator[Finding]:
    """Yield the items that a year draws again among the same objects: lawful under a cap, and to be seen."""
    again: dict[tuple[int, str], list[PastDraw]] = defaultdict(list)
    for one in own:
        for terms in one.manifest.frames:
            if state_of(one, said) is not LinkState.FAILED and one.taken(terms.name):
                again[one.year, terms.name].append(one)
    for (year, item), draws in again.items():
        if len(draws) > 1:
            yield from _shared(f"{year} {item}", item, draws)


def _shared(where: str, item: str, draws: Sequence[PastDraw]) -> Iterator[Finding]:
    seen = [one for one in draws if item in one.frames]
    counts = Counter(chain.from_iterable(one.frames[item].ids for one in seen))
    often = {id_ for id_, number in counts.items() if number > 1}
    if often:
        serials = listed(one.manifest.serial for one in seen if not often.isdisjoint(one.frames[item].ids))
        zh = f"编号 {serials} 的抽样框重叠，{len(often)} 个对象在两次以上的抽样框中"
        en = f"the frames of serials {serials} overlap, {len(often)} objects stand in two of them or more"
        yield finding(Severity.NOTE, "chain.overlap", where, zh, en, "3.1.8")
    if len(seen) < len(draws):
        serials = listed(one.manifest.serial for one in draws if item not in one.frames)
        zh = f"编号 {serials} 的抽样框不在手，未查重叠"
        en = f"the frames of serial {serials} are not at hand, overlap unchecked"
        yield finding(Severity.NOTE, "chain.unseen_frame", where, zh, en, "3.1.8")


def grouped(values: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return the values by key, in the order in which they come."""
    groups: dict[K, list[T]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return dict(groups)


def place_of(manifest: Manifest) -> str:
    """Return how a finding names a commitment."""
    return f"编号 {manifest.serial}"


def finding(severity: Severity, code: str, where: str, zh: str, en: str, clause: str = "2.1.9") -> Finding:
    """Return a finding under a clause of the measures, 全程留痕 where no other fits."""
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref(clause))


def error(code: str, where: str, zh: str, en: str, clause: str = "2.1.9") -> Finding:
    """Return what breaks a chain."""
    return finding(Severity.ERROR, code, where, zh, en, clause)


def listed(values: Iterable[object]) -> str:
    """Return values for a message, each once, in their order."""
    return "、".join(dict.fromkeys(map(str, values)))
