"""The words of a joint inspection's procedure: routes, stages, actions; 三（二）, 附件四 (联合抽查程序术语)."""

from __future__ import annotations

from shuangsuiji.terms import Term

__all__ = [
    "Answer",
    "JointAction",
    "JointRoute",
    "JointStage",
    "JointTrigger",
    "Quorum",
]


class JointRoute(Term):
    """How a joint inspection comes about, one of three: 3.2.4, 3.2.5, 3.2.6 (发起方式)."""

    LEAD_DEPARTMENT = "一个部门牵头发起"
    SECTOR_AGREED = "相关部门共同确定行业领域"
    CONFERENCE = "联席会议组织"


class JointTrigger(Term):
    """On what the conference organises a joint inspection: 3.2.6, an open list (组织依据)."""

    SUPERIOR_TASK = "上级交办任务"
    RISK = "监管风险"
    MAJOR_PROBLEM = "重大问题"
    BIG_DATA = "大数据监测"
    OTHER = "其他情况"


class JointStage(Term):
    """How far the plan of a joint inspection has come: 附件四（二）, （三） (方案阶段)."""

    DRAFTED = "已拟定"
    CONSULTING = "征求意见中"
    CONSULTED = "已征求意见"
    LIAISED = "联络员会议已研究"
    SUBMITTED = "已提请联席会议"
    DETERMINED = "方案已确定"
    MINUTES_DRAFTED = "纪要已整理"
    MINUTES_AGREED = "纪要已经与会单位同意"
    MINUTES_FILED = "纪要已报办公室"
    MINUTES_SIGNED = "纪要已签发"
    EFFECTIVE = "已生效"
    REJECTED = "未获通过"
    WITHDRAWN = "已撤回"

    @property
    def is_final(self) -> bool:
        """Whether nothing follows within the procedure."""
        return self in _FINAL

    def has_reached(self, other: JointStage) -> bool:
        """Tell whether this stage lies at ``other`` or after it; a rejected or withdrawn plan has reached nothing."""
        return self in _WAY and other in _WAY and _WAY.index(self) >= _WAY.index(other)


_FINAL = (JointStage.EFFECTIVE, JointStage.REJECTED, JointStage.WITHDRAWN)
_WAY = tuple(stage for stage in JointStage if stage not in _FINAL[1:])


class JointAction(Term):
    """What one step of the procedure does; those on minutes are ``MinutesStep``: 附件四 (程序动作)."""

    DRAFT = "拟定方案"
    CONSULT = "书面征求意见"
    REPLY = "回复意见"
    REVISE = "修改方案"
    CLOSE_CONSULTATION = "汇总意见"
    HOLD_LIAISON_MEETING = "召开联络员会议"
    SUBMIT = "提请召开联席会议"
    HOLD_CONFERENCE = "召开联席会议"
    WITHDRAW = "撤回方案"


class Answer(Term):
    """What a department says of a plan on which it was consulted: A4.2.2 (答复)."""

    PENDING = "未回复"
    AGREED = "同意"
    AGREED_WITH_COMMENTS = "同意并附意见"
    OBJECTED = "不同意"


class Quorum(Term):
    """How many units of a plan must attend or have answered in writing; the annex names none (到会要求)."""

    ALL = "全部到会或书面答复"
    MAJORITY = "过半数到会或书面答复"
    NONE = "不作要求"
