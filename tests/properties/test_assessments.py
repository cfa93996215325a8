"""Assessments: what is settled stays settled, whatever is found out besides; nothing comes by default."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.accountability import (
    FACT_KINDS,
    Assessment,
    AssessmentVerdict,
    Fact,
    SubjectKind,
    Truth,
    assess,
    explain,
)
from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.testing.strategies import assessments
from tests.unit.assessment_cases import case, evidence, fact

V = AssessmentVerdict
SETTLED = st.sampled_from([Truth.TRUE, Truth.FALSE])
some = settings(max_examples=50)


def found_out(one: Assessment, code: str, value: Truth) -> Fact:
    """Return a fact that was found out on the day on which the case was opened."""
    shown = evidence(as_of=one.case.opened_on, made_on=None)
    return fact(one.grounds.kind(code), value, evidence=(shown,))


def later(one: Assessment, data: st.DataObject) -> Assessment:
    """Return the assessment after something that was not established has been found out; no settled fact changes."""
    known = {known.code: known for known in one.facts if known.value is not Truth.NOT_ESTABLISHED}
    openly = [kind.code for kind in one.grounds.kinds if kind.code not in known]
    found = data.draw(st.dictionaries(st.sampled_from(openly), SETTLED) if openly else st.just({}))
    still = [known for known in one.facts if known.code not in found]
    return assess(one.case, [*still, *(found_out(one, c, v) for c, v in found.items())], one.grounds)


@some
@given(assessments(), st.data())
def test_more_evidence_takes_no_verdict_back(one: Assessment, data: st.DataObject) -> None:
    kept = set(one.verdicts) - {V.NEEDS_EVIDENCE}
    assert kept <= set(later(one, data).verdicts)


@some
@given(assessments(), st.data())
def test_more_evidence_does_not_open_what_is_settled(one: Assessment, data: st.DataObject) -> None:
    after = later(one, data)
    assert after.is_settled or not one.is_settled


@some
@given(assessments(), st.data())
def test_a_settled_answer_does_not_turn_into_its_opposite(one: Assessment, data: st.DataObject) -> None:
    after = later(one, data)
    freed, refused = any(verdict.frees for verdict in one.verdicts), V.NOT_MET in one.verdicts
    assert not (freed and V.NOT_MET in after.verdicts)
    assert not (refused and any(verdict.frees for verdict in after.verdicts))


@some
@given(assessments())
def test_what_is_found_out_beside_the_open_facts_turns_nothing(one: Assessment) -> None:
    listed = {open_fact.code for open_fact in one.open_facts}
    known = {known.code: known for known in one.facts}
    for code in [kind.code for kind in one.grounds.kinds if kind.code not in listed]:
        if code in known and known[code].value is not Truth.NOT_ESTABLISHED:
            continue
        for value in (Truth.TRUE, Truth.FALSE):
            after = assess(one.case, {**known, code: found_out(one, code, value)}, one.grounds)
            assert after.is_settled is one.is_settled
            assert (V.NOT_MET in after.verdicts) is (V.NOT_MET in one.verdicts)


@some
@given(assessments())
def test_an_open_assessment_lists_what_is_missing_and_a_settled_one_nothing(one: Assessment) -> None:
    assert bool(one.open_facts) is not one.is_settled
    assert all(missing.where for open_fact in one.open_facts for missing in open_fact.missing)
    assert all(settlement.facts for settlement in one.settlements())
    assert bool(one.settlements()) is not one.is_settled


@some
@given(assessments())
def test_each_set_that_would_settle_it_does_and_no_smaller_one(one: Assessment) -> None:
    known = {known.code: known for known in one.facts}
    for settlement in one.settlements():
        found = {code: found_out(one, code, value) for code, value in settlement.facts.items()}
        assert settlement.verdict in assess(one.case, {**known, **found}, one.grounds).verdicts
        if settlement.verdict is V.NOT_MET:
            continue
        for code in found:
            fewer = {name: new for name, new in found.items() if name != code}
            assert not assess(one.case, {**known, **fewer}, one.grounds).is_settled


@some
@given(st.dictionaries(st.sampled_from(list(FACT_KINDS)), st.just(Truth.NOT_ESTABLISHED)), st.sampled_from(SubjectKind))
def test_where_nothing_is_established_nobody_is_exempt_liable_referred_or_praised(
    values: dict[str, Truth], kind: SubjectKind
) -> None:
    one = assess(case(subject_kind=kind), [fact(code, value) for code, value in values.items()])
    assert set(one.verdicts) <= {V.NEEDS_EVIDENCE, V.NOT_MET}
    assert not one.is_settled


@some
@given(assessments())
def test_an_assessment_survives_json_and_its_explanation_escapes(one: Assessment) -> None:
    back = from_json(to_json(one), Assessment)
    assert (back, back.digest) == (one, one.digest)
    tree = explain(attrs.evolve(back, case=attrs.evolve(back.case, object_id="<b>")))
    assert "<b>" not in tree.html()
    assert "<b>" not in tree.markdown()
