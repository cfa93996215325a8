"""Appraisals: order, timeliness, completeness; numbers of inspections and of fines earn nothing: 4.1.7."""

from __future__ import annotations

from fractions import Fraction
from typing import get_type_hints

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection import FORMULAS, Appraisal, AppraisalAspect, DepartmentScore, Indicator, appraise, score
from shuangsuiji.inspection.appraisals import ASPECTS
from shuangsuiji.law import CN_2025_DUTIES, LIYANG_2020
from tests.unit.builders import AGENCY
from tests.unit.inspection_days import HEALTH
from tests.unit.score_days import all_visits, basis, marks

POLICE = "320481-GAJ"
ORDER, TIMELINESS, COMPLETENESS = AppraisalAspect


def scored(**numbers: tuple[int, int]) -> DepartmentScore:
    """Return a score with these numbers, and nothing known of the rest."""
    indicators = tuple(
        Indicator(code=code, part=part, whole=whole)
        for code in FORMULAS
        for part, whole in (numbers.get(code, (0, 0)),)
    )
    return attrs.evolve(marks(basis()), indicators=indicators)


def appraised(**numbers: tuple[int, int]) -> Appraisal:
    (one,) = appraise([scored(**numbers)])
    return one


def test_it_looks_at_order_timeliness_and_completeness_4_1_7() -> None:
    assert [str(one) for one in AppraisalAspect] == ["规范", "及时", "完整"]
    assert list(ASPECTS) == list(AppraisalAspect)
    assert appraised().clause == LIYANG_2020.ref("4.1.7")


def test_every_aspect_is_made_of_published_shares_and_of_no_number_of_inspections_or_fines_4_1_7() -> None:
    codes = [code for several in ASPECTS.values() for code in several]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(FORMULAS)
    assert int not in get_type_hints(Appraisal).values()
    for code in codes:
        assert FORMULAS[code].zh.endswith(("率", "占比", "程度"))


def test_what_more_inspections_alone_would_raise_is_no_part_of_it_4_1_7() -> None:
    codes = {code for several in ASPECTS.values() for code in several}
    assert codes.isdisjoint({"coverage", "reached", "joint", "merged", "participation"})


def test_the_duty_behind_it_is_reported_and_not_verified() -> None:
    (duty,) = [one for one in CN_2025_DUTIES.duties if one.name == "inspection.no_targets"]
    assert "不得与检查数量、罚没数额挂钩" in duty.text_zh
    assert not duty.verified


def test_the_weakest_indicator_of_an_aspect_decides_and_is_named_4_1_7() -> None:
    one = appraised(timeliness=(9, 10), response=(1, 2), progress=(1, 3), completion=(2, 3), closure=(3, 3))
    assert one.shares == {ORDER: None, TIMELINESS: Fraction(1, 2), COMPLETENESS: Fraction(1, 3)}
    assert one.weakest == {ORDER: "", TIMELINESS: "response", COMPLETENESS: "progress"}
    assert repr(one) == f"<考核 {AGENCY}：规范 —，及时 50.0%（线索及时率），完整 33.3%（推进程度）>"


def test_of_equals_the_first_is_named() -> None:
    assert appraised(progress=(1, 2), completion=(2, 4), closure=(1, 1)).weakest[COMPLETENESS] == "progress"
    assert appraised(by_lot=(1, 1), draws=(2, 2)).weakest[ORDER] == "by_lot"


def test_what_is_not_known_counts_against_nobody_4_1_7() -> None:
    one = appraised(response=(1, 2))
    assert (one.shares[TIMELINESS], one.shares[COMPLETENESS]) == (Fraction(1, 2), None)
    (nothing,) = appraise([marks(basis(departments=(POLICE,)), POLICE)])
    assert set(nothing.shares.values()) == {None}
    assert "%" not in repr(nothing)


def test_departments_stand_as_they_were_given_and_nobody_is_ranked_4_1_7() -> None:
    made = appraise(score(basis(visits=all_visits())))
    assert [one.department for one in made] == [AGENCY, HEALTH]
    assert {field.name for field in attrs.fields(Appraisal)} == {"department", "shares", "weakest"}
    assert appraise(()) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"department": "市监局"},
        {"shares": {ORDER: None}},
        {"weakest": {}},
        {"shares": {ORDER: Fraction(3, 2), TIMELINESS: None, COMPLETENESS: None}},
        {"shares": {ORDER: 0.5, TIMELINESS: None, COMPLETENESS: None}},
        {"weakest": {ORDER: "coverage", TIMELINESS: "", COMPLETENESS: ""}},
        {"weakest": {ORDER: "draws", TIMELINESS: "", COMPLETENESS: ""}},
    ],
    ids=str,
)
def test_an_appraisal_is_of_every_aspect_by_its_own_indicators(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(appraised(), **wrong)  # type: ignore[arg-type]


def test_an_appraisal_comes_back_from_json() -> None:
    one = appraised(timeliness=(9, 10), by_lot=(1, 1))
    assert from_json(to_json(one), Appraisal) == one


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FORMULAS)), st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_a_share_is_that_of_one_of_its_indicators_and_below_none_of_them(given_: dict[str, tuple[int, int]]) -> None:
    one = scored(**{code: (part, part + more) for code, (part, more) in given_.items()})
    (made,) = appraise([one])
    for aspect, codes in ASPECTS.items():
        known = [share for code in codes if (share := one.indicator(code).share) is not None]
        assert made.shares[aspect] == min(known, default=None)
        assert (made.weakest[aspect] == "") == (not known)
