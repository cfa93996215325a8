"""Whether a dossier is whole: nothing changed, missing or out of place: 2.1.9 (案卷检查)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, LawError
from shuangsuiji.inspection.archive_records import ArchiveRecord
from shuangsuiji.inspection.dossier_matters import open_matters
from shuangsuiji.inspection.dossier_verification import verify_dossier
from shuangsuiji.inspection.dossiers import Dossier, DossierHead, Opening, file_record
from shuangsuiji.inspection.filed_records import FiledRecords
from shuangsuiji.inspection.publication_deadlines import PublicationTerms, deadlines_of
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.recognitions import MutualRecognition
from shuangsuiji.inspection.results import Result, current
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import CheckSheet, MarkedPoint, check_marks
from shuangsuiji.values import Finding, Severity, record_digest

__all__ = ["archive", "check_dossier"]

_LINKED = frozenset({"Visit", "Result", "Publication", "FollowUp", "Objection", "ObjectionAnswer"})
_CITED = ("ItemList", "ObjectPool", "AnnualPlan", "Commitment")


def check_dossier(
    dossier: Dossier,
    on: date,
    terms: PublicationTerms,
    *,
    heads: Iterable[DossierHead] = (),
    sheets: Iterable[CheckSheet] = (),
) -> tuple[Finding, ...]:
    """Return everything there is to say of a dossier on a day: 2.1.9 (检查案卷).

    Args:
        dossier: the dossier.
        on: the day.
        terms: calendar, rule book and readings of the term of publication.
        heads: those that were published.
        sheets: the check sheets, whose points are then gone through; without them it is seen only that none of an
            item was marked.

    """
    filed = FiledRecords.of(dossier, on)
    return (
        *verify_dossier(dossier, heads),
        *_cited(dossier, filed),
        *_strangers(filed),
        *_unfiled(filed),
        *_contradictions(filed),
        *_withheld(filed),
        *_late(filed, terms),
        *_sheets(filed, {one.digest: one for one in sheets}),
        *(one.finding(on) for one in open_matters(dossier, on, terms)),
    )


def archive(dossier: Dossier, archive_number: str, *, by: str, on: date, terms: PublicationTerms) -> Dossier:
    """Return a dossier that is handed over to the archive, once nothing in it is open: 2.1.9 (移交归档).

    What comes in later, such as a correction, is filed after it and seen there.

    Raises:
        BrokenChainError: its chain is broken.
        LawError: something is still to be done in it.

    """
    broken = verify_dossier(dossier)
    if broken:
        zh, en = "案卷链条已断，不得移交", "its chain is broken"
        raise BrokenChainError(link=broken[0].where, rule_zh=zh, rule=en, expected=0, value=len(broken))
    matters = open_matters(dossier, on, terms)
    if matters:
        zh, en = f"尚有 {len(matters)} 项未结，不得移交", f"{len(matters)} matters are still open"
        clause = matters[0].clause
        raise LawError(
            field=dossier.id, rule_zh=zh, rule=en, value=f"{matters[0].where} {matters[0].zh}", clause=clause
        )
    record = ArchiveRecord(archive_number=archive_number, by=by, on=on, head=dossier.head)
    return file_record(dossier, record, on)


def _cited(dossier: Dossier, filed: FiledRecords) -> Iterator[Finding]:
    """Yield what the chain should begin with, and does not: list, pools, plan, COMMIT and the draw."""
    if isinstance(dossier.opened_by, Opening):
        return
    known = {getattr(one.record, "kind", "") for one in filed.entries if one.kind == "Citation"}
    for kind in _CITED:
        if kind not in known:
            zh, en = f"案卷未引 {kind}", f"cites no {kind}"
            yield _finding(Severity.ERROR, "dossier.uncited", dossier.id, zh, en)


def _strangers(filed: FiledRecords) -> Iterator[Finding]:
    """Yield the visits to objects that were not drawn, or have been replaced, and items for which they were not."""
    if filed.drawn is None:
        return
    due = {(one.object_id, item.item_code) for one in filed.drawn.objects for item in one.items}
    for visit in filed.visits.values():
        for item in visit.items:
            if (visit.object_id, item.item_code) in due or visit.draw is None:
                continue
            where, replaced = f"{visit.object_id} {item.item_code} {visit.id}", visit.object_id in filed.drawn.replaced
            severity = Severity.WARNING if replaced else Severity.ERROR
            zh = "检查了已被替换的对象" if replaced else "检查了未被抽中的对象或事项"
            en = "was replaced and is visited all the same" if replaced else "was visited and had not been drawn"
            yield _finding(severity, "visit.stranger", where, zh, en, "3.2.1")


def _unfiled(filed: FiledRecords) -> Iterator[Finding]:
    """Yield the records that rest on a record which is not in the dossier, or stands there otherwise.

    What is recognised is a result of another task, which stands in the dossier of that.
    """
    known: set[str] = set()
    for entry in filed.entries:
        known.add(entry.record_digest)
        for name, held in () if isinstance(entry.record, MutualRecognition) else _held(entry.record):
            if record_digest(held) not in known:
                zh = f"第 {entry.number} 件所依据的 {type(held).__name__}（{name}）未归档，或归档的与此不同"
                en = f"entry {entry.number} rests on a {type(held).__name__} ({name}) that was not filed as it stands"
                yield _finding(Severity.ERROR, "dossier.unfiled", f"{filed.dossier_id}#{entry.number}", zh, en)


def _contradictions(filed: FiledRecords) -> Iterator[Finding]:
    """Yield the first thing that is wrong with the results as a whole, such as two of one item of a visit."""
    try:
        current(filed.results.values())
    except (BrokenChainError, DuplicateError) as error:
        yield _finding(Severity.ERROR, "result.contradiction", filed.dossier_id, error.zh_line, error.en_line, "3.3.3")


def _withheld(filed: FiledRecords) -> Iterator[Finding]:
    """Yield what is off the channels by its grade, with the reason: 3.3.4 knows no exception."""
    for one in filed.publications.values():
        if one.is_withheld:
            zh = f"未主动公开（{one.grade}）：{one.reason}；抽查检查结果应当公示"
            en = f"is not public ({one.grade.name}), though results are made public"
            yield _finding(Severity.WARNING, "publication.withheld", one.result.id, zh, en, "3.3.4")


def _late(filed: FiledRecords, terms: PublicationTerms) -> Iterator[Finding]:
    """Yield what tells of a day within the term and was filed only after it: nothing else shows that day."""
    known: set[str] = set()
    for entry in filed.entries:
        record = entry.record
        result = record.result if isinstance(record, Publication) else record
        told = record.completed_on if isinstance(record, Publication) else getattr(record, "entered_on", None)
        if not isinstance(result, Result) or told is None or f"{entry.kind} {result.id}" in known:
            continue
        known.add(f"{entry.kind} {result.id}")
        terms_of = (one.deadline for one in deadlines_of(result, terms))
        last = min((one.latest for one in terms_of if one is not None and one.latest is not None), default=None)
        if last is not None and told <= last < entry.on:
            zh, en = f"所载 {told} 在期限 {last} 内，{entry.on} 才归档", f"tells of {told}, and was filed on {entry.on}"
            yield _finding(Severity.WARNING, "dossier.late", f"{filed.dossier_id}#{entry.number}", zh, en, "3.3.2")


def _held(record: object) -> Iterator[tuple[str, object]]:
    """Yield the records that a record holds directly, each of a kind that is filed by itself."""
    for field in attrs.fields(type(record)):  # type: ignore[arg-type]
        value: object = getattr(record, field.name)
        if type(value).__name__ in _LINKED:
            yield field.name, value


def _sheets(filed: FiledRecords, sheets: dict[str, CheckSheet]) -> Iterator[Finding]:
    """Yield what the marks of a visit lack, by the check sheets that are at hand."""
    for visit in filed.visits.values():
        for digest in dict.fromkeys(one.sheet_digest for one in visit.items if one.sheet_digest in sheets):
            for found in check_marks(sheets[digest], _marks_on(visit, sheets[digest])):
                yield attrs.evolve(found, where=f"{visit.id} {found.where}")


def _marks_on(visit: Visit, sheet: CheckSheet) -> list[MarkedPoint]:
    items = {(one.item_code, one.department) for one in sheet.points}
    return [one for one in visit.marks if (one.item_code, one.department) in items]


def _finding(severity: Severity, code: str, where: str, zh: str, en: str, clause: str = "2.1.9") -> Finding:
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref(clause))
