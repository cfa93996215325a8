"""What an evidence folder holds of dossiers and registers: chains whole, texts as far as they may be shown (记录证明).

Every entry stands in the table of its chain with its digest; the text of a record goes along where it is about the
object and its grade allows it. An entry of a dossier is bound by digests alone, so that the chain of a dossier can be
checked whole even where texts are withheld; of a register, the links between two withheld entries cannot. A chain that
is broken proves nothing: it is named in ``broken-….tsv`` and left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_leads import answers_of, registers_for
from shuangsuiji.accountability.derive_trails import Trail
from shuangsuiji.accountability.evidence_grades import allows, grade_of, object_of, published_grades
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection import (
    CaseLead,
    Citation,
    CompletenessStatement,
    DisclosureGrade,
    FiledDraw,
    LeadAnswer,
    LeadEntry,
    LeadRegister,
    LeadState,
    LeadStep,
    OpenPeriod,
    RegisterHead,
)
from shuangsuiji.inspection.lead_registers import register_faults
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.values import record_digest, record_text

__all__ = ["Placed", "RegisterQuery", "dossier_files", "paper_files", "register_files"]

NONE = "-"
_HELD = (Citation, FiledDraw)  # what a dossier tells of its task, beside the records of its objects
_PAPERS = ("lists", "guides", "sheets", "plans")


@attrs.frozen(kw_only=True)
class Placed:
    """Files of a folder, and where a digest is to be found among them (载入位置).

    Attributes:
        files: by name.
        places: by digest, the file that has it or shows it.

    """

    files: Mapping[str, bytes]
    places: Mapping[str, str]

    def __or__(self, other: Placed) -> Placed:
        """Both together; of a digest that stands in both, the place in the first."""
        return Placed(files={**self.files, **other.files}, places={**other.places, **self.places})


@attrs.frozen(kw_only=True)
class RegisterQuery:
    """What was asked of a register and what it answered, by the numbers of its entries (线索查询单).

    Attributes:
        register: id of the register.
        subject: id of the object, or of the market entity.
        department: id of the department asked about.
        received_from: first day of receipt.
        received_to: last day.
        as_of: the instant.
        state: what it answers.
        head: number and digest of the last entry that the answer rests on.
        leads: numbers of the entries that hold the leads found.
        unidentified: numbers of those whose object is not known.
        gaps: days without a statement of completeness.
        faults: where the chain is broken, by code and place.

    """

    register: str
    subject: str
    department: str
    received_from: date
    received_to: date
    as_of: datetime
    state: LeadState
    head: RegisterHead
    leads: tuple[int, ...]
    unidentified: tuple[int, ...]
    gaps: tuple[OpenPeriod, ...]
    faults: tuple[str, ...]


def dossier_files(
    case: Case, trails: Iterable[Trail], cited: frozenset[str], grade: DisclosureGrade, shown: Collection[str] = ()
) -> Placed:
    """Return the dossiers that are about the object or that a fact cites, with chain and heads (案卷证明文件).

    Args:
        case: the case.
        trails: the dossiers at hand.
        cited: digests that facts cite.
        grade: how openly the folder is made.
        shown: COMMITs of the draws whose outcome the folder shows; their dossiers go along, since they filed it.

    """
    found = Placed(files={}, places={})
    listed: list[tuple[str, ...]] = []
    heads: list[tuple[str, ...]] = []
    broken: list[tuple[str, ...]] = []
    for one in sorted(trails, key=lambda each: each.id):
        if not (one.commit in shown or one.holds(case.object_id) or _cites(one, cited)):
            continue
        if one.faults:
            broken += [("dossier", one.id, fault.code, fault.where) for fault in one.faults]
            continue
        name = f"dossiers/{len(listed) + 1:03d}"
        dossier = one.dossier
        listed.append((name, dossier.id, record_digest(dossier.opened_by), str(len(dossier.entries))))
        heads += [(name, str(head.number), head.digest) for head in one.heads]
        found |= _dossier(name, one, case, cited, grade)
    tables = {"dossiers.tsv": table_bytes(listed), "dossier-heads.tsv": table_bytes(heads)} if listed else {}
    tables |= {"broken-dossiers.tsv": table_bytes(set(broken))} if broken else {}
    return Placed(files={**found.files, **tables}, places=found.places)


def _cites(trail: Trail, cited: frozenset[str]) -> bool:
    dossier = trail.dossier
    return dossier.head.digest in cited or any(one.record_digest in cited for one in dossier.entries)


def _dossier(name: str, trail: Trail, case: Case, cited: frozenset[str], grade: DisclosureGrade) -> Placed:
    files = {f"{name}/opening.txt": record_text(trail.dossier.opened_by).encode()}
    chain, places = f"{name}/chain.tsv", dict[str, str]()
    published = published_grades(one.record for one in trail.dossier.entries)
    rows: list[tuple[str, ...]] = []
    for one in trail.dossier.entries:
        own = object_of(one.record) == case.object_id or isinstance(one.record, _HELD)
        shown = (own or one.record_digest in cited) and allows(grade, grade_of(one.record, published))
        file = f"{name}/{one.number:06d}.txt" if shown else NONE
        if shown:
            files[file] = record_text(one.record).encode()
        places[one.record_digest] = file if shown else chain
        places[one.digest] = chain
        number, on = f"{one.number:06d}", one.on.isoformat()
        rows.append((number, one.kind, on, one.record_digest, one.previous, one.digest, file))
    return Placed(files={**files, chain: table_bytes(rows)}, places=places)


def register_files(case: Case, basis: RecordsBasis, grade: DisclosureGrade) -> Placed:
    """Return the registers of the department of a case, each with its chain, heads and answers (登记簿证明文件)."""
    found = Placed(files={}, places={})
    listed: list[tuple[str, ...]] = []
    heads: list[tuple[str, ...]] = []
    broken: list[tuple[str, ...]] = []
    for register in sorted(registers_for(case, basis), key=lambda one: one.id):
        name = f"registers/{len(listed) + 1:03d}"
        own = [one for one in basis.register_heads if one.register == register.id]
        faults = register_faults(register, own)
        if faults:
            broken += [("register", register.id, fault.code, fault.where) for fault in faults]
            continue
        heads += [(name, str(one.entries), one.digest) for one in own]
        listed.append((name, register.id, register.keeper, str(len(register.entries))))
        answers = answers_of(register, case, basis)
        found |= _register(name, register, case, grade)
        queries = {
            f"{name}/query.{number}.txt": record_text(_query(answer, register)).encode()
            for number, answer in enumerate(answers, 1)
        }
        found |= Placed(files=queries, places={})
    tables = {"registers.tsv": table_bytes(listed), "register-heads.tsv": table_bytes(heads)} if listed else {}
    tables |= {"broken-registers.tsv": table_bytes(set(broken))} if broken else {}
    return Placed(files={**found.files, **tables}, places=found.places)


def _register(name: str, register: LeadRegister, case: Case, grade: DisclosureGrade) -> Placed:
    chain, files, places = f"{name}/chain.tsv", dict[str, bytes](), dict[str, str]()
    concerning = _concerning(register, case)
    rows: list[tuple[str, ...]] = []
    for one in register.entries:
        own = isinstance(one.record, CompletenessStatement) or one.number in concerning
        shown = grade is DisclosureGrade.INTERNAL or (own and allows(grade, grade_of(one.record, {})))
        file = f"{name}/{one.number:06d}.txt" if shown else NONE
        if shown:
            files[file] = record_text(one).encode()
        places[one.digest] = chain
        if isinstance(one.record, CaseLead):
            places[one.record.digest] = file if shown else NONE
        rows.append((f"{one.number:06d}", one.digest, file))
    files[chain] = table_bytes(rows)
    return Placed(files=files, places={key: place for key, place in places.items() if place != NONE})


def _concerning(register: LeadRegister, case: Case) -> frozenset[int]:
    """Return the numbers of the entries that are about the object, or may be: leads, and the steps of these."""
    own = {case.object_id, case.holder}
    known = [one for one in register.entries if isinstance(one.record, (CaseLead, LeadStep))]
    ids = {one.record.id for one in known if isinstance(one.record, CaseLead) and _may_concern(one.record, case)}
    steps = (one.record for one in known if isinstance(one.record, LeadStep))
    ids |= {one.lead_id for one in steps if own & {one.object_id, one.holder}}
    return frozenset(one.number for one in known if _lead_id(one) in ids)


def _may_concern(lead: CaseLead, case: Case) -> bool:
    return lead.is_unidentified or lead.concerns(case.object_id) or lead.concerns(case.holder)


def _lead_id(entry: LeadEntry) -> str:
    record = entry.record
    return record.id if isinstance(record, CaseLead) else record.lead_id if isinstance(record, LeadStep) else ""


def _query(answer: LeadAnswer, register: LeadRegister) -> RegisterQuery:
    numbers = {one.record.id: one.number for one in register.entries if isinstance(one.record, CaseLead)}
    return RegisterQuery(
        register=register.id,
        subject=answer.subject,
        department=answer.departments[0],
        received_from=answer.received_from,
        received_to=answer.received_to,
        as_of=answer.as_of,
        state=answer.state,
        head=answer.head,
        leads=tuple(sorted(numbers[one.lead.id] for one in answer.leads)),
        unidentified=tuple(sorted(numbers[one.lead.id] for one in answer.unidentified)),
        gaps=answer.gaps,
        faults=tuple(f"{one.code} {one.where}" for one in answer.faults),
    )


def paper_files(basis: RecordsBasis, cited: frozenset[str], grade: DisclosureGrade) -> Placed:
    """Return the lists, guides, check sheets and plans that a fact cites (所引文书文件)."""
    files: dict[str, bytes] = {}
    places: dict[str, str] = {}
    for kind in _PAPERS:
        for one in {id(each): each for each in _records(basis, kind)}.values():
            digest = record_digest(one)
            if digest in cited and allows(grade, grade_of(one, {})):
                places[digest] = f"papers/{type(one).__name__}-{digest[:12]}.txt"
                files[places[digest]] = record_text(one).encode()
    return Placed(files=files, places=places)


def _records(basis: RecordsBasis, kind: str) -> Iterator[object]:
    """Yield the papers of a kind at hand, those behind the commitments among them."""
    yield from getattr(basis, kind)
    held = (one.commitment.basis for one in basis.draws_on_record)
    for one in (each for each in held if each is not None):
        if kind == "plans":
            yield one.plan
        elif kind == "lists":
            yield one.items
