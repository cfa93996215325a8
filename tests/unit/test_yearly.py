"""How likely each object was to be inspected in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd  # type: ignore[import-untyped]
import pytest

from shuangsuiji.draws import Commitment, Draw, commit_supplement, draw
from shuangsuiji.draws.yearly import Absence, AbsenceKind, Flag, YearlyInclusion, yearly_inclusion
from shuangsuiji.errors import BrokenChainError, UnknownNameError
from shuangsuiji.lottery import Reveal
from shuangsuiji.lottery.chances import chances_of
from shuangsuiji.lottery.inclusion import inclusion_probabilities
from shuangsuiji.planning import Filter, Operator, SamplingDesign, Task
from shuangsuiji.registry import ObjectPool
from tests.unit.builders import (
    BEACON,
    COMMITTED_AT,
    codes_of,
    committed,
    design,
    drawn,
    enterprise,
    item_list,
    key_item,
    plan_of,
    pool_of,
    reveal,
    task,
    uscc,
)

ITEMS = item_list(key_item("labels"), key_item("lifts"))  # KEY items have no cap, so that any ratio may be drawn
IDS = sorted(map(uscc, range(12)))
POOL = pool_of(12)
TOWN = {uscc(number): ("溧城", "戴埠", "天目湖")[number % 3] for number in range(12)}


def of(*items: SamplingDesign, id_: str = "1", **changes: object) -> Task:
    return task(*items, id=id_, **changes)


def year_of(
    *tasks: Task,
    pool: ObjectPool = POOL,
    report_on: ObjectPool | None = None,
    excluded: Iterable[Mapping[str, str]] = (),
    item_code: str | None = None,
) -> tuple[YearlyInclusion, list[Draw]]:
    """Return the report on a year of these tasks, drawn one after the other, and the draws."""
    left_out = [*excluded, *[{}] * len(tasks)]
    draws: list[Draw] = []
    for number, one in enumerate(tasks):
        made = committed(one, pool, number, plan=plan_of(*tasks), items=ITEMS, earlier=draws, excluded=left_out[number])
        draws.append(drawn(made, number))
    return yearly_inclusion(report_on or pool, draws, year=2025, item_code=item_code), draws


HALF = design("50%")
QUARTER_LIFTS = design("25%", "lifts")


# Probabilities.


def test_one_draw_gives_everybody_the_share_that_is_drawn() -> None:
    report, _ = year_of(of(HALF))
    assert len(report) == 12
    assert all(one.lower == one.upper == Fraction(1, 2) for one in report)
    assert report.histogram() == {(Fraction(1, 2), Fraction(1, 2)): 12}


def test_several_draws_add_up_as_independent_chances_do() -> None:
    report, draws = year_of(of(HALF, id_="1"), of(design("25%"), id_="2"), of(HALF, id_="3", regions=("溧城",)))
    assert [len(one.commitment.frames["labels"].ids) for one in draws] == [12, 12, 4]
    for id_ in IDS:
        missed = Fraction(1, 2) * Fraction(3, 4) * (Fraction(1, 2) if TOWN[id_] == "溧城" else 1)
        assert report[id_].lower == report[id_].upper == report[id_].standing.by_item["labels"] == 1 - missed


def test_every_stratum_has_its_own_chance() -> None:
    ratios = {"溧城": "100%", "戴埠": "50%", "天目湖": "0"}
    report, draws = year_of(of(design(ratios), strata=("region",)))
    expected = {"溧城": Fraction(1), "戴埠": Fraction(1, 2), "天目湖": Fraction(0)}
    assert {id_: report[id_].lower for id_ in IDS} == {id_: expected[TOWN[id_]] for id_ in IDS}
    terms = draws[0].commitment.manifest.frames[0]
    chances = chances_of(terms, draws[0].commitment.frames["labels"])
    assert {stratum: chances[stratum, None] for stratum in expected} == expected


def test_items_of_one_draw_that_share_their_strata_are_nested() -> None:
    report, _ = year_of(of(HALF, QUARTER_LIFTS))
    for one in report:
        assert (one.lower, one.upper) == (Fraction(1, 2), Fraction(1, 2))
        assert one.standing.by_item == {"labels": Fraction(1, 2), "lifts": Fraction(1, 4)}
        assert one.standing.expected == Fraction(3, 4)


def test_items_of_one_draw_with_other_strata_leave_a_lower_and_an_upper_bound() -> None:
    narrow = Filter(field="region", operator=Operator.IN, values=("溧城",))
    report, _ = year_of(of(HALF, design("25%", "lifts", filters=(narrow,))))
    for id_ in IDS:
        upper = Fraction(3, 4) if TOWN[id_] == "溧城" else Fraction(1, 2)
        assert (report[id_].lower, report[id_].upper) == (Fraction(1, 2), upper)


def test_bounds_do_not_leave_what_a_probability_can_be() -> None:
    narrow = Filter(field="region", operator=Operator.IN, values=("溧城",))
    report, _ = year_of(of(design("75%"), design("50%", "lifts", filters=(narrow,))))
    assert max(one.upper for one in report) == 1
    assert report.flagged(Flag.CERTAIN) == ()


def test_items_of_two_draws_are_independent() -> None:
    report, _ = year_of(of(HALF, id_="1"), of(QUARTER_LIFTS, id_="2"))
    assert {(one.lower, one.upper) for one in report} == {(Fraction(5, 8), Fraction(5, 8))}


def test_rounding_by_chance_gives_the_ratio_itself() -> None:
    report, _ = year_of(of(design("1/7", rounding="chance")))
    assert {one.lower for one in report} == {Fraction(1, 7)}


def test_frames_rounded_by_chance_each_by_itself_are_not_nested() -> None:
    report, _ = year_of(of(design("1/7", rounding="chance"), design("1/7", "lifts", rounding="chance")))
    assert {(one.lower, one.upper) for one in report} == {(Fraction(1, 7), Fraction(2, 7))}


def test_a_draw_by_weight_gives_the_exact_probabilities() -> None:
    weights = {uscc(number): 1 + number % 3 for number in range(12)}
    pool = pool_of([enterprise(number, attributes={"风险": str(1 + number % 3)}) for number in range(12)])
    by_weight = design("25%", design="pareto", weight="风险")
    report, _ = year_of(of(by_weight, id_="1"), of(by_weight, id_="2"), pool=pool)
    exact = {one.weight: one.probability for one in inclusion_probabilities({1: 4, 2: 4, 3: 4}, 3)}
    for id_, weight in weights.items():
        assert float(report[id_].lower) == pytest.approx(1 - (1 - exact[weight]) ** 2, rel=1e-12)
        assert report[id_].lower == report[id_].upper


def test_one_item_can_be_asked_for_alone() -> None:
    report, _ = year_of(of(HALF, QUARTER_LIFTS, id_="1"), of(HALF, id_="2"), item_code="lifts")
    assert (report.items, report.serials) == (("lifts",), (1,))
    assert {(one.lower, one.upper) for one in report} == {(Fraction(1, 4), Fraction(1, 4))}


def test_an_item_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="labels"):
        year_of(of(HALF), item_code="label")


# Which draws count.


def test_only_the_draws_of_the_year_count() -> None:
    _, draws = year_of(of(HALF))
    report = yearly_inclusion(POOL, draws, year=2024)
    assert (report.serials, report.items) == ((), ())
    assert report.counts() == {Flag.NEVER: 12, Flag.CERTAIN: 0}
    assert report.reasons() == {}
    assert report[IDS[0]].standing.by_item == {}


def test_a_draw_that_is_given_twice_counts_once() -> None:
    once, draws = year_of(of(HALF))
    twice = yearly_inclusion(POOL, [*draws, *draws], year=2025)
    assert twice.histogram() == once.histogram()
    assert twice.times == once.times


def test_the_order_of_the_draws_does_not_matter() -> None:
    report, draws = year_of(of(HALF, id_="1"), of(QUARTER_LIFTS, id_="2"))
    again = yearly_inclusion(POOL, reversed(draws), year=2025)
    assert (again.serials, again.histogram(), again.to_rows()) == (report.serials, report.histogram(), report.to_rows())


def test_one_commitment_has_one_reveal() -> None:
    made = committed(of(HALF), POOL, items=ITEMS)
    other = Draw(commitment=made, reveal=reveal(beacon=BEACON.replace("10126.83", "10126.84")))
    with pytest.raises(BrokenChainError) as caught:
        yearly_inclusion(POOL, [drawn(made), other], year=2025)
    assert caught.value.params["link"] == "reveal"


# Nothing to chance.


def test_whoever_is_always_excluded_has_no_chance_and_it_says_why() -> None:
    tasks = of(HALF, id_="1"), of(HALF, id_="2")
    both = [{IDS[0]: "手工", IDS[1]: "近期已检"}, {IDS[0]: "近期已检"}]
    report, _ = year_of(*tasks, excluded=both)
    assert report.flagged(Flag.NEVER) == (IDS[0],)
    assert report.counts() == {Flag.NEVER: 1, Flag.CERTAIN: 0}
    first, second = report[IDS[0]].standing.absences
    assert first == Absence(serial=1, item_code="labels", kind=AbsenceKind.EXCLUDED, detail="手工")
    assert str(second) == "编号 2 事项 labels：被排除（近期已检）"
    assert report.reasons() == {first: 1, second: 1}
    assert report[IDS[1]].flag is None
    assert report[IDS[1]].standing.absences[0].detail == "近期已检"


def test_whoever_no_task_concerns_has_no_chance() -> None:
    report, _ = year_of(of(HALF, regions=("溧城",)))
    assert set(report.flagged(Flag.NEVER)) == {id_ for id_, town in TOWN.items() if town != "溧城"}
    assert report.reasons() == {Absence(serial=1, item_code="labels", kind=AbsenceKind.OUTSIDE): 8}


def test_whoever_stands_in_a_stratum_without_a_quota_has_no_chance() -> None:
    report, _ = year_of(of(design({"天目湖": "20%", "*": "50%"}), strata=("region",)))
    assert {TOWN[id_] for id_ in report.flagged(Flag.NEVER)} == {"天目湖"}
    assert report.reasons() == {
        Absence(serial=1, item_code="labels", kind=AbsenceKind.NO_QUOTA, detail="天目湖"): 4,
    }


def test_reasons_are_counted_over_those_without_any_chance_the_most_frequent_first() -> None:
    tasks = of(HALF, id_="1", regions=("溧城",)), of(QUARTER_LIFTS, id_="2", regions=("溧城", "戴埠"))
    report, _ = year_of(*tasks, excluded=[{}, {uscc(1): "手工"}])
    assert [(one.serial, one.kind, number) for one, number in report.reasons().items()] == [
        (1, AbsenceKind.OUTSIDE, 5),
        (2, AbsenceKind.OUTSIDE, 4),
        (2, AbsenceKind.EXCLUDED, 1),
    ]


def test_whoever_joined_the_pool_after_the_draw_had_no_chance() -> None:
    later = POOL.revise(on=date(2025, 6, 1), put=[enterprise(12)], reasons="新设")
    report, draws = year_of(of(HALF), report_on=later)
    assert report.flagged(Flag.NEVER) == (uscc(12),)
    assert report[uscc(12)].standing.absences[0].kind is AbsenceKind.NOT_IN_POOL
    read = [Draw(commitment=Commitment.from_files(one.commitment.files), reveal=one.reveal) for one in draws]
    from_bundle = yearly_inclusion(later, read, year=2025)[uscc(12)]
    assert from_bundle.standing.absences[0].kind is AbsenceKind.OUTSIDE, "a bundle only cites the pool"


def test_whoever_is_drawn_of_a_stratum_drawn_whole_is_certain() -> None:
    report, _ = year_of(of(design({"溧城": "100%", "*": "25%"}), strata=("region",)))
    assert set(report.flagged(Flag.CERTAIN)) == {id_ for id_, town in TOWN.items() if town == "溧城"}
    assert report.counts()[Flag.CERTAIN] == 4
    assert all(report.visits[id_] == 1 for id_ in report.flagged(Flag.CERTAIN))


def test_next_to_certain_is_not_certain() -> None:
    report, _ = year_of(*(of(design("11/12"), id_=str(number)) for number in range(6)))
    assert report.flagged(Flag.CERTAIN) == ()
    assert report[IDS[0]].lower == 1 - Fraction(1, 12) ** 6


# Objects that are gone.


def test_objects_that_have_left_the_pool_are_listed_and_not_counted() -> None:
    smaller = POOL.revise(on=date(2025, 6, 1), drop=IDS[:2], reasons="注销")
    report, _ = year_of(of(HALF), report_on=smaller)
    assert report.gone == tuple(IDS[:2])
    assert len(report) == 10
    assert sum(report.histogram().values()) == 10
    assert report[IDS[0]].lower == Fraction(1, 2)
    assert not report[IDS[0]].in_pool
    assert report[IDS[2]].in_pool
    assert [one.id for one in report] == [*IDS[2:], *IDS[:2]]


def test_what_was_excluded_and_has_left_is_of_no_interest() -> None:
    smaller = POOL.revise(on=date(2025, 6, 1), drop=IDS[:1], reasons="注销")
    report, _ = year_of(of(HALF), report_on=smaller, excluded=[{IDS[0]: "手工"}])
    assert report.gone == ()
    assert IDS[0] not in report


# Times drawn.


def test_how_often_each_was_drawn_stands_beside_how_often_it_was_to_be_expected() -> None:
    report, draws = year_of(of(HALF, QUARTER_LIFTS, id_="1"), of(HALF, id_="2"))
    for one in report:
        assert one.visits == sum(one.id in draw.objects for draw in draws)
        assert one.times == sum(len(draw.objects.get(one.id, ())) for draw in draws)
    quotas = sum(sum(terms.quotas.values()) for draw in draws for terms in draw.commitment.manifest.frames)
    assert sum(one.standing.expected for one in report) == sum(one.times for one in report) == quotas == 6 + 3 + 6


def test_of_one_item_only_its_own_draws_are_counted() -> None:
    report, draws = year_of(of(HALF, QUARTER_LIFTS), item_code="lifts")
    assert set(report.times) == {id_ for id_, items in draws[0].objects.items() if "lifts" in items}
    assert set(report.times.values()) == {1}


# The report.


def test_an_object_that_nobody_knows_is_refused() -> None:
    report, _ = year_of(of(HALF))
    assert uscc(99) not in report
    assert 1 not in report
    with pytest.raises(UnknownNameError):
        report[uscc(99)]


def test_the_report_says_in_one_line_what_it_found() -> None:
    smaller = POOL.revise(on=date(2025, 6, 1), drop=IDS[:1], reasons="注销")
    tasks = of(HALF, id_="1"), of(HALF, id_="2", regions=("溧城",))
    report, _ = year_of(*tasks, report_on=smaller, excluded=[{uscc(1): "手工"}])
    assert str(report) == (
        "2025 年 labels：2 次抽取，11 个对象，概率 0.00% 至 72.73%；没有机会 1，必被抽到 0，已不在名录库 1"
    )
    assert repr(report) == str(report)
    assert report.clause.clause == "3.1.8"


def test_the_report_on_a_pool_of_nobody_is_a_report() -> None:
    nobody = pool_of([])
    report = yearly_inclusion(nobody, [], year=2025)
    assert bool(report)
    assert str(report) == "2025 年 无事项：0 次抽取，0 个对象，概率 0.00%；没有机会 0，必被抽到 0"
    assert report.to_rows() == []
    assert list(report) == []


def test_an_object_says_in_one_line_what_the_year_meant_for_it() -> None:
    report, _ = year_of(of(design({"溧城": "100%", "*": "0"}), strata=("region",)))
    assert str(report[uscc(0)]) == f"{uscc(0)}：年度被抽查概率 100.00%，必被抽到，实际抽中 1 次"
    assert str(report[uscc(1)]) == (
        f"{uscc(1)}：年度被抽查概率 0.00%，没有机会，实际抽中 0 次（编号 1 事项 labels：本层名额为 0（戴埠））"
    )


def test_bounds_are_shown_as_bounds() -> None:
    report, _ = year_of(of(design("1/7", rounding="chance"), design("1/7", "lifts", rounding="chance")))
    assert "14.29% 至 28.57%" in str(report[IDS[0]])
    assert "14.29% 至 28.57%" in report._repr_html_()


def test_the_table_begins_with_the_likeliest_and_says_how_many_there_are() -> None:
    report, _ = year_of(of(design({"溧城": "50%", "*": "25%"}), strata=("region",)), pool=pool_of(60))
    html = report._repr_html_()
    assert html.index("50.00%") < html.index("另有 40 行")
    assert html.count("50.00%") == 1 + 20, "in the caption, and in every row shown"


def test_rows_are_flat_and_their_numbers_are_floats() -> None:
    report, _ = year_of(of(HALF, QUARTER_LIFTS), excluded=[{IDS[0]: "手工"}])
    table = pd.DataFrame(report.to_rows()).set_index("id")
    assert list(table.columns) == [
        "in_pool",
        "lower",
        "upper",
        "expected",
        "visits",
        "times",
        "flag",
        "p.labels",
        "p.lifts",
    ]
    assert list(table.index) == IDS
    assert table.loc[IDS[0], "flag"] == "NEVER"
    assert table["lower"].dtype == table["p.lifts"].dtype == float
    assert table["times"].sum() == 5 + 2


def test_a_supplementary_round_adds_the_chance_of_those_who_were_left() -> None:
    main = drawn(committed(task(design("10%", "lifts"))))
    asked = commit_supplement(main, committed_at=COMMITTED_AT + timedelta(days=3), extended={"lifts": {"全部": 6}})
    codes = {party: chain[2] for party, chain in codes_of().items()}
    record = draw(asked, Reveal.of_round(asked.round, {}, codes))
    report = yearly_inclusion(pool_of(), [main, record], year=2025, item_code="lifts")
    assert {report[id_].lower for id_ in pool_of().columns.ids} == {Fraction(12, 60)}
    assert sum(report[id_].times for id_ in pool_of().columns.ids) == 12
