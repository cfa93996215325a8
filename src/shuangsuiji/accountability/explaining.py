"""Why an assessment comes to what it comes to: every ground, every fact, and the words of the law (说明认定)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shuangsuiji.accountability.assessing import assess_otherwise
from shuangsuiji.accountability.assessments import Assessment
from shuangsuiji.accountability.concluding import Evaluation
from shuangsuiji.accountability.explanation_lines import (
    READINGS,
    STANDINGS,
    SUBJECTS,
    TRUTHS,
    evidence_line,
    verdict_words,
)
from shuangsuiji.accountability.explanations import ExplanationNode, Quotation
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.grounds import AssessmentVerdict, Ground
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.law import LIYANG_2020, PENALTY_2021, Document
from shuangsuiji.values import ClauseRef, FrozenMap, check_kind

__all__ = ["DOCUMENTS", "explain"]

DOCUMENTS: Mapping[str, Document] = FrozenMap((one.number, one) for one in (LIYANG_2020, PENALTY_2021))


def explain(assessment: Assessment, documents: Iterable[Document] = ()) -> ExplanationNode:
    """Return why an assessment comes to what it comes to, as a tree in Chinese and English (说明认定).

    The words of the law are those of the documents at hand; of a text that is not at hand, nothing is quoted.

    Args:
        assessment: what to explain.
        documents: further documents that its grounds cite.

    """
    check_kind(assessment, Assessment, "explain.assessment")
    known = {**DOCUMENTS, **{one.number: one for one in documents}}
    zh, en = verdict_words(assessment.verdicts)
    case = assessment.case
    kind_en = SUBJECTS[case.subject_kind]
    return ExplanationNode(
        zh=f"案件 {case.id}：{case.subject_kind} {case.subject}，对象 {case.object_id}，{case.event_on} → {zh}",
        en=f"Case {case.id}: {kind_en} {case.subject}, object {case.object_id}, {case.event_on} → {en}",
        children=(
            _decision(assessment),
            *_conflict(assessment),
            *_referral(assessment),
            _counted(assessment, known),
            *_uncounted(assessment),
            *_readings(assessment),
            *_open(assessment),
            *_papers(assessment),
        ),
    )


def _decision(assessment: Assessment) -> ExplanationNode:
    if not assessment.is_decided:
        return ExplanationNode(
            zh="本认定供参考，由有权单位决定；尚未决定", en="This is advice; a unit or post decides, and has not yet"
        )
    by, on = assessment.decided_by, assessment.decided_on
    return ExplanationNode(zh=f"{by} 于 {on} 决定", en=f"Decided by {by} on {on}")


def _conflict(assessment: Assessment) -> Iterator[ExplanationNode]:
    if assessment.is_conflicting:
        yield ExplanationNode(
            zh="免责与失职的依据同时成立，两者均列明，由有权单位认定",
            en="Grounds of an exemption and of a breach both hold; both are shown, and a person has to resolve it",
        )


def _referral(assessment: Assessment) -> Iterator[ExplanationNode]:
    if AssessmentVerdict.REFER in assessment.verdicts:
        yield ExplanationNode(
            zh="移送以公职人员移送（OfficialReferral）另行记录，不入检查案卷",
            en="The record of it is an OfficialReferral, kept apart from the dossiers of inspections",
        )


def _pairs(assessment: Assessment, *, counting: bool) -> list[tuple[Ground, Evaluation]]:
    pairs = zip(assessment.grounds.grounds, assessment.evaluations, strict=True)
    return [(ground, one) for ground, one in pairs if one.counts is counting]


def _counted(assessment: Assessment, documents: Mapping[str, Document]) -> ExplanationNode:
    facts = {fact.code: fact for fact in assessment.facts}
    below = (
        _ground(assessment, ground, one.truth, facts, documents) for ground, one in _pairs(assessment, counting=True)
    )
    return ExplanationNode(zh="适用的依据", en="Grounds that count", children=tuple(below))


def _ground(
    assessment: Assessment,
    ground: Ground,
    truth: Truth,
    facts: Mapping[str, Fact],
    documents: Mapping[str, Document],
) -> ExplanationNode:
    zh, en = verdict_words((ground.verdict,))
    kind = f"（{ground.breach_kind}）" if ground.breach_kind else ""
    kind_en = f" ({ground.breach_kind.name})" if ground.breach_kind else ""
    unread_zh, unread = ("", "") if ground.verified else (f"；{ground.source}", "; wording not read in the original")
    return ExplanationNode(
        zh=f"{ground.id} {zh}{kind}：{truth}{unread_zh}",
        en=f"{ground.id} {en}{kind_en}: {TRUTHS[truth]}{unread}",
        truth=truth,
        quotations=tuple(_quotations(ground.clauses, documents)),
        children=tuple(_fact(assessment, ground, code, facts.get(code)) for code in ground.codes),
    )


def _quotations(clauses: Iterable[ClauseRef], documents: Mapping[str, Document]) -> Iterator[Quotation]:
    for ref in clauses:
        document = documents.get(ref.document)
        if document is None:
            continue
        try:
            yield Quotation(clause=ref, text=document.clause(ref.clause).quotation)
        except UnknownNameError:
            continue


def _fact(assessment: Assessment, ground: Ground, code: str, fact: Fact | None) -> ExplanationNode:
    kind = assessment.grounds.kind(code)
    value = Truth.NOT_ESTABLISHED if fact is None else fact.value
    role_zh, role = _role(ground, code)
    because_zh, because = ("未提供", "nobody gave it") if fact is None else (fact.because_zh, fact.because)
    shown = () if fact is None else fact.evidence
    return ExplanationNode(
        zh=f"{code} {kind.phrase}（{role_zh}）：{value}；{because_zh}",
        en=f"{code} {kind.en} ({role}): {TRUTHS[value]}; {because}",
        truth=value,
        children=tuple(evidence_line(one) for one in shown),
    )


def _role(ground: Ground, code: str) -> tuple[str, str]:
    if code in ground.all_of:
        return "须成立", "must hold"
    if code in ground.any_of:
        return "其一成立即可", "one of these must hold"
    if code in ground.none_of:
        return "须不成立", "must not hold"
    return "成立则不得免责", "takes the exemption away"


def _uncounted(assessment: Assessment) -> Iterator[ExplanationNode]:
    below = tuple(
        ExplanationNode(
            zh=f"{ground.id} {ground.verdict}：{one.standing}",
            en=f"{ground.id} {verdict_words((ground.verdict,))[1]}: {STANDINGS[one.standing]}",
        )
        for ground, one in _pairs(assessment, counting=False)
    )
    if below:
        yield ExplanationNode(zh="不适用的依据", en="Grounds that do not count", children=below)


def _readings(assessment: Assessment) -> Iterator[ExplanationNode]:
    """Yield the reading that was used, and what each other one would give."""
    for reading in assessment.grounds.readings:
        zh, en = READINGS.get(reading, (reading, reading))
        yield ExplanationNode(zh=f"采用的读法：{zh}", en=f"Reading used: {en}")
    for other in assess_otherwise(assessment):
        changed = next(one for one in other.grounds.readings if one not in assessment.grounds.readings)
        zh, en = READINGS.get(changed, (changed, changed))
        words_zh, words = verdict_words(other.verdicts)
        yield ExplanationNode(zh=f"如采用另一读法（{zh}）：{words_zh}", en=f"Under the other reading ({en}): {words}")


def _open(assessment: Assessment) -> Iterator[ExplanationNode]:
    below = tuple(
        ExplanationNode(
            zh=f"{one.code} 缺 {missing.zh}；取自 {missing.where}",
            en=f"{one.code} lacks {missing.en}; to be had from {missing.where}",
        )
        for one in assessment.open_facts
        for missing in one.missing
    )
    if below:
        yield ExplanationNode(zh="待补证据", en="Evidence still to come", children=below)
    ways = tuple(
        ExplanationNode(
            zh="、".join(f"{code} {value}" for code, value in one.facts.items()) + f" → {one.verdict}",
            en=", ".join(f"{code} {TRUTHS[value]}" for code, value in one.facts.items())
            + f" → {verdict_words((one.verdict,))[1]}",
        )
        for one in assessment.settlements()
    )
    if ways:
        yield ExplanationNode(zh="查清下列任一组事实即可认定", en="Any of these would settle it", children=ways)


def _papers(assessment: Assessment) -> Iterator[ExplanationNode]:
    below = tuple(evidence_line(one) for one in assessment.papers)
    if below:
        ref = LIYANG_2020.ref("4.2.4")
        yield ExplanationNode(
            zh="照单：认定所依的清单、指引和检查表",
            en="Read off the list: item lists, guides and check sheets behind it",
            quotations=(Quotation(clause=ref, text=LIYANG_2020.clause("4.2.4").quotation),),
            children=below,
        )
