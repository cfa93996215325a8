"""How the tests of the script of an evidence folder make folders that say otherwise, and read what it says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shuangsuiji.accountability import Assessment, Case, Fact, assess
from shuangsuiji.accountability.derive_draws import DrawOnRecord, Recorded
from shuangsuiji.accountability.deriving import derive
from shuangsuiji.accountability.evidence_bundles import EvidenceBundle, evidence
from shuangsuiji.accountability.evidence_draws import draws_files
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.inspection import DisclosureGrade
from tests.unit.evidence_tamperings import Files, one, swap

QUERY = "registers/001/query.1.txt"
CONTRADICTED = "is contradicted by what is here"


def files_of(bundle: EvidenceBundle) -> Files:
    """Return the files of a folder, to be changed."""
    return dict(bundle.files)


def said(files: Files, status: str, code: str = "") -> str:
    """Return what the script says under a status, but for the index of the folder."""
    lines = [each for each in script.check(files).checks if each.status == status and each.code != "sums"]
    return "\n".join(f"{each.code}: {each.en}" for each in lines if code in ("", each.code))


def redrawn(files: Files, draws: Iterable[Recorded], as_of: date | None = None) -> Files:
    """Return a folder in which the draws are others: their files, what they meant for the object, and the words."""
    kept = {
        name: content
        for name, content in files.items()
        if not name.startswith(("answers/", "proofs/")) and not (name.startswith("draws/") and name.count("/") > 1)
    }
    object_id = script.Record(files["evidence.txt"])["object_id"]
    return kept | draws_files([DrawOnRecord(record=each) for each in draws], object_id, as_of)


def filed_otherwise(files: Files, old: str, new: str, dossier: str = "dossiers/001") -> None:
    """Change what a dossier filed of its draw, and its digest in the chain."""
    name = one(files, f"{dossier}/0", ".txt", ":FiledDraw")
    before = script.sha(files[name])
    swap(files, name, old, new)
    swap(files, f"{dossier}/chain.tsv", before, script.sha(files[name]))


def undossiered(files: Files) -> Files:
    """Return a folder without its dossiers."""
    return {name: content for name, content in files.items() if not name.startswith("dossier")}


def forged(about: Case, at_hand: RecordsBasis, *facts: Fact, **taken: Fact) -> EvidenceBundle:
    """Return the evidence on facts that somebody chose, whatever the records say."""
    chosen = {fact.code: fact for fact in facts} | taken
    return evidence(assess(about, chosen.values()), at_hand, grade=DisclosureGrade.INTERNAL)


def honest(
    about: Case, at_hand: RecordsBasis, *given: Fact, grade: DisclosureGrade = DisclosureGrade.INTERNAL
) -> Files:
    """Return the folder on the facts as the package derives them, with what somebody brought."""
    return files_of(evidence(assess(about, derive(about, at_hand, given).facts), at_hand, grade=grade))


def fact_of(assessment: Assessment, code: str) -> Fact:
    """Return a fact of an assessment."""
    return next(fact for fact in assessment.facts if fact.code == code)
