"""What the annex leaves open: parameters whose defaults are the strict readings."""

from __future__ import annotations

from typing import Any

import pytest

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_terms import JointStage, Quorum
from shuangsuiji.values import check_field

S = JointStage


def test_other_readings_than_the_defaults_stand_in_the_manifest() -> None:
    assert ProcedureOptions().manifest_lines() == {}
    lines = ProcedureOptions(silence_blocks=False, quorum=Quorum.NONE).manifest_lines()
    assert lines == {"rules.joint.options": "silence_blocks False,quorum NONE"}
    relaxed = ProcedureOptions(draw_after=S.DETERMINED, relaxation="合成理由").manifest_lines()
    assert relaxed == {"rules.joint.relaxed": "draw_after DETERMINED：合成理由"}
    assert all(check_field(value, name) for name, value in (lines | relaxed).items())


@pytest.mark.parametrize(
    "options",
    [
        {"draw_after": S.SUBMITTED},
        {"draw_after": S.DETERMINED},
        {"draw_after": S.DETERMINED, "relaxation": "a=b"},
        {"relaxation": "合成理由"},
        {"quorum": "all"},
        {"silence_blocks": 1},
    ],
)
def test_options_that_say_nothing_clear_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises((LawError, InvalidValueError)):
        ProcedureOptions(**options)
