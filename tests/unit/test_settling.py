"""What would settle an open question: the smallest sets that meet it and those that refute it."""

import pytest

from shuangsuiji.accountability import PENALTY_GROUNDS, SAMR_41_GROUNDS, AssessmentVerdict, Settlement
from shuangsuiji.accountability.settling import settlements_of, turning_codes
from shuangsuiji.errors import InvalidValueError
from tests.unit.assessment_cases import T, facts
from tests.unit.test_ground_sets import grounds
from tests.unit.test_grounds import ground


def shown(*given: object, **values: str) -> list[str]:
    chosen = grounds(*given)
    return [str(one) for one in settlements_of(chosen, facts(**values), chosen.grounds)]


def test_of_one_ground_all_its_open_facts_meet_it_and_each_refutes_it() -> None:
    assert shown(ground(all_of=("F1", "F2"), none_of=("F4",)), F2="T") == [
        "F1 成立、F4 不成立 → 免予追究",
        "F1 不成立 → 不符合免责条件",
        "F4 成立 → 不符合免责条件",
    ]


def test_of_several_of_which_one_must_hold_each_is_a_way() -> None:
    one = ground(all_of=("F1",), any_of=("F2", "F3"))
    assert shown(one, F3="F") == [
        "F1 成立、F2 成立 → 免予追究",
        "F1 不成立 → 不符合免责条件",
        "F2 不成立 → 不符合免责条件",
    ]
    assert shown(one, F3="T") == ["F1 成立 → 免予追究", "F1 不成立 → 不符合免责条件"]


def test_a_set_that_holds_a_smaller_one_is_left_out_and_its_fact_turns_nothing() -> None:
    both = grounds(ground(id="A", all_of=("F1", "F2")), ground(id="B", all_of=("F2",)))
    assert [str(one) for one in settlements_of(both, {}, both.grounds)] == [
        "F2 成立 → 免予追究",
        "F2 不成立 → 不符合免责条件",
    ]
    assert turning_codes(both, {}, both.grounds) == ("F2",)


def test_a_refutation_of_more_than_three_facts_is_not_listed() -> None:
    four = [ground(id=code, all_of=(code,)) for code in ("F1", "F2", "F3", "F5")]
    assert [one.split(" → ")[1] for one in shown(*four)] == ["免予追究"] * 4
    assert shown(*four[:3])[-1] == "F1 不成立、F2 不成立、F3 不成立 → 不符合免责条件"


def test_where_two_grounds_are_met_by_one_set_the_first_verdict_is_named() -> None:
    mandatory = ground(id="B", verdict=AssessmentVerdict.EXEMPT_MANDATORY, mandatory=True)
    assert shown(ground(id="A"), mandatory)[0] == "F1 成立 → 应予免责"


def test_nothing_open_has_nothing_to_settle() -> None:
    assert settlements_of(PENALTY_GROUNDS, {}, ()) == ()
    assert turning_codes(PENALTY_GROUNDS, {}, ()) == ()


def test_many_grounds_at_once_are_no_burden() -> None:
    freeing = tuple(one for one in SAMR_41_GROUNDS.grounds if one.verdict.frees)
    found = settlements_of(SAMR_41_GROUNDS, {}, freeing)
    assert len(found) == 12  # eleven cases, one of them with two ways
    assert all(one.verdict.frees for one in found)


def test_a_settlement_is_of_terms() -> None:
    with pytest.raises(InvalidValueError, match="应为 Truth"):
        Settlement(verdict=AssessmentVerdict.EXEMPT, facts={"F1": True})
    assert Settlement(verdict=AssessmentVerdict.EXEMPT, facts={"F1": T}).facts == {"F1": T}
