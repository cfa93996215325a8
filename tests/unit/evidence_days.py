"""Evidence that the tests of evidence folders begin with: two draws of May, a register with leads, a dossier.

The object of the joint draw was drawn and visited; the first object that it did not draw was not drawn in the second
draw either, which has a Merkle root. A lead about the former came on 9 June, one about another firm on 16 June.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import attrs

from shuangsuiji.accountability import FACT_KINDS, Assessment, Fact, FactEvidence, Truth, assess
from shuangsuiji.accountability.deriving import derive
from shuangsuiji.accountability.evidence_bundles import EvidenceBundle, evidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.draws import Draw
from shuangsuiji.inspection import DisclosureGrade, LeadRegister, LeadStepKind
from tests.unit.accountability_days import STATED_AT, basis, case, filed, undrawn
from tests.unit.builders import AGENCY, codes_of, committed, design, drawn, pool_of, task
from tests.unit.inspection_days import joint_draw, joint_matching, shared_object
from tests.unit.lead_days import filled, later_lead, lead, statement, step

CLEAN, PROBLEM = "clean", "problem"


def given(code: str, value: Truth = Truth.TRUE) -> Fact:
    """Return a fact that a paper of 20 July settles."""
    paper = FactEvidence(kind="问题报告", reference="合成〔2025〕1号", as_of=date(2025, 7, 20), established_by=AGENCY)
    return Fact(kind=FACT_KINDS[code], value=value, because_zh="已查明", because="was found", evidence=(paper,))


@cache
def second_draw() -> Draw:
    """Return another draw of the authority for labels, with a Merkle root, that does not draw ``undrawn()``."""
    before = joint_draw()
    one = committed(
        task(design("3%"), id="2025-08"), pool_of(120, id="SCJG-objects-2"), 1, earlier=[before], merkle=True
    )
    return drawn(one, 1)


@cache
def register() -> LeadRegister:
    """Return a register of January to July with a lead about the object that was drawn, and one about another firm."""
    whole = statement(first=date(2025, 1, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
    own = lead(object_id=shared_object())
    other = later_lead(45)
    return filled(own, step(LeadStepKind.DISPOSED, own), other, whole, at=STATED_AT)


@cache
def records() -> RecordsBasis:
    """Return everything at hand on 8 September."""
    return basis(draws=(joint_matching(), second_draw()), registers=(register(),), as_of=date(2025, 9, 8))


@cache
def assessed(object_id: str | None = None) -> Assessment:
    """Return the assessment of an officer: of the visited object, or of one that was not drawn."""
    one = case() if object_id is None else case(object_id=object_id)
    brought = [given("F0")] if object_id else [given("F0"), given("F4", Truth.FALSE)]
    return assess(one, derive(one, records(), brought).facts)


@cache
def visited_evidence(grade: DisclosureGrade = DisclosureGrade.INTERNAL) -> EvidenceBundle:
    """Return the evidence on the visited object."""
    return evidence(assessed(), records(), grade=grade)


@cache
def undrawn_evidence(grade: DisclosureGrade = DisclosureGrade.INTERNAL) -> EvidenceBundle:
    """Return the evidence on the object that was not drawn."""
    return evidence(assessed(undrawn()), records(), grade=grade)


@cache
def sealed_evidence(grade: DisclosureGrade = DisclosureGrade.PUBLIC) -> EvidenceBundle:
    """Return evidence of 20 July, when the codes of both draws are not revealed yet to everybody."""
    known = attrs.evolve(records(), as_of=date(2025, 7, 20), dossiers=(), heads=())
    one = case(object_id=undrawn())
    return evidence(assess(one, derive(one, known).facts), known, grade=grade)


@cache
def failed_evidence() -> EvidenceBundle:
    """Return the evidence where a third commitment was thrown away."""
    parties = {party: codes[0] for party, codes in codes_of(2).items()}
    before = [joint_draw(), second_draw()]
    third = committed(task(design("1%"), id="2025-09"), pool_of(200), 2, earlier=before, parties=parties)
    known = basis(draws=(joint_matching(), second_draw()), discarded=(third,), as_of=date(2025, 9, 8))
    one = case(object_id=undrawn())
    return evidence(assess(one, derive(one, known, [given("F0")]).facts), known)


@cache
def broken_evidence() -> EvidenceBundle:
    """Return the evidence where the chains of dossier and register are broken."""
    whole = register()
    odd = attrs.evolve(whole, entries=(attrs.evolve(whole.entries[0], before="1" * 64), *whole.entries[1:]))
    dossier = filed()
    cut = attrs.evolve(dossier, entries=dossier.entries[:8] + dossier.entries[9:])
    known = basis(cut, registers=(odd,))
    return evidence(assess(case(), derive(case(), known).facts), known, grade=DisclosureGrade.INTERNAL)
