"""Mutual recognition: what another department found stands in for a visit, by a table and in one direction."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.inspection import FollowUpMeasure, Outcome, Result, correct
from shuangsuiji.inspection.following import carry_out, close_follow_up, open_follow_up
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.recognising import RecognitionRecord, recognised
from shuangsuiji.inspection.recognitions import Equivalence, MutualRecognition, RecognitionReading
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry import ObjectPool
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.values import TimeLimit, TimeUnit
from tests.unit.aftermath_days import EMERGENCY, clean, inspected
from tests.unit.builders import AGENCY, committed, made, pool_of, product, uscc
from tests.unit.conference_days import refused
from tests.unit.inspection_days import HEALTH, entered, found, product_draw, visited

ON = date(2025, 9, 1)
CLOSED_TOO = RecognitionReading.PROBLEM_CLOSED
VALID = TimeLimit(number=6, unit=TimeUnit.MONTH, clause=LIYANG_2020.ref("3.3.8"))
HYGIENE = {"department": HEALTH, "item_code": "hygiene"}


def equivalence(**changes: object) -> Equivalence:
    """Return that hygiene of the health department stands in for labels of the authority, for half a year."""
    basis = {
        "id": "E-1",
        "from_item": "hygiene",
        "from_department": HEALTH,
        "to_item": "labels",
        "to_department": AGENCY,
        "valid_for": VALID,
        "document": "合成互认〔2025〕1号",
        "effective_on": date(2025, 1, 1),
        "expires_on": date(2026, 12, 31),
    }
    return made(Equivalence, basis, changes)


def theirs(outcome: Outcome = Outcome.NO_PROBLEM, number: int = 1, /, **changes: object) -> Result:
    return inspected(outcome, number, **{**HYGIENE, **changes})  # type: ignore[arg-type]


def recognition(result: Result | None = None, **changes: object) -> MutualRecognition:
    return made(MutualRecognition, {"result": result or theirs(), "equivalence": equivalence(), "on": ON}, changes)


RAW = attrs.evolve(theirs(), entered_on=None, entered_by="", platform_number="")


def closed(result: Result, on: date = date(2025, 8, 1)) -> FollowUp:
    one = open_follow_up(
        result,
        None,
        follow_up_id=f"F-{result.id}",
        measures=(FollowUpMeasure.ORDER_AND_WATCH,),
        opened_on=result.formed_on,
        document="合成监〔2025〕1号",
    )
    one = carry_out(one, measure=FollowUpMeasure.ORDER_AND_WATCH, on=on, done="已改正", document="合成监〔2025〕2号")
    return close_follow_up(one, on=on, done="已改正", document="合成监〔2025〕3号")


def asked(*results: Result, codes: tuple[str, ...] = ("labels",), **changes: object) -> RecognitionRecord:
    given_ = {"pool": pool_of(5), "equivalences": [equivalence()], "on": ON, **changes}
    return recognised(results=results, item_codes=codes, **given_)  # type: ignore[arg-type]


def spared(*results: Result, **changes: object) -> set[str]:
    return set(asked(*results, **changes).excluded)  # type: ignore[arg-type]


def test_a_valid_result_of_another_department_on_an_equivalent_item_stands_in_3_3_8() -> None:
    one = recognition()
    assert (one.object_id, one.item_code, one.department) == (uscc(1), "labels", AGENCY)
    assert repr(one) == f"<结果互认 {uscc(1)} labels：{theirs().id}>"


def test_an_equivalence_that_does_not_hold_that_day_recognises_nothing_3_3_8() -> None:
    for days in ((date(2025, 9, 2), date(2026, 1, 1)), (date(2024, 1, 1), date(2025, 8, 31))):
        refused(
            "3.3.8",
            lambda days=days: recognition(equivalence=equivalence(effective_on=days[0], expires_on=days[1])),  # type: ignore[misc]
        )


def test_an_equivalence_holds_on_its_first_and_last_day_3_3_8() -> None:
    assert recognition(equivalence=equivalence(effective_on=ON, expires_on=ON)).on == ON


def test_the_other_direction_is_another_equivalence_3_3_8() -> None:
    refused("3.3.8", lambda: recognition(clean()))
    back = equivalence(from_item="labels", from_department=AGENCY, to_item="hygiene", to_department=HEALTH)
    assert recognition(clean(), equivalence=back).item_code == "hygiene"
    refused("3.3.8", lambda: recognition(equivalence=back))


def test_ones_own_results_are_none_of_another_department_3_3_8() -> None:
    refused("3.3.8", lambda: equivalence(from_department=AGENCY))
    refused("3.3.8", lambda: recognition(inspected(Outcome.NO_PROBLEM, item_code="hygiene")))


def test_a_result_that_is_too_old_or_not_entered_stands_in_for_nothing_3_3_8() -> None:
    for result in (theirs(), entered(attrs.evolve(RAW, formed_on=date(2025, 6, 12)), on=date(2025, 6, 13))):
        assert recognition(result, on=date(2025, 12, 10)).on == date(2025, 12, 10)
        refused("3.3.8", lambda of=result: recognition(of, on=date(2025, 12, 11)))  # type: ignore[misc]
    refused("3.3.8", lambda: recognition(on=date(2025, 6, 10)))
    refused("3.3.8", lambda: recognition(RAW))


def test_what_followed_a_lead_is_no_result_of_a_draw_3_3_8() -> None:
    refused("3.3.8", lambda: recognition(theirs(case=True)))


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.NO_PROBLEM])
def test_only_a_clean_result_is_recognised_where_nothing_else_is_said_3_3_8(outcome: Outcome) -> None:
    refused("3.3.8", lambda: recognition(theirs(outcome)))


def test_by_the_other_reading_a_problem_that_is_closed_is_recognised_3_3_8() -> None:
    bad = theirs(Outcome.CORRECTED_ON_ORDER)
    assert recognition(bad, reading=CLOSED_TOO, follow_up=closed(bad)).follow_up == closed(bad)
    refused("3.3.8", lambda: recognition(bad, reading=CLOSED_TOO))
    refused("3.3.8", lambda: recognition(bad, reading=CLOSED_TOO, follow_up=closed(bad, on=date(2025, 9, 2))))
    refused("3.3.8", lambda: recognition(theirs(Outcome.UNREACHABLE), reading=CLOSED_TOO))
    with pytest.raises(InvalidValueError):
        recognition(bad, follow_up=closed(bad))
    with pytest.raises(BrokenChainError):
        recognition(bad, reading=CLOSED_TOO, follow_up=closed(theirs(Outcome.CORRECTED_ON_ORDER, 2)))


def test_an_equivalence_has_an_end_and_a_validity_in_days_months_or_years() -> None:
    with pytest.raises(InvalidValueError):
        equivalence(expires_on=date(2024, 12, 31))
    with pytest.raises(InvalidValueError):
        equivalence(valid_for=attrs.evolve(VALID, unit=TimeUnit.WORKING_DAY))


def test_whom_it_spares_a_draw_leaves_out_with_the_reason_3_3_8() -> None:
    record = asked(theirs(), theirs(Outcome.CORRECTED_ON_ORDER, 2), clean(3))
    assert record.excluded == {uscc(1): ExclusionReason.MUTUAL_RECOGNITION}
    commitment = committed(None, pool_of(60), excluded=record.excluded)
    assert commitment.excluded["labels"] == {uscc(1): "结果互认"}
    assert record.pool_digest == pool_of(5).digest


def test_an_object_with_another_item_left_is_visited_still() -> None:
    record = asked(theirs(), codes=("labels", "lifts"))
    assert (dict(record.excluded), dict(record.partial)) == ({}, {uscc(1): ("labels",)})
    both = [equivalence(), equivalence(id="E-2", to_item="lifts")]
    record = asked(theirs(), codes=("labels", "lifts"), equivalences=both)
    assert (set(record.excluded), dict(record.partial)) == ({uscc(1)}, {})


def test_a_problem_found_since_stands_against_a_clean_result() -> None:
    after = date(2025, 7, 1)
    assert spared(theirs(), theirs(on=after)) == {uscc(1)}
    for against in (
        theirs(Outcome.OTHER_VIOLATION, on=after),
        theirs(Outcome.UNREACHABLE, on=after),
        theirs(Outcome.OTHER_VIOLATION, on=after, case=True),
        inspected(on=after),
    ):
        assert spared(theirs(), against) == set()
    assert spared(theirs(), inspected()) == set()
    assert spared(theirs(), inspected(on=after, item_code="lifts")) == {uscc(1)}
    assert spared(theirs(on=after), theirs(Outcome.OTHER_VIOLATION)) == {uscc(1)}


def test_a_problem_under_an_equivalence_that_has_expired_stands_against_nothing() -> None:
    gone = equivalence(id="E-9", from_department=EMERGENCY, from_item="fire", expires_on=date(2025, 8, 31))
    against = inspected(on=date(2025, 7, 1), department=EMERGENCY, item_code="fire")
    assert spared(theirs(), against, equivalences=[equivalence(), gone]) == {uscc(1)}
    assert spared(theirs(), against, equivalences=[equivalence(), gone], on=date(2025, 8, 31)) == set()


def test_a_clean_visit_after_a_lead_does_not_undo_a_clean_result() -> None:
    assert spared(theirs(), theirs(on=date(2025, 7, 1), case=True)) == {uscc(1)}


def test_what_was_corrected_or_is_formed_later_does_not_count() -> None:
    told = {"outcome": Outcome.OTHER_VIOLATION, "finding": "合成", "formed_on": date(2025, 7, 1), "reason": "复核"}
    wrong = correct(theirs(), result_id="R-2", **told)  # type: ignore[arg-type]
    assert spared(theirs(), wrong) == set()
    assert spared(theirs(), wrong, on=date(2025, 6, 30)) == {uscc(1)}


def test_a_problem_that_is_closed_is_recognised_by_that_reading_alone() -> None:
    bad = theirs(Outcome.CORRECTED_ON_ORDER)
    assert spared(bad, follow_ups=[closed(bad)]) == set()
    assert spared(bad, reading=CLOSED_TOO) == set()
    assert spared(bad, reading=CLOSED_TOO, follow_ups=[closed(bad)]) == {uscc(1)}
    late = [closed(bad, on=date(2025, 9, 2))]
    assert spared(bad, reading=CLOSED_TOO, follow_ups=late) == set()
    assert spared(theirs(on=date(2025, 5, 6)), bad, reading=CLOSED_TOO, follow_ups=late) == set()


def test_another_department_than_the_owner_may_ask() -> None:
    assert spared(theirs(), department=EMERGENCY) == set()
    assert spared(theirs(), department=EMERGENCY, equivalences=[equivalence(to_department=EMERGENCY)]) == {uscc(1)}


def test_an_object_of_another_holder_that_bears_the_same_id_is_another() -> None:
    of_one = entered(found(visited(product_draw(), visit_id="V-p"), formed_on=date(2025, 6, 10)))
    id_ = of_one.visit.object_id
    back = [equivalence(from_item="labels", from_department=AGENCY, to_item="hygiene", to_department=HEALTH)]
    ask = {"codes": ("hygiene",), "equivalences": back, "department": HEALTH}

    def own(holder: str) -> ObjectPool:
        return pool_of([product(id_, holder=holder)], item_codes=("hygiene",))

    assert spared(of_one, pool=own(uscc(1)), **ask) == {id_}
    assert spared(of_one, pool=own(uscc(2)), **ask) == set()


def test_no_item_and_a_strange_recognition_are_refused() -> None:
    with pytest.raises(InvalidValueError):
        asked(theirs(), codes=())
    record = asked(theirs())
    for changes in ({"on": date(2025, 9, 2)}, {"item_codes": ("lifts",)}, {"recognitions": record.recognitions * 2}):
        with pytest.raises(InvalidValueError):
            attrs.evolve(record, **changes)


@settings(max_examples=50, deadline=None)
@given(first=st.integers(-400, 400), length=st.integers(0, 200), turned=st.booleans(), age=st.integers(-30, 400))
def test_an_expired_or_opposite_equivalence_never_recognises(
    first: int, length: int, age: int, *, turned: bool
) -> None:
    begins = ON + timedelta(days=first)
    days = {"effective_on": begins, "expires_on": begins + timedelta(days=length)}
    way = {"from_item": "labels", "from_department": AGENCY, "to_item": "hygiene", "to_department": HEALTH}
    ground = equivalence(**days, **(way if turned else {}))
    result = theirs(on=ON - timedelta(days=age))
    sound = ground.is_in_force(ON) and not turned and age >= 1 and ground.valid_until(result) >= ON
    assert (spared(result, equivalences=[ground]) == {uscc(1)}) is sound
    if not sound:
        with pytest.raises(LawError):
            recognition(result, equivalence=ground)


def test_recognitions_travel_as_json_and_have_a_digest() -> None:
    record = asked(theirs())
    assert from_json(to_json(record), RecognitionRecord) == record
    assert from_json(to_json(recognition()), MutualRecognition).digest == recognition().digest
    assert record.digest != asked().digest
