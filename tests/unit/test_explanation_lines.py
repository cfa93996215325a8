"""The words of an explanation: every term has its English."""

from shuangsuiji.accountability import AssessmentVerdict, CausalReading, Standing, SubjectKind, Truth
from shuangsuiji.accountability.explanation_lines import (
    READINGS,
    STANDINGS,
    SUBJECTS,
    TRUTHS,
    evidence_line,
    verdict_words,
)
from tests.unit.assessment_cases import evidence


def test_every_term_has_its_english() -> None:
    assert (set(TRUTHS), set(SUBJECTS), set(STANDINGS)) == (set(Truth), set(SubjectKind), set(Standing))
    assert set(READINGS) == {one.key for one in CausalReading}


def test_several_verdicts_stand_in_one_line() -> None:
    zh, en = verdict_words(AssessmentVerdict)
    assert zh == "移送有关机关、失职、应予免责、免予追究、待补证据、不符合免责条件、表扬和鼓励"
    assert len(en.split(", ")) == len(AssessmentVerdict)


def test_evidence_shows_its_digest_its_day_and_its_note() -> None:
    assert evidence_line(evidence(digest="", note="原件在档")).zh == (
        "证据 Result 结果-01，摘要 —，查至 2025-09-12，320481-SCJG；原件在档"
    )
    assert evidence_line(evidence()).en.endswith("as of 2025-09-12, 320481-SCJG")
