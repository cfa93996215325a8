"""The limits of 二（二） on a draw, and what it leaves without a chance."""

from fractions import Fraction

import pytest

from shuangsuiji.draws.history import Used
from shuangsuiji.draws.limits import check_caps
from shuangsuiji.draws.remarks import chances
from shuangsuiji.errors import RatioAboveCapError, YearlyCapError
from shuangsuiji.lottery import FrameTerms, fix_quotas
from shuangsuiji.planning import SamplingDesign
from shuangsuiji.terms import CapScope
from shuangsuiji.values import Severity
from tests.unit.builders import EMPTY_DIGEST, design, item, key_item

COUNTS = {"A": 100, "B": 50}


def terms(one: SamplingDesign, used: int = 0, counts: dict[str, int] | None = None) -> FrameTerms:
    """Return the terms that a design leads to under a cap of one in ten."""
    counts = COUNTS if counts is None else counts
    ratios = {stratum: one.ratio_of(stratum) for stratum in counts}
    cap = Fraction(1, 10)
    caps = dict.fromkeys(counts, cap) if one.cap_scope is CapScope.STRATUM else {}
    return FrameTerms(
        name="labels",
        rows=sum(counts.values()),
        digest=EMPTY_DIGEST,
        ratios=ratios,
        quotas=fix_quotas(counts, ratios, one.rounding, caps),
        caps=caps,
        cap=cap,
        used=used,
        rounding=one.rounding,
        excluded_rows=0,
        excluded_digest=EMPTY_DIGEST,
    )


def used_of(total: int = 0, **by_stratum: int) -> Used:
    return Used(total=total, by_stratum=by_stratum)


def check(one: SamplingDesign, used: int = 0) -> None:
    check_caps(one, item(), terms(one, used), COUNTS, used_of(used))


@pytest.mark.parametrize("ratio", ["0", "5%", "10%", {"A": "10%", "B": "0"}], ids=str)
@pytest.mark.parametrize("scope", list(CapScope), ids=lambda scope: scope.name)
def test_a_ratio_up_to_the_cap_is_accepted(ratio: object, scope: CapScope) -> None:
    check(design(ratio, cap_scope=scope))


@pytest.mark.parametrize("ratio", ["10.000000001%", "1/9", "1", {"A": "1%", "B": "11%"}], ids=str)
def test_a_ratio_above_the_cap_is_refused_by_stratum(ratio: object) -> None:
    with pytest.raises(RatioAboveCapError) as caught:
        check(design(ratio))
    assert "二（二）" in caught.value.zh_line
    assert "二（二）" in caught.value.en_line
    assert getattr(caught.value.params["clause"], "clause", None) == "2.2.12"
    assert "每层" in caught.value.zh_line


def test_one_stratum_may_stand_above_the_cap_of_the_item_as_a_whole() -> None:
    check(design({"A": "1%", "B": "20%"}, cap_scope=CapScope.ITEM))
    with pytest.raises(RatioAboveCapError, match="每层"):
        check(design({"A": "1%", "B": "20%"}))


def test_the_whole_may_not_stand_above_the_cap_of_the_item() -> None:
    check(design({"A": "10%", "B": "10%"}, cap_scope=CapScope.ITEM))
    with pytest.raises(RatioAboveCapError, match="16 个，超过上限 ⌊1/10×150⌋ = 15（口径：事项整体）"):
        check(design({"A": "10%", "B": "12%"}, cap_scope=CapScope.ITEM))


def test_rounding_up_does_not_carry_the_whole_above_the_cap() -> None:
    counts = {f"S{number}": 9 for number in range(10)}
    by_stratum = design("10%", rounding="ceil")
    assert sum(terms(by_stratum, counts=counts).quotas.values()) == 0
    whole = design("10%", rounding="ceil", cap_scope=CapScope.ITEM)
    with pytest.raises(RatioAboveCapError, match="10 个，超过上限 ⌊1/10×90⌋ = 9"):
        check_caps(whole, item(), terms(whole, counts=counts), counts, used_of())


@pytest.mark.parametrize(("used", "fits"), [(0, True), (8, True), (9, False), (15, False), (10**6, False)])
def test_what_the_year_has_used_counts(used: int, *, fits: bool) -> None:
    one = design("5%")
    assert sum(terms(one).quotas.values()) == 7
    if fits:
        check(one, used)
        return
    with pytest.raises(YearlyCapError, match="全年上限 ⌊1/10×150⌋ = 15") as caught:
        check(one, used)
    assert getattr(caught.value.params["clause"], "clause", None) == "2.2.12"
    assert caught.value.params["value"] == 7 + used


def test_a_year_used_up_still_allows_to_draw_nothing() -> None:
    check(design("0"), 15)


def test_a_key_item_has_no_cap_to_check() -> None:
    check_caps(design("100%", "lifts"), key_item(), terms(design("100%"), 10**6), COUNTS, used_of(10**6))


def test_a_stratum_without_a_chance_is_warned_of() -> None:
    one = design({"A": "5%", "B": "1%"})
    (found,) = chances(one, terms(one), COUNTS)
    assert (found.severity, found.code, found.where) == (Severity.WARNING, "draw.no_chance", "labels B")
    assert "50 个对象 × 1/100 不足 1" in found.zh
    assert found.clause is not None
    assert found.clause.clause == "3.1.9"


def test_a_ratio_for_a_stratum_that_is_not_there_is_warned_of() -> None:
    one = design({"A": "5%", "B": "5%", "C": "5%", "*": "1%"})
    (found,) = chances(one, terms(one), COUNTS)
    assert (found.code, found.where) == ("draw.empty_stratum", "labels C")
    assert found.clause is not None
    assert found.clause.clause == "3.1.8"


def test_where_everybody_has_a_chance_nothing_is_said() -> None:
    assert chances(design("5%"), terms(design("5%")), COUNTS) == []


def test_a_cap_that_rounds_down_to_nothing_is_warned_of_too() -> None:
    one = design("10%", rounding="ceil")
    counts = {"A": 9}
    assert [found.code for found in chances(one, terms(one, counts=counts), counts)] == ["draw.no_chance"]


@pytest.mark.parametrize(("taken", "fits"), [(0, True), (5, True), (6, False)])
def test_the_cap_of_a_stratum_holds_over_the_year(taken: int, *, fits: bool) -> None:
    one = design({"A": "5%", "B": "0"})
    used = used_of(taken, A=taken)
    if fits:
        check_caps(one, item(), terms(one, taken), COUNTS, used)
        return
    with pytest.raises(YearlyCapError, match="“A”层本次 5 个加本年已抽 6 个，超过全年上限 ⌊1/10×100⌋ = 10"):
        check_caps(one, item(), terms(one, taken), COUNTS, used)


def test_the_item_as_a_whole_does_not_count_by_stratum() -> None:
    one = design({"A": "5%", "B": "0"}, cap_scope=CapScope.ITEM)
    check_caps(one, item(), terms(one, 10), COUNTS, used_of(10, A=10))
