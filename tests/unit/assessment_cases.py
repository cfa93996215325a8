"""A case, facts and evidence that the tests of assessments begin with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from shuangsuiji.accountability import (
    FACT_KINDS,
    Case,
    Fact,
    FactEvidence,
    FactKind,
    GroundSet,
    MissingEvidence,
    SubjectKind,
    Truth,
)
from tests.unit.builders import AGENCY, made, uscc

T, F, N = Truth.TRUE, Truth.FALSE, Truth.NOT_ESTABLISHED
LETTERS = {"T": T, "F": F, "N": N}


def case(**changes: object) -> Case:
    """Return a case about a problem of 8 September 2025 at ``uscc(1)``."""
    given = {
        "id": "认-01",
        "subject": "I-0007",
        "subject_kind": SubjectKind.OFFICER,
        "department": AGENCY,
        "object_id": uscc(1),
        "holder": uscc(1),
        "item_codes": ("hygiene", "labels"),
        "event_on": date(2025, 9, 8),
        "opened_on": date(2025, 9, 15),
    }
    return made(Case, given, changes)


def evidence(**changes: object) -> FactEvidence:
    """Return a record that was looked at up to 12 September 2025."""
    given = {
        "kind": "Result",
        "reference": "结果-01",
        "as_of": date(2025, 9, 12),
        "established_by": AGENCY,
        "digest": "0f" * 32,
        "made_on": date(2025, 6, 16),
    }
    return made(FactEvidence, given, changes)


MISSING = MissingEvidence(zh="检查表原件", en="the check sheet itself", where="合成档案室")


def fact(kind: str | FactKind, value: Truth = T, /, **changes: object) -> Fact:
    """Return a fact of 四（二）, or of another kind, with a record behind it or with what is missing."""
    settled = value is not N
    given = {
        "kind": FACT_KINDS[kind] if isinstance(kind, str) else kind,
        "value": value,
        "because_zh": "合成理由",
        "because": "a made-up reason",
        "evidence": (evidence(),) if settled else (),
        "missing": () if settled else (MISSING,),
    }
    return made(Fact, given, changes)


def facts(grounds: GroundSet | None = None, /, **values: str) -> Mapping[str, Fact]:
    """Return facts by code: ``facts(F1="T", F4="N")``."""
    kinds = FACT_KINDS if grounds is None else {kind.code: kind for kind in grounds.kinds}
    return {code: fact(kinds[code], LETTERS[letter]) for code, letter in values.items()}


EX_1 = {"F1": "T", "F2": "T", "F3": "T", "F4": "F"}
EX_3 = {"F0": "T", "F6": "T", "F7": "T"}
NONE_FREES = {"F2": "F", "F6": "F"}
