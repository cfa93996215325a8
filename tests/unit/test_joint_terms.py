"""The words of the procedure: they read back from either name, and the stages lie on one way."""

from __future__ import annotations

from shuangsuiji.planning.joint_terms import JointAction, JointStage

S = JointStage


def test_terms_read_back_from_either_name() -> None:
    assert JointStage.of("已生效") is S.EFFECTIVE
    assert JointAction.of("SUBMIT") is JointAction.SUBMIT


def test_three_stages_are_the_end() -> None:
    assert [stage for stage in S if stage.is_final] == [S.EFFECTIVE, S.REJECTED, S.WITHDRAWN]


def test_a_plan_that_is_rejected_or_withdrawn_has_reached_nothing() -> None:
    assert S.EFFECTIVE.has_reached(S.DETERMINED)
    assert not S.SUBMITTED.has_reached(S.DETERMINED)
    assert not any(stage.has_reached(S.DRAFTED) for stage in (S.REJECTED, S.WITHDRAWN))
