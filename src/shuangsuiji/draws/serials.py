"""The chain of an agency's commitments, looked at as a whole: gaps, forks, redraws; SSJ-1 §3, 2.1.9 (锁定链检查).

``next_link`` stops at the first break, as a commitment must; here every break is a finding, whatever else is broken.
What one record alone can show, its seed and its tickets, is for ``verify``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.history import PastDraw, broken_links
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.redraws import (
    LinkState,
    code_chains,
    contradictions,
    error,
    failures,
    finding,
    grouped,
    late,
    listed,
    overlaps,
    place_of,
    redraws,
    said_failed,
    state_of,
)
from shuangsuiji.draws.supplements import SupplementCommitment, SupplementDraw
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.values import Finding, Severity, check_count, day_in_china

__all__ = ["LinkState", "SerialCheck", "SerialLink", "check_serials"]


@attrs.frozen(kw_only=True)
class SerialLink:
    """One commitment in the chain of an agency (锁定链环节)."""

    serial: int
    commit: str
    plan: str
    task: str
    committed_on: date
    state: LinkState


@attrs.frozen(kw_only=True)
class SerialCheck:
    """All that there is to say of a chain of commitments (锁定链检查结论).

    Attributes:
        agency: whose chain it is: of several agencies the one with the most commitments; None without any.
        links: its commitments by serial, each COMMIT once.
        findings: everything found.

    """

    agency: str | None
    links: tuple[SerialLink, ...]
    findings: tuple[Finding, ...]

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of that weight."""
        return tuple(one for one in self.findings if one.severity is severity)

    @property
    def accepted(self) -> bool:
        """Whether nothing is broken; there may still be warnings, such as a task that was committed again."""
        return not self.of(Severity.ERROR)

    def __str__(self) -> str:
        states = Counter(one.state for one in self.links)
        held = "，".join(f"{state.value} {states[state]}" for state in LinkState)
        found = "，".join(f"{one.value} {len(self.of(one))}" for one in Severity)
        last = f"至第 {self.links[-1].serial} 号，" if self.links else ""
        verdict = "接受" if self.accepted else "拒绝"
        return f"锁定链{verdict}：{self.agency or '无机关'}，{last}共 {len(self.links)} 个锁定（{held}）；{found}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        found = [(one.severity.value, one.code, one.where, one.zh, one.en) for one in self.findings]
        links = [(one.serial, one.commit, one.plan, one.task, one.committed_on, one.state.value) for one in self.links]
        return html_table(str(self), ("结果", "编码", "何处", "中文", "English"), found) + html_table(
            "各号锁定", ("编号", "COMMIT", "计划", "任务", "锁定日期", "状态"), links
        )


def check_serials(
    records: Iterable[PastDraw | Draw | SupplementDraw | SupplementCommitment | Commitment],
    *,
    published: Mapping[int, str] | None = None,
    on: date | None = None,
) -> SerialCheck:
    """Check the chain of an agency's commitments and return everything found, not the first thing (锁定链检查).

    Args:
        records: all commitments of the agency, in any order; a commitment, its draw and its rounds count once.
        published: COMMIT by serial, as a gazette gave them before the beacons.
        on: the day for which to ask what should have been revealed; without it nobody asks.

    Raises:
        InvalidValueError: a published serial below 1, or a COMMIT that is not 64 lower-case hex digits.

    """
    gazette = _checked(published or {})
    variants = grouped(map(PastDraw.of, records), lambda one: one.manifest.commit)
    known = sorted(map(_fullest, variants.values()), key=lambda one: (one.manifest.serial, one.manifest.commit))
    agency = _agency(known)
    own = [one for one in known if one.manifest.agency == agency]
    said = said_failed(own)
    findings = chain(
        contradictions(variants.values()),
        _foreign(known, agency or ""),
        _gaps(own, gazette),
        _breaks(own, gazette),
        _forks(own),
        code_chains(known),
        _against_gazette(own, gazette) if published is not None else (),
        failures(own, said),
        late(own, said, on) if on is not None else (),
        redraws(own, said),
        overlaps(own, said),
    )
    return SerialCheck(agency=agency, links=tuple(_link(one, said) for one in own), findings=tuple(findings))


def _checked(published: Mapping[int, str]) -> Mapping[int, str]:
    for serial, commit in published.items():
        check_count(serial, "published", at_least=1)
        if not is_digest(commit):
            zh, en = "COMMIT 应为 64 位小写十六进制", "COMMIT must be 64 lower-case hex digits"
            raise InvalidValueError(field=f"published {serial}", rule_zh=zh, rule=en, value=commit)
    return published


def _fullest(variants: Sequence[PastDraw]) -> PastDraw:
    """Return, of several records of one commitment, the one that says most: the last round, a draw, else a failure."""

    def says(one: PastDraw) -> tuple[int, ...]:
        return bool(one.drawn), sum(map(len, one.drawn.values())), len(one.asked), one.failed, len(one.frames)

    return max(variants, key=says)


def _agency(known: Iterable[PastDraw]) -> str | None:
    counts = Counter(one.manifest.agency for one in known)
    return min(counts, key=lambda agency: (-counts[agency], agency)) if counts else None


def _link(one: PastDraw, said: Mapping[int, list[int]]) -> SerialLink:
    manifest = one.manifest
    return SerialLink(
        serial=manifest.serial,
        commit=manifest.commit,
        plan=manifest.plan,
        task=manifest.task,
        committed_on=day_in_china(manifest.committed_at),
        state=state_of(one, said),
    )


def _foreign(known: Iterable[PastDraw], agency: str) -> Iterator[Finding]:
    for one in known:
        manifest = one.manifest
        yield from _broken(manifest, agency, manifest.prev, None)


def _gaps(own: Sequence[PastDraw], gazette: Mapping[int, str]) -> Iterator[Finding]:
    """Yield the runs of serials that are missing, before the first, between, and after the last that was published."""
    numbers = sorted({one.manifest.serial for one in own})
    ends = [0, *numbers, max([*gazette, *numbers], default=0) + 1]
    for before, after in pairwise(ends):
        if after - before < 2:  # noqa: PLR2004 - neighbours
            continue
        run = f"{before + 1}" if after - before == 2 else f"{before + 1}–{after - 1}"  # noqa: PLR2004
        seen = [str(serial) for serial in sorted(gazette) if before < serial < after]
        zh = f"缺编号 {run}" + (f"，其中 {'、'.join(seen)} 已公布 COMMIT" if seen else "")
        en = f"serial {run} missing" + (f", of which {', '.join(seen)} had been published" if seen else "")
        if not before and numbers:
            zh, en = f"首号应为 1：{zh}", f"the first serial must be 1: {en}"
        yield error("chain.gap" if before or not numbers else "chain.first", f"编号 {run}", zh, en)


def _breaks(own: Sequence[PastDraw], gazette: Mapping[int, str]) -> Iterator[Finding]:
    """Yield where a commitment does not follow the one before, as far as that is here or has been published."""
    groups = grouped((one.manifest for one in own), lambda manifest: manifest.serial)
    for before, number in pairwise([0, *groups]):
        earlier = groups.get(before, [])
        due = [one.commit for one in earlier] if before == number - 1 else []
        due += [gazette[number - 1]] if number - 1 in gazette else []
        for manifest in groups[number]:
            followed = next((one for one in earlier if one.commit == manifest.prev), earlier[0] if earlier else None)
            expected = due[0] if due and manifest.prev not in due else manifest.prev
            yield from _broken(manifest, manifest.agency, expected, followed)


def _broken(manifest: Manifest, agency: str, prev: str, before: Manifest | None) -> Iterator[Finding]:
    for broken in broken_links(manifest, agency=agency, serial=manifest.serial, prev=prev, before=before):
        link = str(broken.params["link"]).replace("committed.at", "time")
        yield error(f"chain.{link}", place_of(manifest), broken.zh_line, broken.en_line)


def _forks(own: Iterable[PastDraw]) -> Iterator[Finding]:
    manifests = [one.manifest for one in own]
    for same in grouped(manifests, lambda one: one.serial).values():
        if len(same) > 1:
            commits = "、".join(one.commit for one in same)
            zh, en = f"同一编号有不同的锁定：{commits}", f"different commitments of one serial: {commits}"
            yield error("chain.fork", place_of(same[0]), zh, en)
    for prev, same in grouped(manifests, lambda one: one.prev).items():
        serials = listed(one.serial for one in same)
        if len({one.serial for one in same}) > 1:
            zh, en = f"编号 {serials} 都接在同一锁定 {prev} 之后", f"serials {serials} all follow the same {prev}"
            yield error("chain.fork", f"编号 {serials}", zh, en)


def _against_gazette(own: Iterable[PastDraw], gazette: Mapping[int, str]) -> Iterator[Finding]:
    for manifest in (one.manifest for one in own):
        due = gazette.get(manifest.serial)
        if due is None:
            zh, en = "未见公布其 COMMIT", "its COMMIT is not among the published ones"
            yield finding(Severity.WARNING, "chain.unpublished", place_of(manifest), zh, en)
        elif due != manifest.commit:
            zh = f"与公布的 COMMIT 不符：公布 {due}，实际 {manifest.commit}"
            en = f"is not the published COMMIT: {due} was published, the record has {manifest.commit}"
            yield error("chain.published", place_of(manifest), zh, en)
