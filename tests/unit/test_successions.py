"""A later state of a record adds to it; what tells otherwise under the same id counts for nothing: 2.1.9."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError
from shuangsuiji.inspection import Outcome, archive, open_matters, verify_dossier
from shuangsuiji.inspection.dossier_parts import FiledDraw
from shuangsuiji.inspection.dossiers import Dossier, file_records
from shuangsuiji.inspection.following import answer_hand_over, carry_out, hand_over, open_follow_up
from shuangsuiji.inspection.followup_parts import ResponsibilityRule
from shuangsuiji.inspection.inspection_terms import Channel, DisclosureGrade, FollowUpMeasure
from shuangsuiji.inspection.publishing import grade_again, post, publish
from shuangsuiji.inspection.successions import follows, key_of, latest
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import (
    PUBLISHED_ON,
    all_results,
    all_visits,
    entered,
    opened,
    published,
    terms,
    whole,
)
from tests.unit.inspection_days import HEALTH, problem, shared_object

ON = date(2025, 6, 20)
PROBLEM = entered(problem(next(one for one in all_visits() if one.object_id == shared_object())))


def with_problem(*more: object) -> Dossier:
    """Return the whole dossier in which one result has a problem, and what else is filed."""
    kept = [
        (entry.record, entry.on)
        for entry in whole().entries
        if getattr(getattr(entry.record, "result", entry.record), "id", "") != PROBLEM.id
    ]
    late = [(PROBLEM, PUBLISHED_ON), (published(PROBLEM), PUBLISHED_ON), *((one, ON) for one in more)]
    return file_records(attrs.evolve(whole(), entries=()), [*kept, *late])


def rewritten(dossier: Dossier) -> list[str]:
    return [one.where.rpartition("#")[2] for one in verify_dossier(dossier) if one.code == "dossier.rewritten"]


def open_codes(dossier: Dossier) -> list[str]:
    return [one.code for one in open_matters(dossier, ON, terms())]


def test_what_is_entered_published_and_followed_up_carries_on() -> None:
    assert rewritten(whole()) == []
    assert follows(all_results()[0], entered(all_results()[0]))
    half = post(publish(PROBLEM), Channel.NATIONAL, on=ON, reference="甲", by=AGENCY)
    assert follows(publish(PROBLEM), half)
    assert follows(half, post(half, Channel.PROVINCIAL, on=ON, reference="乙", by=AGENCY))


def test_a_result_that_is_filed_again_with_another_outcome_hides_no_problem() -> None:
    clean = attrs.evolve(PROBLEM, outcome=Outcome.NO_PROBLEM, finding="")
    dossier = with_problem(clean, published(clean))
    number = len(dossier.entries)
    assert rewritten(dossier) == [str(number - 1), str(number)]
    assert open_codes(dossier) == ["followup.missing"]
    with pytest.raises(BrokenChainError, match="链条已断"):
        archive(dossier, "档-1", by=AGENCY, on=ON, terms=terms())


def test_what_stands_on_a_channel_is_not_withheld_afterwards() -> None:
    result = entered(all_results()[0])
    half = post(publish(result), Channel.NATIONAL, on=ON, reference="甲", by=result.department)
    hidden = attrs.evolve(half, records=(), grade=DisclosureGrade.INTERNAL, reason="不宜公开", replaces=half.digest)
    assert not follows(half, hidden)
    first = publish(result)
    assert follows(first, grade_again(first, DisclosureGrade.INTERNAL, reason="涉及商业秘密"))
    forged = attrs.evolve(hidden, replaces="0" * 64)
    assert not follows(first, forged)


def test_a_follow_up_only_grows() -> None:
    made = open_follow_up(
        PROBLEM,
        None,
        follow_up_id="后续-01",
        measures=(FollowUpMeasure.ORDER_AND_WATCH,),
        opened_on=PUBLISHED_ON,
        document="通知书（合成）1号",
    )
    step = carry_out(made, measure=FollowUpMeasure.ORDER_AND_WATCH, on=ON, done="已改", document="复核（合成）")
    offered = hand_over(
        step, to=HEALTH, rule=ResponsibilityRule.TRADE, reason="行业主管", on=ON, document="交接（合成）"
    )
    answered = answer_hand_over(offered, accepted=True, on=ON, document="接收（合成）")
    assert all(follows(*pair) for pair in ((made, step), (step, offered), (offered, answered), (made, answered)))
    assert not follows(answered, offered)
    assert not follows(step, made)
    assert not follows(made, attrs.evolve(made, document="另一通知书"))


def test_a_later_round_takes_out_only_what_it_says_was_replaced() -> None:
    [first] = [one for one in opened().records("FiledDraw") if isinstance(one, FiledDraw)]
    fewer = attrs.evolve(first, objects=first.objects[1:])
    gone = first.objects[0].object_id
    later = attrs.evolve(fewer, draw=attrs.evolve(first.draw, k=1))
    assert not follows(first, fewer)
    assert not follows(first, later)
    assert follows(first, attrs.evolve(later, replaced={gone: "注销"}))


def test_the_latest_state_of_each_id_is_kept_and_what_has_no_states_is_passed_over() -> None:
    result = all_results()[0]
    assert key_of(opened().entries[0].record) is None
    assert latest([opened().entries[0].record, result, entered(result)]) == {("Result", result.id): entered(result)}
    assert key_of(published(entered(result))) == ("Publication", result.id)
