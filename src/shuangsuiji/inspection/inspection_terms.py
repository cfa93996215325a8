"""Words of inspections, their results and what follows: 三（三）, 三（四） (检查术语).

Systems in the field number these words differently, and the words are the same: nothing here hangs on a number. The
words of ``Outcome`` are those seen in public records; an official numbering was not found.
"""

from __future__ import annotations

import re
import unicodedata

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.terms import Term

__all__ = [
    "Channel",
    "DisclosureGrade",
    "FollowUpMeasure",
    "LeadSource",
    "Outcome",
    "OutcomeGroup",
    "ReferralKind",
    "outcome_named",
]


class OutcomeGroup(Term):
    """What kind of outcome it is; an estimate counts the four apart (检查结果类别)."""

    CLEAN = "未发现问题"
    PROBLEM = "发现问题"
    STATUS = "主体状态"
    FRAME_ERROR = "抽样框不符"


class Outcome(Term):
    """What an inspection of one item came to, by name and never by number: 三（三） (抽查检查结果).

    OTHER_VIOLATION says in words which provisions were broken.
    """

    NO_PROBLEM = "未发现问题"
    CORRECTED_ON_ORDER = "发现问题已责令改正"
    PENDING_FOLLOW_UP = "发现问题待后续处理"
    NOT_PUBLISHED_AS_REQUIRED = "未按规定公示应当公示的信息"
    CONCEALED_OR_FALSE = "公示信息隐瞒真实情况、弄虚作假"
    NON_COOPERATION_SERIOUS = "不配合检查情节严重"
    OTHER_VIOLATION = "违反其他规定"
    UNREACHABLE = "通过登记的住所（经营场所）无法联系"
    NO_SUCH_ACTIVITY = "未发现开展本次抽查涉及的经营活动"
    CLOSED_OR_LIQUIDATING = "已关闭停业或正在组织清算"
    DEREGISTERED = "注销"
    REVOKED = "被吊销"
    RESCINDED = "被撤销"
    MOVED_OUT = "迁出"

    @property
    def group(self) -> OutcomeGroup:
        """Clean, a problem, a status of the holder, or an object that should not have been in the frame."""
        return _GROUPS[self]

    @property
    def needs_follow_up(self) -> bool:
        """Whether something is left to be done by a department: every problem, and a holder who cannot be found."""
        return self.group is OutcomeGroup.PROBLEM or self is Outcome.UNREACHABLE


_GROUPS = {
    Outcome.NO_PROBLEM: OutcomeGroup.CLEAN,
    Outcome.CORRECTED_ON_ORDER: OutcomeGroup.PROBLEM,
    Outcome.PENDING_FOLLOW_UP: OutcomeGroup.PROBLEM,
    Outcome.NOT_PUBLISHED_AS_REQUIRED: OutcomeGroup.PROBLEM,
    Outcome.CONCEALED_OR_FALSE: OutcomeGroup.PROBLEM,
    Outcome.NON_COOPERATION_SERIOUS: OutcomeGroup.PROBLEM,
    Outcome.OTHER_VIOLATION: OutcomeGroup.PROBLEM,
    Outcome.UNREACHABLE: OutcomeGroup.FRAME_ERROR,
    Outcome.NO_SUCH_ACTIVITY: OutcomeGroup.FRAME_ERROR,
    Outcome.CLOSED_OR_LIQUIDATING: OutcomeGroup.STATUS,
    Outcome.DEREGISTERED: OutcomeGroup.STATUS,
    Outcome.REVOKED: OutcomeGroup.STATUS,
    Outcome.RESCINDED: OutcomeGroup.STATUS,
    Outcome.MOVED_OUT: OutcomeGroup.STATUS,
}

# Other wordings under which records have the same outcome; the last four are those of the checks of 2014 to 2016.
_ALSO = {
    "发现问题经责令已改正": Outcome.CORRECTED_ON_ORDER,
    "发现问题已责令限期改正": Outcome.CORRECTED_ON_ORDER,
    "通过登记的住所或经营场所无法联系": Outcome.UNREACHABLE,
    "不予配合情节严重": Outcome.NON_COOPERATION_SERIOUS,
    "被注销": Outcome.DEREGISTERED,
    "已注销": Outcome.DEREGISTERED,
    "吊销": Outcome.REVOKED,
    "撤销": Outcome.RESCINDED,
    "已迁出": Outcome.MOVED_OUT,
    "正常(符合信息公示相关规定)": Outcome.NO_PROBLEM,
    "未按规定公示年报": Outcome.NOT_PUBLISHED_AS_REQUIRED,
    "未按规定公示其他应当公示的信息": Outcome.NOT_PUBLISHED_AS_REQUIRED,
    "未按规定公示即时信息": Outcome.NOT_PUBLISHED_AS_REQUIRED,
}
_VIOLATION = re.compile("违反.+规定")


def outcome_named(text: str) -> Outcome:
    """Return the outcome that a record names, in one of the wordings that are known (检查结果名称).

    Blanks and the width of brackets and marks do not matter, and «违反…相关规定» is OTHER_VIOLATION whatever it names.

    Raises:
        UnknownNameError: a number, or a wording that is not known; the message lists what there is.

    """
    plain = _plain(str(text))
    found = _ALSO.get(plain) or _NAMED.get(plain)
    if found is not None:
        return found
    if _VIOLATION.fullmatch(plain):
        return Outcome.OTHER_VIOLATION
    raise UnknownNameError(field="Outcome", value=text, known="、".join(str(one) for one in Outcome))


def _plain(text: str) -> str:
    """Return a wording without blanks, its brackets in half width, with one kind of comma."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "、").rstrip("。;")


_NAMED = {_plain(name): one for one in Outcome for name in (one.value, one.name)}


class Channel(Term):
    """Where results are made public, both of them: 3.3.4 (公示渠道)."""

    NATIONAL = "国家企业信用信息公示系统（江苏）"
    PROVINCIAL = "省公共信用信息共享平台"


class DisclosureGrade(Term):
    """How openly something is made public; a grade says what may leave the authorities (公开等级)."""

    PUBLIC = "主动公开"
    ON_REQUEST = "依申请公开"
    INTERNAL = "内部"


class FollowUpMeasure(Term):
    """What is done about a problem that an inspection found: 3.3.6 (后续处置措施)."""

    ORDER_AND_WATCH = "责令改正，由日常监管跟踪"
    STOP_AND_REPORT = "停止检查，反馈日常监管部门"
    CASE_FILING = "移送办案机构立案查处"
    NOTIFY_DEPARTMENT = "抄告相关部门"
    LIST_ABNORMAL = "列入经营异常名录"
    OTHER = "其他"


class LeadSource(Term):
    """How a lead came in: 三（四） «投诉举报、转办交办、数据监测等», and business without a licence (线索来源)."""

    COMPLAINT = "投诉举报"
    TRANSFERRED = "转办交办"
    MONITORING = "数据监测"
    UNLICENSED = "无证无照经营"
    OTHER = "其他"


class ReferralKind(Term):
    """Where something is referred to; what concerns officials is another thing than what concerns firms (移送类别)."""

    JUDICIAL = "涉嫌犯罪移送司法机关"
    PENALTY = "立案查处"
    DEPARTMENT = "抄告相关部门"
    OFFICIAL = "公职人员涉嫌犯罪移送"
