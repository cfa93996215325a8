"""Facts: a settled one has evidence, an open one says what is missing and where it is to be had."""

from datetime import date, datetime

import pytest

from shuangsuiji.accountability import FACT_KINDS, Fact, FactEvidence, FactKind, MissingEvidence
from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError, NotADayError
from shuangsuiji.law import LIYANG_2020
from tests.unit.assessment_cases import MISSING, F, N, T, evidence, fact


def test_a_settled_fact_without_evidence_is_refused() -> None:
    for value in (T, F):
        with pytest.raises(InvalidValueError, match="成立或不成立须有证据"):
            fact("F1", value, evidence=())


def test_an_open_fact_that_does_not_say_what_is_missing_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="未查明的须写明缺什么"):
        fact("F1", N, missing=())


def test_an_open_fact_may_show_what_was_looked_at() -> None:
    assert fact("F1", N, evidence=(evidence(),)).missing == (MISSING,)


def test_a_fact_gives_its_reason_in_both_languages() -> None:
    for field in ("because_zh", "because"):
        with pytest.raises(InvalidValueError, match=f"F1.{field}"):
            fact("F1", **{field: ""})


def test_a_fact_has_a_truth_and_no_bare_yes() -> None:
    with pytest.raises(InvalidValueError, match="应为 Truth"):
        fact("F1", value=True)
    with pytest.raises(InvalidValueError, match="应为 FactKind"):
        fact("F1", kind="F1")


@pytest.mark.parametrize("field", ["kind", "reference"])
def test_evidence_names_a_record(field: str) -> None:
    with pytest.raises(InvalidValueError, match=field):
        evidence(**{field: ""})


def test_evidence_is_established_by_an_id_and_not_by_a_name() -> None:
    with pytest.raises(InvalidValueError, match="established_by"):
        evidence(established_by="合成局 某人")


def test_a_record_later_than_the_look_at_it_is_refused() -> None:
    assert evidence(made_on=date(2025, 9, 12)).made_on == date(2025, 9, 12)
    with pytest.raises(InvalidValueError, match="记录晚于查证日期"):
        evidence(made_on=date(2025, 9, 13))


def test_a_digest_is_64_hex_digits_or_empty_for_a_paper_outside_the_system() -> None:
    assert evidence(digest="").digest == ""
    for wrong in ("0f", "0F" * 32):
        with pytest.raises(InvalidValueError, match="64 位小写十六进制"):
            evidence(digest=wrong)


def test_a_day_is_a_day_and_no_instant() -> None:
    with pytest.raises(NotADayError):
        evidence(as_of=datetime.fromisoformat("2025-09-12T08:00:00+08:00"))


def test_what_is_missing_says_who_has_it() -> None:
    with pytest.raises(InvalidValueError, match=r"MissingEvidence\.where"):
        MissingEvidence(zh="检查表", en="the sheet", where="")


def test_a_kind_of_fact_cites_a_clause() -> None:
    with pytest.raises(InvalidValueError, match="应为 ClauseRef"):
        FactKind(code="F1", phrase="未履行", en="not done", clause="4.2.2")  # type: ignore[arg-type]
    assert str(FACT_KINDS["F8"]) == "F8 未履行"
    assert FACT_KINDS["F8"].clause == LIYANG_2020.ref("4.2.2")


def test_a_fact_shows_its_code_its_value_and_its_reason() -> None:
    assert repr(fact("F2", F)) == "<事实 F2 不成立：合成理由>"


def test_another_value_is_another_digest() -> None:
    assert len({fact("F2", value).digest for value in (T, F, N)}) == 3
    assert fact("F2", T, evidence=(evidence(digest="0e" * 32),)).digest != fact("F2", T).digest


@pytest.mark.parametrize("value", [T, F, N])
def test_a_fact_comes_back_from_json(value: object) -> None:
    one = fact("F6", value)  # type: ignore[arg-type]
    assert from_json(to_json(one), Fact) == one
    assert from_json(to_json(evidence()), FactEvidence) == evidence()


@pytest.mark.parametrize("given", ["a", ("a",), (None,), [evidence()], {1}])
def test_what_is_no_record_is_no_evidence(given: object) -> None:
    with pytest.raises(InvalidValueError, match=r"F2\.evidence：应为"):
        fact("F2", T, evidence=given)
    with pytest.raises(InvalidValueError, match=r"F2\.missing：应为"):
        fact("F2", N, missing=given)
