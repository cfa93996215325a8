"""Assessing: three-valued, nothing by default, and nothing hidden."""

from itertools import product

import attrs
import pytest

from shuangsuiji.accountability import (
    FACT_KINDS,
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    AssessmentVerdict,
    CausalReading,
    SubjectKind,
    assess,
    assess_otherwise,
    grounds_under,
    joined,
)
from shuangsuiji.errors import DuplicateError, InvalidValueError, UnknownNameError
from tests.unit.assessment_cases import EX_1, EX_3, NONE_FREES, F, N, T, case, evidence, fact, facts

V = AssessmentVerdict
FREEING = ("F0", "F1", "F2", "F3", "F4", "F5", "F6", "F7")


def verdicts(_grounds: object = LIYANG_GROUNDS, /, **values: str) -> tuple[AssessmentVerdict, ...]:
    return assess(case(), facts(**values), _grounds).verdicts  # type: ignore[arg-type]


def completions(row: dict[str, str]) -> list[dict[str, str]]:
    """Return every way to settle what is open in a row."""
    choices = [letter if letter in "TF" else "TF" for letter in row.values()]
    return [dict(zip(row, letters, strict=True)) for letters in product(*choices)]


def is_exempt(row: dict[str, str]) -> bool:
    """Return whether a settled row frees an officer, by the words of 四（二） read narrowly."""
    by_list_and_clean = row["F1"] == "T" and row["F2"] == "T"
    abuse = row["F4"] == "T"
    inspected = by_list_and_clean and (row["F3"] == "T" or row["F5"] == "T") and not abuse
    return inspected or (row["F0"] == "T" and row["F6"] == "T" and row["F7"] == "T")


def test_of_nothing_is_known_nobody_is_exempt_and_nobody_liable() -> None:
    assert assess(case(), ()).verdicts == (V.NEEDS_EVIDENCE,)


def test_an_exemption_is_settled_though_nothing_is_known_of_a_breach_4_2_10() -> None:
    one = assess(case(), facts(**EX_1))
    assert one.verdicts == (V.EXEMPT,)
    assert one.is_settled
    assert [exemption.ground.id for exemption in one.exemptions] == ["Ex.1"]
    assert not one.exemptions[0].mandatory


def test_what_was_not_drawn_and_not_reported_must_be_exempt_4_2_13() -> None:
    one = assess(case(), facts(**EX_3))
    assert one.verdicts == (V.EXEMPT_MANDATORY,)
    assert one.exemptions[0].mandatory


def test_not_drawn_frees_no_unit_and_no_keeper_of_the_pool_4_2_13() -> None:
    assert assess(case(subject_kind=SubjectKind.UNIT), facts(**EX_3)).verdicts == (V.NEEDS_EVIDENCE,)
    keeper = assess(case(subject_kind=SubjectKind.POOL_KEEPER), facts(**EX_3, **EX_1))
    assert keeper.verdicts == (V.NEEDS_EVIDENCE, V.NOT_MET)
    assert [one.code for one in keeper.open_facts] == ["F8", "F9", "F10"]


def test_who_is_not_exempt_is_not_liable_for_that() -> None:
    assert verdicts(**NONE_FREES) == (V.NEEDS_EVIDENCE, V.NOT_MET)
    assert verdicts(**NONE_FREES, F8="F", F9="F", F10="F") == (V.NOT_MET,)


@pytest.mark.parametrize(("code", "kind"), [("F8", "未履行"), ("F9", "不当履行"), ("F10", "违法履行")])
def test_a_breach_is_one_of_three_kinds_4_2_2(code: str, kind: str) -> None:
    one = assess(case(), facts(**NONE_FREES, **{code: "T"}))
    assert one.verdicts == (V.BREACH, V.NOT_MET)
    assert [str(breach.kind) for breach in one.breaches] == [kind]


def test_a_breach_and_a_referral_stand_beside_an_exemption_and_are_not_hidden_4_2_2_4_2_3() -> None:
    one = assess(case(), facts(**EX_1, F9="T", F11="T"))
    assert one.verdicts == (V.REFER, V.BREACH, V.EXEMPT)
    assert one.is_conflicting


def test_an_abuse_takes_the_exemption_away_and_blames_by_itself_nobody_4_2_8() -> None:
    assert verdicts(F1="T", F2="T", F3="T", F4="T", F5="T", F6="F") == (V.NEEDS_EVIDENCE, V.NOT_MET)
    assert verdicts(F1="T", F2="T", F3="T", F5="T", F6="F") == (V.NEEDS_EVIDENCE,)


def test_a_duty_done_well_is_commended_and_praise_that_is_open_holds_nothing_up_4_2_1() -> None:
    assert verdicts(**EX_1, F12="T") == (V.EXEMPT, V.COMMEND)
    assert verdicts(**EX_1, F12="N") == (V.EXEMPT,)


def test_the_two_readings_of_4_2_9_come_apart_where_a_problem_was_found() -> None:
    found = facts(F1="T", F2="F", F3="T", F4="F", F5="T", F6="F")
    narrow, wide = (assess(case(), found, grounds_under(reading)) for reading in CausalReading)
    assert narrow.verdicts == (V.NEEDS_EVIDENCE, V.NOT_MET)
    assert wide.verdicts == (V.EXEMPT,)
    assert assess_otherwise(narrow) == (wide,)
    assert assess_otherwise(wide) == (narrow,)


def test_every_row_of_the_exempting_facts_has_the_verdict_that_all_its_completions_share() -> None:
    given = {(code, letter): facts(**{code: letter})[code] for code in FREEING for letter in "TFN"}
    the_case = case()
    for letters in product("TFN", repeat=len(FREEING)):
        row = dict(zip(FREEING, letters, strict=True))
        one = assess(the_case, [given[pair] for pair in row.items()])
        outcomes = {is_exempt(settled) for settled in completions(row)}
        freed = any(verdict.frees for verdict in one.verdicts)
        assert (freed, V.NOT_MET in one.verdicts) == (outcomes == {True}, outcomes == {False}), row


def test_a_fact_is_listed_as_missing_if_and_only_if_it_can_still_turn_the_answer() -> None:
    rows = (dict(zip(FREEING, letters, strict=True)) for letters in product("TFN", repeat=len(FREEING)))
    for row in (row for number, row in enumerate(rows) if number % 7 == 0):
        one = assess(case(), facts(**row))
        if V.NOT_MET in one.verdicts:
            continue
        turning = [
            code
            for code in FREEING
            if row[code] == "N"
            and any(
                is_exempt({**settled, code: "T"}) != is_exempt({**settled, code: "F"}) for settled in completions(row)
            )
        ]
        assert [fact_.code for fact_ in one.open_facts] == turning, row


def test_a_fact_of_no_ground_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        assess(case(), [fact(PENALTY_GROUNDS.kinds[0])])


def test_a_fact_that_is_given_twice_is_refused() -> None:
    one = fact("F1")
    for twice in ([one, one], [one, fact("F1", evidence=(evidence(reference="结果-02"),))]):
        with pytest.raises(DuplicateError, match="F1"):
            assess(case(), twice)


def test_facts_that_contradict_each_other_are_refused() -> None:
    for value, word in ((F, "不成立"), (N, "未查明")):
        with pytest.raises(InvalidValueError, match=f"与同一事实的“成立”矛盾；实际为 '{word}'"):
            assess(case(), [fact("F1"), fact("F1", value)])


def test_a_fact_with_the_code_of_another_phrase_is_refused() -> None:
    forged = fact(attrs.evolve(FACT_KINDS["F2"], code="F1"))
    with pytest.raises(InvalidValueError, match="应为“严格依据抽查事项清单"):
        assess(case(), [forged])


def test_a_key_is_the_code_of_its_fact() -> None:
    with pytest.raises(InvalidValueError, match="键须为事实的代码"):
        assess(case(), {"F2": fact("F1")})
    with pytest.raises(InvalidValueError, match="键须为事实的代码"):
        assess(case(), {"F2": True})  # type: ignore[arg-type]


def test_the_order_in_which_facts_are_given_changes_nothing() -> None:
    given = list(facts(**EX_1, F12="T").values())
    assert assess(case(), given) == assess(case(), reversed(given)) == assess(case(), {one.code: one for one in given})


def test_a_further_text_blames_beside_the_city_where_it_is_joined() -> None:
    both = joined("BOTH", "合并", (LIYANG_GROUNDS, PENALTY_GROUNDS))
    given = [*facts(**NONE_FREES).values(), *facts(PENALTY_GROUNDS, **{"G-P83-1": "T", "G-P83-2": "T"}).values()]
    one = assess(case(), given, both)
    assert one.verdicts == (V.BREACH, V.NOT_MET)
    assert [breach.ground.id for breach in one.breaches] == ["P83"]


def test_values_are_asked_for_and_no_words() -> None:
    with pytest.raises(InvalidValueError, match="应为 GroundSet"):
        assess(case(), (), "LIYANG-2020")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="应为 Fact"):
        assess(case(), ["F1"])  # type: ignore[list-item]
    assert assess(case(), [fact("F1", T)]).facts[0].value is T
