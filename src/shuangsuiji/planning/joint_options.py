"""What the annex leaves open of a joint inspection's procedure, as parameters with defaults (程序选项)."""

from __future__ import annotations

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.joint_terms import JointStage, Quorum
from shuangsuiji.values import check_field, check_kind

__all__ = ["ProcedureOptions"]


@attrs.frozen(kw_only=True)
class ProcedureOptions:
    """Readings of what the annex does not say; the defaults are the strict ones (程序选项).

    Attributes:
        silence_blocks: whether a department that has not answered holds the plan up: the text sets no time for replies
            and does not take silence for consent. Else silence stands as 未回复 after the day that the letter names.
        objections_may_go_on: whether a plan may go to the conference with objections attached.
        sector_objections_may_go_on: the same for the route of 3.2.5, where the departments determine the field jointly.
        quorum: how many units of the plan attend or have answered in writing.
        consultation_may_be_replaced_by_attendance: for the route of 3.2.6 alone, whether a plan on which nobody was
            consulted may go to the liaison meeting; every participant must then attend the conference.
        draw_after: EFFECTIVE, since A4.3.1 makes matters explicit by minutes; DETERMINED is a relaxation.
        relaxation: why it is relaxed; there exactly when ``draw_after`` is DETERMINED, and stands in the manifest.

    """

    silence_blocks: bool = True
    objections_may_go_on: bool = True
    sector_objections_may_go_on: bool = False
    quorum: Quorum = Quorum.ALL
    consultation_may_be_replaced_by_attendance: bool = True
    draw_after: JointStage = JointStage.EFFECTIVE
    relaxation: str | None = None

    def __attrs_post_init__(self) -> None:
        for name in _SWITCHES:
            check_kind(getattr(self, name), bool, f"ProcedureOptions.{name}")
        check_kind(self.quorum, Quorum, "ProcedureOptions.quorum")
        if self.draw_after not in (JointStage.EFFECTIVE, JointStage.DETERMINED):
            raise LawError(
                field="ProcedureOptions.draw_after",
                rule_zh="抽取须在方案生效之后，经备案放宽的须在方案确定之后",
                rule="a plan is drawn once it is EFFECTIVE, or with a relaxation once it is DETERMINED",
                value=self.draw_after,
                clause=LIYANG_2020.ref("A4.3.1"),
            )
        if (self.draw_after is JointStage.DETERMINED) != (self.relaxation is not None):
            raise InvalidValueError(
                field="ProcedureOptions.relaxation",
                rule_zh="放宽至方案确定后抽取的须写明理由，未放宽的不写",
                rule="drawing from DETERMINED needs a reason, and nothing else has one",
                value=self.relaxation,
            )
        if self.relaxation is not None:
            check_field(self.relaxation, "ProcedureOptions.relaxation")

    def manifest_lines(self) -> dict[str, str]:
        """Return the lines of a manifest that say where the options are not the defaults (清单行)."""
        default = ProcedureOptions()
        other = [f"{name} {getattr(self, name)}" for name in _SWITCHES if getattr(self, name) != getattr(default, name)]
        if self.quorum is not default.quorum:
            other.append(f"quorum {self.quorum.name}")
        lines = {"rules.joint.options": ",".join(other)} if other else {}
        if self.relaxation is not None:
            lines["rules.joint.relaxed"] = f"draw_after {self.draw_after.name}：{self.relaxation}"
        return lines


_SWITCHES = (
    "silence_blocks",
    "objections_may_go_on",
    "sector_objections_may_go_on",
    "consultation_may_be_replaced_by_attendance",
)
