"""Plans whose matching may fail: refused before the seed with what would help, or waived for everybody to see."""

from __future__ import annotations

import pytest

from shuangsuiji.draws import Trial, match
from shuangsuiji.errors import InfeasibleMatchingError, InvalidValueError
from shuangsuiji.terms import TeamForm
from tests.unit.builders import drawn, inspector, uscc
from tests.unit.builders import recusal as declared
from tests.unit.test_staffing import made, officers, people, team, told

FEW = Trial(simulated=50)


def test_a_plan_that_can_always_be_matched_says_so_in_the_manifest() -> None:
    assert made().manifest.entries["rules.preflight"] == "worst case"


def test_a_plan_that_fails_now_and_then_is_refused_with_its_share_and_what_would_help() -> None:
    barred = [declared(object_id=uscc(number)) for number in range(0, 60, 3)]
    with pytest.raises(InfeasibleMatchingError, match=r"\d+ 次配不齐") as caught:
        made(officers=officers(*people(2)), recusals=barred, trial=FEW)
    report = caught.value.params["preflight"]
    assert 0 < report.infeasible < report.simulated == 50  # type: ignore[attr-defined]
    assert "JS0001" in caught.value.zh_line


def test_a_waiver_stands_in_the_manifest_beside_what_the_pre_flight_found() -> None:
    few = officers(*people(1))
    one = made(officers=few, trial=Trial(simulated=10, waiver="新录用人员下周取得执法证"))
    assert one.manifest.entries["rules.waiver.matching"] == "新录用人员下周取得执法证"
    assert one.manifest.entries["rules.preflight"] == "simulated 10/10"
    assert told(one.findings, "matching.waiver") == ["matching"]
    assert match(drawn(one), partial=True).empty


def test_a_waiver_that_is_not_needed_is_not_committed() -> None:
    one = made(trial=Trial(waiver="以防万一"))
    assert "rules.waiver.matching" not in one.manifest.entries
    assert told(one.findings, "matching.waiver") == ["matching"]


@pytest.mark.parametrize("waiver", ["", "两行\n理由"])
def test_a_waiver_says_why(waiver: str) -> None:
    with pytest.raises(InvalidValueError, match="waiver"):
        made(officers=officers(*people(1)), trial=Trial(simulated=5, waiver=waiver))


def test_a_refusal_says_what_the_other_form_of_team_would_give_and_switches_nothing() -> None:
    split = team(tags=("特设", "食品"))
    able = [inspector(n, qualifications=("特设", "食品"), specialties=()) for n in (1, 2, 3)]
    plain = [inspector(n, qualifications=(), specialties=()) for n in (4, 5, 6)]
    barred = [declared(object_id=uscc(n), inspector_id=f"JS{i:04d}") for n in range(60) for i in (1, 2)]
    with pytest.raises(InfeasibleMatchingError, match="主办带队") as caught:
        made(split, officers=officers(*able, *plain), recusals=barred, trial=FEW)
    assert "LEAD, it can be matched" in caught.value.en_line
    lead = team(tags=("特设", "食品"), form=TeamForm.LEAD)
    assert made(lead, officers=officers(*able, *plain), recusals=barred, trial=FEW).staff is not None


def test_seats_that_fewer_than_k_can_take_are_pointed_out() -> None:
    assert told(made(officers=officers(*people(2))).findings, "matching.narrow") == ["matching"]
    assert told(made(officers=officers(*people(6))).findings, "matching.narrow") == []
