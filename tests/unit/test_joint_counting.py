"""Who initiates, joins and declines joint inspections: 4.1.3."""

from datetime import date

from shuangsuiji.planning import Act, Answer, ConferenceRole, JointPlan, JointProcedure, draft_joint, joint_counts
from shuangsuiji.testing.conferences import effective_procedure, staffed_conference

TRADE, HEALTH, POLICE = "320481-SWJ", "320481-WJW", "320481-GAJ"
PLAN = JointPlan(id="联合-07", initiator=TRADE, participants=(HEALTH, POLICE))


def act(unit: str, role: ConferenceRole, day: int) -> Act:
    return Act(unit=unit, role=role, on=date(2026, 3, day), document=f"（合成）{day}号")


def asked() -> JointProcedure:
    lead = ConferenceRole.INDUSTRY_DEPARTMENT
    drafted = draft_joint(PLAN, act(TRADE, lead, 2), staffed_conference(date(2026, 3, 1)))
    return drafted.consult(act(TRADE, lead, 3))


def counted(*procedures: JointProcedure) -> dict[str, tuple[int, int, int, int]]:
    return {
        one.department: (one.initiated, one.joined, one.objected, one.unanswered) for one in joint_counts(procedures)
    }


def test_who_leads_and_who_joins_an_effective_plan_is_counted_4_1_3() -> None:
    done = effective_procedure(PLAN, date(2026, 3, 1))
    assert counted(done, done) == {TRADE: (2, 0, 0, 0), HEALTH: (0, 2, 0, 0), POLICE: (0, 2, 0, 0)}


def test_who_has_not_answered_is_counted_and_nobody_has_joined_yet_4_1_3() -> None:
    assert counted(asked()) == {HEALTH: (0, 0, 0, 1), POLICE: (0, 0, 0, 1)}


def test_the_last_answer_of_a_department_counts_4_1_3() -> None:
    participant = ConferenceRole.PARTICIPANT
    refused = asked().reply(act(HEALTH, participant, 4), Answer.OBJECTED)
    assert counted(refused)[HEALTH] == (0, 0, 1, 0)
    agreed = refused.reply(act(HEALTH, participant, 5), Answer.AGREED)
    assert HEALTH not in counted(agreed)
    assert counted(agreed)[POLICE] == (0, 0, 0, 1)


def test_without_procedures_there_is_nothing_to_count() -> None:
    assert joint_counts(()) == ()
