"""Words of the joint conference: roles, seats, meetings, minutes (联席会议术语)."""

from __future__ import annotations

from shuangsuiji.terms import Term

__all__ = [
    "AgendaKind",
    "AttendanceKind",
    "ConferenceRole",
    "MatterStatus",
    "MeetingKind",
    "MinutesStep",
    "ResolutionOutcome",
    "SeatChangeKind",
    "SeatStatus",
]


class ConferenceRole(Term):
    """In what role a unit acts: annex 二, 三, 四 (联席会议角色).

    The department that leads a joint inspection (3.2.4) and the one that drafts it by 四（二） are taken for one role,
    INDUSTRY_DEPARTMENT; a PARTICIPANT is one of a joint plan, whether it sits in the conference or not.
    """

    CONVENER = "召集人"
    VICE_CONVENER = "副召集人"
    MEMBER = "成员单位"
    OFFICE = "联席会议办公室"
    INDUSTRY_DEPARTMENT = "行业主管部门"
    INVITED_DEPARTMENT = "受邀部门"
    PARTICIPANT = "参与部门"

    @property
    def is_seat(self) -> bool:
        """Whether the role is a seat of the conference: convener, vice-convener, member."""
        return self in _SEATS


_SEATS = (ConferenceRole.CONVENER, ConferenceRole.VICE_CONVENER, ConferenceRole.MEMBER)


class SeatStatus(Term):
    """Whether somebody is there to take a seat: annex 二 «待分管领导到岗后自行加入» (席位状态)."""

    ACTIVE = "在任"
    PENDING_PERSON = "待分管领导到岗"


class SeatChangeKind(Term):
    """How a seat of the conference changed: annex 二 (成员变动类别)."""

    JOINED = "自行加入"
    ADJUSTED = "成员调整"
    ADDED = "增补成员单位"


class AgendaKind(Term):
    """What an agenda item is for: annex 一 and the matters that 二 and 四（二） bring to the conference (议题类别)."""

    MEASURES = "制定监管办法"
    GUIDANCE = "指导协调和督促检查"
    COORDINATION = "统筹和工作机制"
    DIFFICULTIES = "困难和问题"
    EXCHANGE = "交流和通报"
    ASSIGNED = "市政府交办事项"
    MEMBERSHIP = "成员调整和增补"
    JOINT_PLAN = "部门发起的联合抽查方案"
    CONFERENCE_INSPECTION = "联席会议组织的联合检查"

    @property
    def has_subject(self) -> bool:
        """Whether an item of this kind names what is decided on: a change of seats or a joint plan."""
        return self in _WITH_SUBJECT


_WITH_SUBJECT = (AgendaKind.MEMBERSHIP, AgendaKind.JOINT_PLAN, AgendaKind.CONFERENCE_INSPECTION)


class MeetingKind(Term):
    """Whom a meeting concerns: annex 四（一） «涉及全体成员单位», «涉及部分成员单位» (会议类别)."""

    PLENARY = "全体会议"
    PARTIAL = "部分成员单位会议"


class AttendanceKind(Term):
    """As what somebody attends a meeting: annex 四（一） (与会身份)."""

    MEMBER = "成员单位"
    INVITED_DEPARTMENT = "受邀部门"
    INVITED_EXPERT = "受邀专家"


class ResolutionOutcome(Term):
    """What the conference decided on an agenda item (议定结果)."""

    ADOPTED = "通过"
    ADOPTED_WITH_CHANGES = "修改后通过"
    RETURNED = "退回"
    REJECTED = "不予通过"

    @property
    def is_adopted(self) -> bool:
        """Whether the matter was adopted, with changes or without."""
        return self in _ADOPTED


_ADOPTED = (ResolutionOutcome.ADOPTED, ResolutionOutcome.ADOPTED_WITH_CHANGES)


class MinutesStep(Term):
    """The six steps of minutes, in the order of annex 四（三） (纪要步骤)."""

    DRAFTED = "召集单位整理"
    AGREED = "与会单位同意"
    FILED = "报联席会议办公室"
    SIGNED = "召集人签发"
    ISSUED = "印发有关单位"
    COPIED = "抄报市政府"

    @property
    def place(self) -> int:
        """Its place in the order, from 1."""
        return list(MinutesStep).index(self) + 1


class MatterStatus(Term):
    """How far a resolved matter has been carried out: annex 三, 五 (议定事项落实状态)."""

    OPEN = "落实中"
    OVERDUE = "逾期"
    COMPLETED = "已落实"
