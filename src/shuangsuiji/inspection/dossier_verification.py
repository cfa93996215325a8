"""Whether a dossier is as it was filed: every record, every link, every published head: 2.1.9 (案卷核验)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.archive_records import ArchiveRecord
from shuangsuiji.inspection.dossiers import Dossier, DossierEntry, DossierHead, days_of, draw_of, same_draw
from shuangsuiji.inspection.successions import follows, key_of
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Finding, Severity, record_digest

__all__ = ["verify_dossier"]

_CLAUSE = LIYANG_2020.ref("2.1.9")


def verify_dossier(dossier: Dossier, heads: Iterable[DossierHead] = ()) -> tuple[Finding, ...]:
    """Return everything that is wrong with the chain of a dossier, ``where`` being ``ID#NUMBER``: 2.1.9 (核验案卷).

    Without heads, entries missing at the end are not noticed, nor a dossier that somebody made anew from an entry on.
    Where the chain holds, entries are named that tell otherwise what an entry before them tells under the same id.

    Args:
        dossier: the dossier.
        heads: those that were published or filed elsewhere; heads of other dossiers are passed over.

    """
    broken = (
        *_numbers(dossier),
        *_links(dossier),
        *_records(dossier),
        *_days(dossier),
        *_archived(dossier),
        *_published(dossier, [one for one in heads if one.dossier == dossier.id]),
    )
    return broken or tuple(_rewritten(dossier))


def _numbers(dossier: Dossier) -> Iterator[Finding]:
    for due, entry in enumerate(dossier.entries, 1):
        if entry.number != due:
            zh, en = f"序号应为 {due}，可能缺件、多件或换序", f"should be number {due}: dropped, inserted or reordered"
            yield _error(dossier, entry, "number", zh, en)


def _links(dossier: Dossier) -> Iterator[Finding]:
    previous = dossier.genesis
    for entry in dossier.entries:
        if entry.previous != previous:
            zh = f"所载前件摘要 {entry.previous[:12]}… 与前件 {previous[:12]}… 不符"
            en = f"bears {entry.previous[:12]}… for the entry before, which is {previous[:12]}…"
            yield _error(dossier, entry, "link", zh, en)
        previous = entry.digest


def _records(dossier: Dossier) -> Iterator[Finding]:
    for entry in dossier.entries:
        kind = type(entry.record).__name__
        if kind != entry.kind:
            yield _error(dossier, entry, "kind", f"记录为 {kind}，非 {entry.kind}", f"is a {kind}, no {entry.kind}")
        try:
            found = record_digest(entry.record)
        except InvalidValueError as error:
            yield _error(dossier, entry, "record", error.zh_line, error.en_line)
            continue
        if found != entry.record_digest:
            zh = f"记录摘要应为 {entry.record_digest[:12]}…，实际为 {found[:12]}…：归档后被改动"
            en = f"has the digest {found[:12]}…, not {entry.record_digest[:12]}…: changed since it was filed"
            yield _error(dossier, entry, "record", zh, en)
        own = draw_of(entry.record)
        if own is not None and not same_draw(own, dossier.opened_by):
            yield _error(dossier, entry, "draw", f"属于另一抽取 {own}", f"belongs to another draw, {own}")


def _days(dossier: Dossier) -> Iterator[Finding]:
    for before, entry in pairwise(dossier.entries):
        if entry.on < before.on:
            zh, en = (
                f"归档日 {entry.on} 早于前件 {before.on}：倒签",
                f"filed on {entry.on}, before the last, {before.on}",
            )
            yield _error(dossier, entry, "day", zh, en)
    for entry in dossier.entries:
        for name, day in days_of(entry.record).items():
            if entry.on < day:
                zh, en = f"归档日 {entry.on} 早于 {name} {day}：倒签", f"filed on {entry.on}, before its {name}, {day}"
                yield _error(dossier, entry, "day", zh, en)


def _archived(dossier: Dossier) -> Iterator[Finding]:
    """Yield the records of a handing over that tell another last entry than the one before them."""
    for entry in dossier.entries:
        if not isinstance(entry.record, ArchiveRecord):
            continue
        head = entry.record.head
        if (head.dossier, head.number, head.digest) != (dossier.id, entry.number - 1, entry.previous):
            zh = f"移交时链头应为前件 {entry.previous[:12]}…，所载为 {head.dossier}#{head.number} {head.digest[:12]}…"
            en = f"bears {head.dossier}#{head.number} {head.digest[:12]}… for the last entry, not the one before it"
            yield _error(dossier, entry, "archive", zh, en)


def _rewritten(dossier: Dossier) -> Iterator[Finding]:
    """Yield what has the id of a record before it and does not carry it on, such as a result with another outcome."""
    known: dict[tuple[str, str], DossierEntry] = {}
    for entry in dossier.entries:
        key = key_of(entry.record)
        if key is None:
            continue
        before = known.get(key)
        if before is not None and not follows(before.record, entry.record):
            zh = f"与第 {before.number} 件 {key[0]} {key[1]} 同号而不是其续记：不作数"
            en = f"is another {key[0]} {key[1]} than entry {before.number}, does not follow it, and counts for nothing"
            yield _error(dossier, entry, "rewritten", zh, en)
            continue
        known[key] = entry


def _published(dossier: Dossier, heads: Iterable[DossierHead]) -> Iterator[Finding]:
    digests = {0: dossier.genesis} | {one.number: one.digest for one in dossier.entries}
    for head in heads:
        found = digests.get(head.number)
        if found != head.digest:
            zh = f"已公布链头 {head.digest[:12]}…，案卷中为 {f'{found[:12]}…' if found else '无此件'}"
            en = f"the head {head.digest[:12]}… was published, the dossier has {f'{found[:12]}…' if found else 'none'}"
            where = f"{dossier.id}#{head.number}"
            yield Finding(severity=Severity.ERROR, code="dossier.head", where=where, zh=zh, en=en, clause=_CLAUSE)


def _error(dossier: Dossier, entry: DossierEntry, code: str, zh: str, en: str) -> Finding:
    return Finding(
        severity=Severity.ERROR,
        code=f"dossier.{code}",
        where=f"{dossier.id}#{entry.number}",
        zh=f"第 {entry.number} 件 {zh}",
        en=f"entry {entry.number} {en}",
        clause=_CLAUSE,
    )
