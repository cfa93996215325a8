"""免责证明 and its counterparts for a firm: folders that are checked without the package (证明).

``evidence`` is for whoever is asked about: every draw of the span, what it was for the object, what the registers
answer, the records that the facts rest on, the assessment and the words of the law. ``why_drawn`` and
``why_not_drawn`` are for a firm: 为什么是我, 为什么没有他.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import get_args

import attrs

from shuangsuiji.accountability.assessments import Assessment
from shuangsuiji.accountability.basis_parts import field_text
from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_draws import DrawOnRecord, Recorded, looks_at
from shuangsuiji.accountability.derive_not_drawn import asked_agencies
from shuangsuiji.accountability.evidence_draws import (
    DrawState,
    ObjectStanding,
    draw_folder,
    draw_state,
    draws_files,
    object_rows,
)
from shuangsuiji.accountability.evidence_records import Placed, dossier_files, paper_files, register_files
from shuangsuiji.accountability.evidence_texts import assessment_files, readme
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.traps import traps_of
from shuangsuiji.draws import Draw
from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.inspection import DisclosureGrade
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.terms import Term
from shuangsuiji.values import check_field, check_kind, freeze, record_text

__all__ = ["EvidenceBundle", "EvidenceKind", "EvidenceTerms", "evidence", "sums", "why_drawn", "why_not_drawn"]

SUMS = "SHA256SUMS"
NONE = "-"


class EvidenceKind(Term):
    """What an evidence folder is for (证明类别)."""

    EXEMPTION = "免责证明"
    WHY_DRAWN = "为什么是我"
    WHY_NOT_DRAWN = "为什么没有他"


@attrs.frozen(kw_only=True)
class EvidenceTerms:
    """What a folder says of itself in ``evidence.txt`` (证明事项).

    Attributes:
        kind: what it is for.
        object_id: the object.
        grade: how openly it was made.
        as_of: the day up to which records were looked at; None where draws alone are shown.
        assessment: digest of the assessment, empty where there is none.

    """

    kind: EvidenceKind
    object_id: str
    grade: DisclosureGrade = DisclosureGrade.PUBLIC
    as_of: date | None = None
    assessment: str = ""

    def __attrs_post_init__(self) -> None:
        check_kind(self.kind, EvidenceKind, "EvidenceTerms.kind")
        check_field(self.object_id, "EvidenceTerms.object_id")
        check_kind(self.grade, DisclosureGrade, "EvidenceTerms.grade")


@attrs.frozen(kw_only=True)
class EvidenceBundle:
    """A folder that proves by itself, as its files by name; the shell writes it with the verifiers (证明文件夹).

    Attributes:
        terms: what it is for.
        files: by name, ``/`` between folders, names in ASCII.
        assessment: the assessment, None where draws alone are shown.

    """

    terms: EvidenceTerms
    files: Mapping[str, bytes] = attrs.field(converter=freeze)
    assessment: Assessment | None = None

    def __repr__(self) -> str:
        return f"<{self.terms.kind} {self.terms.object_id}：{len(self.files)} 个文件，{self.terms.grade}>"


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the index of a folder as ``sha256sum -c SHA256SUMS`` reads it, by name (校验清单)."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files) if name != SUMS)
    return "".join(lines).encode()


def evidence(
    assessment: Assessment, basis: RecordsBasis, *, grade: DisclosureGrade = DisclosureGrade.PUBLIC
) -> EvidenceBundle:
    """Return what proves an assessment, for a stranger to check: 4.2.4 to 4.2.13 (免责证明).

    Args:
        assessment: the assessment, whatever it came to.
        basis: the records that its facts were derived from.
        grade: how openly it is made; the strict reading, PUBLIC, is the default. What is withheld is named.

    Raises:
        BrokenChainError: a fact that was looked at later than the records at hand.
        InvalidValueError: an argument of another class.

    """
    check_kind(assessment, Assessment, "evidence.assessment")
    check_kind(basis, RecordsBasis, "evidence.basis")
    check_kind(grade, DisclosureGrade, "evidence.grade")
    case = assessment.case
    _check_days(assessment, basis)
    terms = EvidenceTerms(
        kind=EvidenceKind.EXEMPTION,
        object_id=case.object_id,
        grade=grade,
        as_of=basis.as_of,
        assessment=assessment.digest,
    )
    cited = frozenset(one.digest for fact in assessment.facts for one in fact.evidence if one.digest)
    whole, others = _draws(case, basis, cited)
    closed = None if grade is DisclosureGrade.INTERNAL else basis.as_of
    placed = _draw_files(whole, others, case.object_id, closed)
    placed |= Placed(files={"gazettes.tsv": table_bytes(_gazettes(_agencies(case, whole, basis), basis))}, places={})
    open_ = {one.manifest.commit for one in whole if draw_state(one, closed) is DrawState.DRAWN}
    placed |= dossier_files(case, basis.trails, cited, grade, open_)
    placed |= register_files(case, basis, grade)
    placed |= paper_files(basis, cited, grade)
    files = dict(placed.files) | assessment_files(assessment)
    files["facts.tsv"] = table_bytes(_fact_rows(assessment, placed.places))
    files["traps.tsv"] = table_bytes(_trap_rows(assessment, basis))
    return _bundle(terms, files, assessment)


def _check_days(assessment: Assessment, basis: RecordsBasis) -> None:
    late = max((one.as_of for fact in assessment.facts for one in fact.evidence), default=basis.as_of)
    if late > basis.as_of:
        zh, en = "证据查至之日晚于所给记录", "its evidence was looked at later than the records at hand"
        raise BrokenChainError(link=assessment.case.id, rule_zh=zh, rule=en, expected=basis.as_of, value=late)


def _draws(case: Case, basis: RecordsBasis, cited: frozenset[str]) -> tuple[list[DrawOnRecord], list[DrawOnRecord]]:
    """Return the draws of the span in which the department goes, and the others of the same agencies."""
    known = basis.draws_on_record
    whole = [
        one
        for one in known
        if one.manifest.commit in cited
        or (case.department in one.departments and (case.covers(one.day) or looks_at(one, case)))
    ]
    agencies = _agencies(case, whole, basis)
    own = {id(one) for one in whole}
    return whole, [one for one in known if one.manifest.agency in agencies and id(one) not in own]


def _agencies(case: Case, whole: Iterable[DrawOnRecord], basis: RecordsBasis) -> frozenset[str]:
    """Return whose commitments go along whole: who drew, and whoever else F6 asks for."""
    return frozenset((*(one.manifest.agency for one in whole), *asked_agencies(case, basis)))


def _draw_files(
    whole: Iterable[DrawOnRecord], others: Iterable[DrawOnRecord], object_id: str, closed: date | None
) -> Placed:
    shown = tuple(whole)
    files = draws_files(shown, object_id, closed)
    places: dict[str, str] = {}
    for one in others:
        name = f"chain/{draw_folder(one.commitment)}.txt"
        files[name] = one.manifest.to_bytes()
        places[one.manifest.commit] = name
    for one in shown:
        name = f"draws/{draw_folder(one.commitment)}/manifest.txt"
        cited = {value: name for key, value in one.manifest.entries.items() if key.endswith(".hash")}
        places = {**cited, **places, one.manifest.commit: name}
    return Placed(files=files, places=places)


def _gazettes(agencies: Iterable[str], basis: RecordsBasis) -> Iterator[tuple[str, str, str]]:
    for agency in sorted(agencies):
        for serial, commit in (basis.gazette(agency) or {}).items():
            yield agency, str(serial), commit


def _fact_rows(assessment: Assessment, places: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for fact in assessment.facts:
        for number, one in enumerate(fact.evidence, 1):
            place = places.get(one.digest, NONE)
            yield fact.code, f"{number:04d}", one.kind, one.reference, one.digest or NONE, place


def _trap_rows(assessment: Assessment, basis: RecordsBasis) -> Iterator[tuple[str, ...]]:
    for one in traps_of(assessment.case, basis, assessment.facts):
        yield one.severity.name, one.code, *(field_text(text) for text in (one.where, one.zh, one.en))


def why_drawn(record: Recorded, object_id: str) -> EvidenceBundle:
    """Return the proof that the lot, and nobody, chose a firm, for the firm to check: 4.3.5 (为什么是我).

    Args:
        record: the draw with its last round, or its matching.
        object_id: the object.

    Raises:
        InvalidValueError: the object was not drawn in it.

    """
    return _for_firm(EvidenceKind.WHY_DRAWN, (record,), object_id)


def why_not_drawn(records: Iterable[Recorded], object_id: str) -> EvidenceBundle:
    """Return the proof that a firm stood in no frame or was not drawn, in any of these draws: 4.3.5 (为什么没有他).

    Where the manifest has a Merkle root, the two neighbours show that it is absent; else the whole frame does.

    Args:
        records: the draws, each with its last round, or its matching.
        object_id: the object.

    Raises:
        InvalidValueError: no draw, the object was drawn in one of them, or one has no outcome yet.

    """
    check_kind(records, Iterable, "records")
    return _for_firm(EvidenceKind.WHY_NOT_DRAWN, tuple(records), object_id)


def _for_firm(kind: EvidenceKind, records: tuple[Recorded, ...], object_id: str) -> EvidenceBundle:
    for one in records:
        if not isinstance(one, get_args(Recorded)):
            check_kind(one, Draw, "records")
    draws = tuple(DrawOnRecord(record=one) for one in records)
    terms = EvidenceTerms(kind=kind, object_id=object_id)
    unknown = [draw_folder(one.commitment) for one in draws if one.drawn is None]
    if unknown or not draws:
        zh, en = "应为已揭示的抽取，且至少一次", "must be draws that have been revealed, at least one"
        raise InvalidValueError(field="records", rule_zh=zh, rule=en, value="、".join(unknown) or "无 none")
    rows = [row for one in draws for row in object_rows(one, object_id, draw_state(one, None))]
    drawn = any(row.standing is ObjectStanding.DRAWN for row in rows)
    if drawn is not (kind is EvidenceKind.WHY_DRAWN):
        zh = "应为所给各次抽取均未抽中的对象" if drawn else "应为该次抽中的对象"
        en = "must be an object that none of these draws drew" if drawn else "must be an object that the draw drew"
        raise InvalidValueError(field="object_id", rule_zh=zh, rule=en, value=object_id)
    return _bundle(terms, draws_files(draws, object_id, None), None)


def _bundle(terms: EvidenceTerms, files: dict[str, bytes], assessment: Assessment | None) -> EvidenceBundle:
    files["evidence.txt"] = record_text(terms).encode()
    files["README.txt"] = readme(
        f"{terms.kind} {terms.kind.name}", terms.object_id, f"{terms.grade} {terms.grade.name}"
    )
    return EvidenceBundle(terms=terms, files=files, assessment=assessment)
