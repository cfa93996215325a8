"""The dossier of a task: one chain from the list to the archive, appended to and never rewritten: 2.1.9 (案卷).

An entry holds a record, the digest of the record, and the digest of the entry before. Whoever changes, drops, inserts,
reorders or back-dates an entry breaks the chain, unless he makes all of it anew from there on; and who does that
cannot make it agree with a head that has been published. Entry n has the digest::

    SHA-256("ssj-dossier-entry|" n "|" KIND "|" DAY "|" RECORD "|" PREVIOUS)

where RECORD is the digest of the text of the record (``values.record_text``) and PREVIOUS that of entry n-1; before
the first entry it is ``SHA-256("ssj-dossier|" ID "|" OPENING)``, with the digest of what opened the dossier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import cast

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws import Commitment
from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.inspection.dossier_parts import FiledDraw, citations_of
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.visit_parts import DrawCitation
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.lottery.digest import Algorithm, hash_message, is_digest
from shuangsuiji.registry import InspectorPool
from shuangsuiji.values import check_count, check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["Dossier", "DossierEntry", "DossierHead", "Opening", "file_record", "file_records", "open_dossier"]

# The days on which something happened, as records name them; terms such as due_on may lie ahead.
_PAST = (
    *("answered_on", "completed_on", "decided_on", "drawn_on", "entered_on", "filed_on", "formed_on", "found_on"),
    *("issued_on", "made_on", "offered_on", "on", "opened_on", "published_on", "received_on", "recorded_on"),
    *("referred_on", "settled_on", "withdrawn_on"),
)
# The parts of a record that tell of days of their own.
_PARTS = ("closure", "hand_overs", "notices", "records", "steps")


@attrs.frozen(kw_only=True)
class Opening:
    """What opens a chain that no draw stands at the head of, such as the cases of a department: 三（四） (立卷依据).

    Cases have a chain of their own, since they are never booked as random inspections.

    Attributes:
        department: id of the department whose chain it is.
        matter: what is kept in it, such as ``线索 2026``.

    """

    department: str
    matter: str

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "Opening.department")
        check_field(self.matter, "Opening.matter")

    def __str__(self) -> str:
        return f"{self.department} {self.matter}"


@attrs.frozen(kw_only=True)
class DossierHead:
    """How far a dossier has come: publish it, and nothing before it can be changed unseen (案卷链头).

    Attributes:
        dossier: id of the dossier.
        number: number of its last entry, 0 for none.
        digest: digest of that entry.

    """

    dossier: str
    number: int
    digest: str

    def __attrs_post_init__(self) -> None:
        check_field(self.dossier, "DossierHead.dossier")
        check_count(self.number, "DossierHead.number")
        _check_digest(self.digest, "DossierHead.digest")

    def __str__(self) -> str:
        return f"{self.dossier} 第{self.number}件 {self.digest}"


@attrs.frozen(kw_only=True)
class DossierEntry:
    """One record in a dossier, with what binds it to the one before (案卷条目).

    What does not fit together is found by ``verify_dossier`` and not refused here, so that it can be shown.

    Attributes:
        number: 1, 2, 3 …
        kind: class of the record.
        on: the day on which it was filed.
        record_digest: digest of the record as it was filed.
        previous: digest of the entry before.
        record: the record.

    """

    number: int
    kind: str
    on: date
    record_digest: str
    previous: str
    record: object

    def __attrs_post_init__(self) -> None:
        check_count(self.number, "DossierEntry.number", at_least=1)
        check_name(self.kind, "DossierEntry.kind")
        check_day(self.on, "DossierEntry.on")
        for field in ("record_digest", "previous"):
            _check_digest(getattr(self, field), f"DossierEntry.{field}")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the entry says of itself, 64 hex digits; the next one bears it."""
        fields = (str(self.number), self.kind, self.on.isoformat(), self.record_digest, self.previous)
        return hash_message(Algorithm.SHA256, "ssj-dossier-entry", *fields)

    def __repr__(self) -> str:
        return f"<案卷条目 {self.number} {self.on} {self.kind} {self.record_digest[:12]}…>"


@attrs.frozen(kw_only=True)
class Dossier:
    """All records of one task, each knowing the one before: 2.1.9 «实现随机抽查工作全程留痕» (案卷).

    Attributes:
        id: a field, unlike that of any other dossier.
        opened_by: the commitment; of a chain of cases, whose it is.
        entries: in the order in which they were filed.

    """

    id: str
    opened_by: DrawCitation | Opening
    entries: tuple[DossierEntry, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Dossier.id")
        if not isinstance(self.opened_by, Opening):
            check_kind(self.opened_by, DrawCitation, f"{self.id}.opened_by")

    @property
    def genesis(self) -> str:
        """What the first entry bears as the digest of the entry before."""
        return hash_message(Algorithm.SHA256, "ssj-dossier", self.id, record_digest(self.opened_by))

    @property
    def head(self) -> DossierHead:
        """The last entry, by number and digest: what to publish."""
        last = self.entries[-1] if self.entries else None
        number, digest = (last.number, last.digest) if last else (0, self.genesis)
        return DossierHead(dossier=self.id, number=number, digest=digest)

    def records(self, kind: str) -> tuple[object, ...]:
        """Return the records of one class, in the order in which they were filed (分类记录)."""
        return tuple(one.record for one in self.entries if one.kind == kind)

    def __repr__(self) -> str:
        return f"<案卷 {self.id}：{self.opened_by}，{len(self.entries)} 件，链头 {self.head.digest[:12]}…>"

    def _repr_html_(self) -> str:
        rows = ((one.number, one.on, one.kind, one.record, one.digest) for one in self.entries)
        return html_table(repr(self), ("序号", "归档日", "类别", "记录", "摘要"), rows, total=len(self.entries))


def open_dossier(
    commitment: Commitment, on: date, *, dossier_id: str = "", people: InspectorPool | None = None
) -> Dossier:
    """Open the dossier of a task with what its commitment rests on: 2.1.4, 2.1.9 (立卷).

    Args:
        commitment: the commitment; list, pools, plan and procedure are cited as it names them.
        on: the day, not before that of the commitment.
        dossier_id: a field; plan, task and serial unless given.
        people: the version of the pool of inspectors, where anybody is matched.

    """
    manifest = commitment.manifest
    citation = DrawCitation(
        agency=manifest.agency,
        plan=manifest.plan,
        task=manifest.task,
        serial=manifest.serial,
        commit=manifest.commit,
    )
    opened = Dossier(id=dossier_id or f"{manifest.plan}/{manifest.task}/{manifest.serial}", opened_by=citation)
    return file_records(opened, ((one, on) for one in citations_of(commitment, people)))


def file_record(dossier: Dossier, record: object, on: date) -> Dossier:
    """Return a dossier with one more record, filed on a day; what was filed stays as it is: 2.1.9 (归档).

    Raises:
        InvalidValueError: something that is no record.
        BrokenChainError: a day before that of the last entry or of the record itself, a record that was filed
            already, or a visit or a result of another draw.

    """
    return file_records(dossier, ((record, on),))


def file_records(dossier: Dossier, records: Iterable[tuple[object, date]]) -> Dossier:
    """Return a dossier with several records more, each with the day on which it is filed: 2.1.9 (批量归档).

    Raises:
        InvalidValueError: as ``file_record``.
        BrokenChainError: as ``file_record``.

    """
    entries, head = list(dossier.entries), dossier.head
    number, previous = head.number, head.digest
    known = {one.record_digest for one in entries}
    for record, on in records:
        check_day(on, f"{dossier.id}.on")
        digest, kind = record_digest(record), type(record).__name__
        _check_filed(dossier, record, on, entries[-1].on if entries else on)
        if digest in known:
            raise _broken(dossier, "该记录已归档", "was filed already", None, f"{kind} {digest}")
        known.add(digest)
        number += 1
        entry = DossierEntry(number=number, kind=kind, on=on, record_digest=digest, previous=previous, record=record)
        entries.append(entry)
        previous = entry.digest
    return attrs.evolve(dossier, entries=tuple(entries))


def _check_filed(dossier: Dossier, record: object, on: date, last_on: date) -> None:
    if on < last_on:
        raise _broken(dossier, "归档日不得早于前一件", "is not filed before the last one", last_on, on)
    latest = max(days_of(record).values(), default=on)
    if on < latest:
        raise _broken(dossier, "归档日不得早于记录所载日期", "is not filed before what it tells", latest, on)
    own = draw_of(record)
    if own is not None and not same_draw(own, dossier.opened_by):
        raise _broken(dossier, "记录属于另一抽取", "the record belongs to another draw", dossier.opened_by, own)


def draw_of(record: object) -> DrawCitation | Opening | None:
    """Return the draw that a record answers, an ``Opening`` for a case, None where it is of no draw of its own."""
    visit = record.visit if isinstance(record, Result) else record
    if isinstance(visit, Visit):
        return visit.draw or Opening(department=visit.items[0].department, matter="个案")
    return record.draw if isinstance(record, FiledDraw) else None


def same_draw(own: DrawCitation | Opening, opened_by: DrawCitation | Opening) -> bool:
    """Tell whether a record belongs into a dossier: its rounds are one draw, and cases stay with cases."""
    if isinstance(own, DrawCitation) and isinstance(opened_by, DrawCitation):
        return attrs.evolve(own, k=0) == attrs.evolve(opened_by, k=0)
    return isinstance(own, Opening) and isinstance(opened_by, Opening)


def days_of(record: object) -> dict[str, date]:
    """Return the days on which a record says that something happened, by field (记录所载日期)."""
    found = {name: day for name in _PAST if isinstance(day := getattr(record, name, None), date)}
    for part in _PARTS:
        given: object = getattr(record, part, None)
        for one in cast("tuple[object, ...]", given) if isinstance(given, tuple) else (given,):
            found |= {f"{part}.{name}": max(day, found.get(f"{part}.{name}", day)) for name, day in _own_days(one)}
    return found


def _own_days(part: object) -> Iterator[tuple[str, date]]:
    for name in _PAST:
        day = getattr(part, name, None)
        if isinstance(day, date):
            yield name, day


def _check_digest(text: str, field: str) -> None:
    if not is_digest(text):
        zh, en = "应为 64 位小写十六进制", "must be 64 lower-case hex digits"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)


def _broken(dossier: Dossier, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    link = f"{dossier.id}#{len(dossier.entries) + 1}"
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
