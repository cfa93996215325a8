"""Errors say the same in Chinese and in English, keep their code, and survive pickling."""

import copy
import inspect
import pickle
import re
from datetime import date
from fractions import Fraction

import pytest

from shuangsuiji import errors
from shuangsuiji.errors import (
    BrokenChainError,
    BundleError,
    DuplicateError,
    InfeasibleMatchingError,
    InvalidFormError,
    InvalidIdentifierError,
    InvalidJsonError,
    InvalidRatioError,
    InvalidValueError,
    LawError,
    LooserRuleError,
    MissingExtraError,
    NotADayError,
    RatioAboveCapError,
    RefusedRevealError,
    ShuangsuijiError,
    StoreError,
    UnannouncedError,
    UnfairError,
    UnknownNameError,
    UnsupportedError,
    YearlyCapError,
)
from tests.unit.builders import CLAUSE

RULE = {"rule_zh": "须为正", "rule": "must be positive"}
FIELD = {"field": "quota", **RULE, "value": -1}
LAW = {**FIELD, "clause": CLAUSE}
CASES: dict[type[ShuangsuijiError], tuple[str, type[Exception], dict[str, object]]] = {
    InvalidValueError: ("value.invalid", ValueError, FIELD),
    InvalidIdentifierError: ("value.identifier", ValueError, FIELD),
    InvalidRatioError: ("value.ratio", ValueError, {**FIELD, "value": Fraction(3, 2)}),
    InvalidFormError: ("form", ValueError, {"check": "form.bom", "file": "a.tsv", "where": "byte 1", **RULE}),
    InvalidJsonError: (
        "json",
        ValueError,
        {"kind": "ItemList", "problems": [("$.id", "缺", "missing")], "shown_zh": "缺", "shown": "missing"},
    ),
    DuplicateError: ("duplicate", ValueError, {"field": "id", "value": "a"}),
    UnknownNameError: ("name.unknown", LookupError, {"field": "id", "value": "a", "known": "b"}),
    LawError: ("law", ValueError, LAW),
    RatioAboveCapError: ("law.ratio_above_cap", ValueError, LAW),
    YearlyCapError: ("law.yearly_cap", ValueError, LAW),
    LooserRuleError: ("law.looser", ValueError, LAW),
    BrokenChainError: ("chain.broken", ValueError, {"link": "prev", **RULE, "expected": 1, "value": date(2025, 1, 1)}),
    NotADayError: (
        "value.day",
        TypeError,
        {"field": "day", "kind": "datetime", "hint_zh": "请用 day_in_china 换算", "hint": "use day_in_china"},
    ),
    UnannouncedError: (
        "workdays.unannounced",
        LookupError,
        {"field": "deadline", "year": 2027, "through": date(2026, 12, 28)},
    ),
    RefusedRevealError: ("reveal.refused", ValueError, FIELD),
    InfeasibleMatchingError: (
        "matching.infeasible",
        ValueError,
        {"field": "2026-07", "shown_zh": "缺 1 个名额", "shown": "1 place too few", "shortages": ()},
    ),
    UnsupportedError: ("unsupported", ShuangsuijiError, {"field": "alg", "value": "sm3"}),
    BundleError: ("bundle", OSError, {"path": "bundle/manifest.txt", **RULE}),
    StoreError: ("store", OSError, {"path": "dossiers.db", **RULE}),
    UnfairError: (
        "unfair",
        AssertionError,
        {"subject": "sampler", **RULE, "shown_zh": "甲 1/2", "shown": "a 1/2", "chances": {"a": Fraction(1, 2)}},
    ),
    MissingExtraError: ("extra.missing", ImportError, {"feature": "Excel", "package": "calamine", "extra": "table"}),
}
each_error = pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)
CHINESE = re.compile("[\u4e00-\u9fff]")


def raised(kind: type[ShuangsuijiError]) -> ShuangsuijiError:
    return kind(**CASES[kind][2])


def test_every_error_of_the_module_is_tested_here() -> None:
    classes = {one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, ShuangsuijiError)}
    assert classes - {ShuangsuijiError} == set(CASES)
    assert {one.__name__ for one in classes} == set(errors.__all__)


@each_error
def test_the_message_is_a_chinese_line_and_then_an_english_one(kind: type[ShuangsuijiError]) -> None:
    error = raised(kind)
    assert str(error).split("\n") == [error.zh_line, error.en_line]
    assert CHINESE.search(error.zh_line)
    assert not CHINESE.search(error.en_line.replace(str(CLAUSE), ""))


@each_error
def test_the_code_is_stable(kind: type[ShuangsuijiError]) -> None:
    assert raised(kind).code == CASES[kind][0]


def test_no_two_errors_share_a_code() -> None:
    codes = [ShuangsuijiError.code, *(kind.code for kind in CASES)]
    assert len(set(codes)) == len(codes)


@each_error
def test_an_error_is_also_what_python_users_expect(kind: type[ShuangsuijiError]) -> None:
    with pytest.raises(CASES[kind][1]) as caught:
        raise raised(kind)
    assert isinstance(caught.value, ShuangsuijiError)


@each_error
def test_the_parameters_are_kept_by_name(kind: type[ShuangsuijiError]) -> None:
    assert raised(kind).params == CASES[kind][2]


@each_error
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_survives_pickling(kind: type[ShuangsuijiError], protocol: int) -> None:
    error = raised(kind)
    again = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - made here
    assert type(again) is kind
    assert (again.params, str(again), again.code) == (error.params, str(error), error.code)


@each_error
def test_an_error_survives_copying(kind: type[ShuangsuijiError]) -> None:
    again = copy.deepcopy(raised(kind))
    assert (type(again), again.params) == (kind, CASES[kind][2])


@each_error
def test_the_tree_of_the_module_shows_the_error_and_its_built_in_base(kind: type[ShuangsuijiError]) -> None:
    text = errors.__doc__ or ""
    line = next(one for one in text.splitlines() if kind.__name__ in one)
    built_in = next((base.__name__ for base in kind.__bases__ if base.__module__ == "builtins"), None)
    assert built_in is None or f"({built_in})" in line


def test_a_law_error_names_document_and_section() -> None:
    error = raised(RatioAboveCapError)
    assert "溧政办发〔2020〕27号 二（二）" in error.zh_line
    assert "溧政办发〔2020〕27号 二（二）" in error.en_line


def test_a_form_error_carries_the_code_of_the_check_that_failed() -> None:
    assert InvalidFormError(**CASES[InvalidFormError][2]).check == "form.bom"


def test_a_missing_extra_names_the_command_to_run() -> None:
    assert "pip install 'shuangsuiji[table]'" in raised(MissingExtraError).zh_line


def test_braces_in_a_value_are_text() -> None:
    assert "'{field}'" in str(InvalidValueError(field="name", **RULE, value="{field}"))


@pytest.mark.parametrize(
    ("kind", "base"),
    [
        (InvalidIdentifierError, InvalidValueError),
        (InvalidRatioError, InvalidValueError),
        (RatioAboveCapError, LawError),
        (YearlyCapError, LawError),
        (LooserRuleError, LawError),
    ],
    ids=lambda kind: kind.__name__,
)
def test_a_narrower_error_is_caught_by_its_wider_name(
    kind: type[ShuangsuijiError], base: type[ShuangsuijiError]
) -> None:
    assert issubclass(kind, base)


@pytest.mark.parametrize("kind", [LawError, BrokenChainError], ids=lambda kind: kind.__name__)
def test_a_value_with_a_line_break_does_not_make_a_third_line(kind: type[ShuangsuijiError]) -> None:
    forged = kind(**{**CASES[kind][2], "value": "a\n核验接受"})
    assert len(str(forged).splitlines()) == 2
