"""Assessments: worked out again whenever they are made or read; advice until somebody decides."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from shuangsuiji.accountability import (
    Assessment,
    AssessmentVerdict,
    Breach,
    Exemption,
    OpenFact,
    Truth,
    assess,
    explain,
    grounds_under,
)
from shuangsuiji.accountability.fact_sources import evidence_for
from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidJsonError, InvalidValueError, UnknownNameError
from tests.unit.assessment_cases import EX_1, MISSING, NONE_FREES, F, N, case, evidence, fact, facts
from tests.unit.conference_days import changed

V = AssessmentVerdict
EXEMPT = assess(case(), facts(**EX_1))
OPEN = assess(case(), facts(F1="T", F2="T", F3="N", F6="F"))


@pytest.mark.parametrize(
    "forged",
    [
        {"verdicts": (V.EXEMPT_MANDATORY,)},
        {"verdicts": ()},
        {"evaluations": EXEMPT.evaluations},
        {"facts": EXEMPT.facts},
        {"open_facts": ()},
        {"facts": tuple(reversed(OPEN.facts))},
    ],
    ids=["verdict", "none", "evaluations", "facts", "open", "order"],
)
def test_what_does_not_follow_from_facts_and_grounds_is_refused(forged: dict[str, object]) -> None:
    with pytest.raises(BrokenChainError, match="与所载事实和依据不符"):
        changed(OPEN, **forged)


def test_a_verdict_written_into_the_json_by_hand_is_refused() -> None:
    text = to_json(OPEN, indent=None)
    forged = text.replace('"verdicts": ["待补证据"]', '"verdicts": ["免予追究"]')
    assert forged != text
    with pytest.raises(InvalidJsonError, match="与所载事实和依据不符"):
        from_json(forged, Assessment)


def test_an_assessment_is_advice_until_a_unit_or_post_decides() -> None:
    assert not EXEMPT.is_decided
    decided = attrs.evolve(EXEMPT, decided_by="合成监察组", decided_on=date(2025, 9, 20))
    assert decided.is_decided
    assert decided.verdicts == EXEMPT.verdicts
    assert decided.digest != EXEMPT.digest


@pytest.mark.parametrize("half", [{"decided_by": "合成监察组"}, {"decided_on": date(2025, 9, 20)}])
def test_decider_and_day_go_together(half: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError, match="决定单位与日期须同时写明"):
        changed(EXEMPT, **half)


@pytest.mark.parametrize(
    ("given", "earliest"),
    [((), "2025-09-15"), ((fact("F1", evidence=(evidence(as_of=date(2025, 9, 18)),)),), "2025-09-18")],
    ids=["case", "evidence"],
)
def test_nobody_decides_before_the_case_and_its_evidence(given: tuple[object, ...], earliest: str) -> None:
    day = date.fromisoformat(earliest)
    assess(case(), given, decided_by="合成监察组", decided_on=day)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match=f"不得早于立案和查证的 {earliest}"):
        assess(case(), given, decided_by="合成监察组", decided_on=date.fromordinal(day.toordinal() - 1))  # type: ignore[arg-type]


def test_exemption_and_breach_are_read_off_the_same_papers_4_2_4() -> None:
    papers = tuple(evidence(kind=kind, reference=kind) for kind in ("ItemList", "InspectionGuide", "CheckSheet"))
    by_list = fact("F1", evidence=(*papers, evidence()))
    rest = facts(F2="T", F3="T", F4="F")
    freed = assess(case(), [by_list, *rest.values()])
    failed = assess(case(), [by_list, *facts(**NONE_FREES).values(), fact("F9", evidence=papers[2:])])
    assert (freed.verdict, failed.verdict) == (V.EXEMPT, V.BREACH)
    assert freed.papers == failed.papers == papers


def test_what_is_missing_is_said_by_the_fact_or_where_nobody_gave_it_by_the_table() -> None:
    assert OPEN.open_facts == tuple(
        OpenFact(code=code, missing=(MISSING if code == "F3" else evidence_for(OPEN.grounds.kind(code)),))
        for code in ("F3", "F4", "F5")
    )
    assert EXEMPT.open_facts == ()


def test_what_would_settle_it_is_listed_smallest_sets_first() -> None:
    assert [str(one) for one in OPEN.settlements()] == [
        "F3 成立、F4 不成立 → 免予追究",
        "F4 不成立、F5 成立 → 免予追究",
        "F4 成立 → 不符合免责条件",
    ]
    assert EXEMPT.settlements() == ()


@pytest.mark.parametrize("place", range(3))
def test_what_is_listed_does_settle_it(place: int) -> None:
    one = OPEN.settlements()[place]
    given = {
        **{known.code: known for known in OPEN.facts},
        **{code: fact(code, is_) for code, is_ in one.facts.items()},
    }
    assert one.verdict in assess(case(), given).verdicts


def test_a_fact_and_an_evaluation_are_found_by_name() -> None:
    found = EXEMPT.fact("F1")
    assert found is not None
    assert found.code == "F1"
    assert EXEMPT.fact("F7") is None
    assert EXEMPT.evaluation("Ex.1").truth is Truth.TRUE
    with pytest.raises(UnknownNameError):
        EXEMPT.fact("F13")
    with pytest.raises(UnknownNameError):
        EXEMPT.evaluation("Ex.9")


def test_an_exemption_frees_and_a_breach_blames() -> None:
    grounds = EXEMPT.grounds
    assert Exemption(ground=grounds.ground("Ex.3")).mandatory
    with pytest.raises(InvalidValueError, match="须为免责依据"):
        Exemption(ground=grounds.ground("L.1"))
    with pytest.raises(InvalidValueError, match="须为失职依据"):
        Breach(ground=grounds.ground("Ex.1"))


def test_an_assessment_comes_back_from_json_with_its_digest() -> None:
    for one in (EXEMPT, OPEN, attrs.evolve(OPEN, decided_by="合成监察组", decided_on=date(2025, 9, 20))):
        back = from_json(to_json(one), Assessment)
        assert (back, back.digest) == (one, one.digest)


def test_another_fact_or_case_is_another_digest() -> None:
    others = [OPEN, EXEMPT, assess(case(id="认-02"), EXEMPT.facts), assess(case(), facts(**EX_1, F5="N"))]
    assert len({one.digest for one in others}) == 4


def test_an_assessment_shows_its_verdicts_and_whether_it_is_decided() -> None:
    assert repr(OPEN) == "<认定 认-01：待补证据，供参考>"
    decided = attrs.evolve(EXEMPT, decided_by="合成监察组", decided_on=date(2025, 9, 20))
    assert repr(decided) == "<认定 认-01：免予追究，合成监察组 2025-09-20 决定>"
    assert OPEN.facts[2].value is N


def test_nobody_establishes_or_decides_what_is_about_himself() -> None:
    own = fact("F4", F, evidence=(evidence(established_by=case().subject),))
    with pytest.raises(InvalidValueError, match="不得由责任主体自行认定"):
        assess(case(), [own])
    with pytest.raises(InvalidValueError, match="责任主体不得自行决定"):
        assess(case(), facts(**EX_1), decided_by=case().subject, decided_on=date(2025, 9, 20))


@pytest.mark.parametrize("code", ["F0", "F4", "F5", "F6", "F7"])
def test_what_was_so_by_the_event_must_have_been_looked_at_by_then(code: str) -> None:
    before, after = evidence(as_of=date(2025, 9, 7)), evidence(as_of=date(2025, 9, 8))
    with pytest.raises(InvalidValueError, match="须查至问题出现日 2025-09-08"):
        assess(case(), [fact(code, evidence=(before,))])
    assert assess(case(), [fact(code, evidence=(before, after))]).facts
    assert assess(case(), [fact("F1", evidence=(before,))]).facts


@pytest.mark.parametrize(
    "call",
    [
        lambda: assess("x", []),  # type: ignore[arg-type]
        lambda: assess(case(), None),  # type: ignore[arg-type]
        lambda: assess(case(), ["F1"]),  # type: ignore[list-item]
        lambda: explain("x"),  # type: ignore[arg-type]
        lambda: grounds_under("x"),  # type: ignore[arg-type]
    ],
)
def test_an_argument_of_another_class_is_named(call: Callable[[], object]) -> None:
    with pytest.raises(InvalidValueError, match="应为"):
        call()
