"""Problems by region or trade, beside how many were inspected."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.inspection import Cluster, ClusterReport, Outcome, Result, clusters, correct
from shuangsuiji.planning import SupervisionMode
from tests.unit.builders import enterprise, pool_of, uscc
from tests.unit.inspection_days import FORMED_ON, case_visit, found, own_draw, problem, visited

POOL = pool_of([enterprise(number, attributes={"行业": ("餐饮", "食品销售")[number % 2]}) for number in range(60)])
ON = date(2025, 6, 30)
DRAWN = visited(own_draw())


def result(number: int, outcome: Outcome = Outcome.NO_PROBLEM, /, **changes: object) -> Result:
    """Return a result of a visit by lot to the n-th enterprise, in 溧城, 戴埠 or 天目湖 by turns."""
    at = attrs.evolve(DRAWN, id=f"V-{number}", object_id=uscc(number), holder=uscc(number), marks=(), **changes)  # type: ignore[arg-type]
    return found(at, outcome=outcome, finding="" if outcome is Outcome.NO_PROBLEM else "合成问题")


def report(results: Iterable[Result], by: str = "region", **changes: object) -> ClusterReport:
    return clusters(results, **{"by": by, "pool": POOL, "on": ON, **changes})  # type: ignore[arg-type]


def row(one: ClusterReport, label: str) -> Cluster:
    return next(row for row in one.rows if row.label == label)


HALF_OF_LICHENG = [
    result(n, Outcome.PENDING_FOLLOW_UP if n % 6 == 0 else Outcome.NO_PROBLEM) for n in range(60)
]  # every second of the twenty enterprises of 溧城, whose numbers are multiples of three


def test_problems_are_counted_beside_the_number_inspected_by_region_3_4_5() -> None:
    one = report(HALF_OF_LICHENG)
    assert [(row.label, row.inspected, row.problems, row.share) for row in one.rows] == [
        ("天目湖", 20, 0, Fraction(0)),
        ("戴埠", 20, 0, Fraction(0)),
        ("溧城", 20, 10, Fraction(1, 2)),
    ]
    assert (one.results, one.whole) == (60, Fraction(1, 6))
    assert one.pool == f"SCJG-objects@1 {POOL.digest}"


def test_problems_are_counted_by_trade_as_well_3_4_5() -> None:
    one = report(HALF_OF_LICHENG, "行业")
    assert [(row.label, row.inspected, row.problems) for row in one.rows] == [("食品销售", 30, 0), ("餐饮", 30, 10)]


def test_what_is_small_is_marked_as_not_telling_and_never_stands_out_3_4_5() -> None:
    one = report(HALF_OF_LICHENG)
    assert not any(row.telling for row in one.rows)
    assert one.above() == ()
    telling = report(HALF_OF_LICHENG, telling_from=20)
    assert [row.label for row in telling.above()] == ["溧城"]
    assert telling.above(4) == ()
    assert "溧城：检查 20，有问题 10，占比 1/2（数量过少）" in str(one)


def test_nothing_stands_out_where_nothing_was_found() -> None:
    assert report(map(result, range(60)), telling_from=1).above() == ()
    assert report([]).whole is None
    assert report([]).above() == ()


def test_an_object_counts_once_whatever_the_number_of_its_items() -> None:
    first = result(3)
    twice = attrs.evolve(result(3, Outcome.PENDING_FOLLOW_UP), id="R-2", visit=attrs.evolve(first.visit, id="V-zwei"))
    one = row(report([first, twice]), "溧城")
    assert (one.inspected, one.problems) == (1, 1)


def test_leads_and_targeted_inspections_stand_beside_and_not_in_the_share() -> None:
    case = case_visit(object_id=uscc(3), holder=uscc(3))
    aimed = result(6, Outcome.PENDING_FOLLOW_UP, mode=SupervisionMode.TARGETED)
    one = row(report([result(0), problem(case), aimed, found(attrs.evolve(case, id="V-3"))]), "溧城")
    assert (one.inspected, one.problems, one.beside) == (1, 0, 2)


@pytest.mark.parametrize("outcome", [Outcome.CLOSED_OR_LIQUIDATING, Outcome.UNREACHABLE], ids=lambda one: one.name)
def test_who_could_not_be_inspected_is_counted_apart(outcome: Outcome) -> None:
    one = row(report([result(0), result(3, outcome)]), "溧城")
    assert (one.inspected, one.problems, one.not_inspected) == (1, 0, 1)


def test_a_result_that_was_corrected_counts_as_corrected_and_not_before_the_day() -> None:
    wrong = problem(result(3).visit)
    right = correct(
        wrong, result_id="R-neu", outcome=Outcome.NO_PROBLEM, formed_on=date(2025, 6, 20), reason="复核未见问题"
    )
    assert row(report([wrong, right]), "溧城").problems == 0
    assert row(report([wrong, right], on=date(2025, 6, 19)), "溧城").problems == 1
    assert report([wrong], on=date(2025, 6, 11)).rows == ()


def test_an_object_that_the_pool_does_not_know_has_no_region() -> None:
    one = report([result(99)])
    assert [row.label for row in one.rows] == ["-"]


def test_a_column_that_the_pool_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        report([], "税务")


def test_the_order_of_the_results_changes_nothing_and_their_number_is_bound() -> None:
    one, other = report(HALF_OF_LICHENG), report(HALF_OF_LICHENG[::-1])
    assert one == other
    assert one.results_digest != report(HALF_OF_LICHENG[1:]).results_digest


def test_a_row_has_no_more_problems_than_inspected() -> None:
    with pytest.raises(InvalidValueError):
        Cluster(label="溧城", inspected=1, problems=2, not_inspected=0, beside=0, telling=False)
    assert Cluster(label="溧城", inspected=0, problems=0, not_inspected=0, beside=0, telling=False).share is None


def test_a_report_goes_through_json() -> None:
    one = report(HALF_OF_LICHENG)
    assert from_json(to_json(one), ClusterReport) == one
    assert HALF_OF_LICHENG[0].formed_on == FORMED_ON
