"""Words in which lists say who somebody is, mapped to terms (人员用语)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import (
    CertificateKind,
    ExpertKind,
    InspectorKind,
    InspectorStatus,
    RecusalDeclarer,
    RecusalReason,
    Term,
)

__all__ = [
    "certificate_kind",
    "expert_kind",
    "inspector_kind",
    "inspector_status",
    "recusal_declarer",
    "recusal_reason",
    "refuse_expert",
]

T = TypeVar("T", bound=Term)
Words = Sequence[tuple[str, T]]

_YES = re.compile("是|有|√|✓|1|y|yes|true|专家", re.IGNORECASE)
_EXPERTS = re.compile("专家|学者|检测机构|检验机构|科研院所|第三方")
_AUXILIARIES = re.compile("辅助|协管|辅警|临时|劳务|实习")
# The first pattern that is found anywhere in the words decides; of 参照公务员 it must not be 公务员.
_KINDS: Words[InspectorKind] = (
    ("参公|参照|事业|工作人员|工勤|聘|非公务员", InspectorKind.QUALIFIED_STAFF),
    ("公务员", InspectorKind.CIVIL_SERVANT),
)
_CERTIFICATES: Words[CertificateKind] = (
    ("税务", CertificateKind.TAX),
    ("工商|质监|行业|部委|监察|监督员|稽查|海关|专业", CertificateKind.TRADE),
    ("行政执法|政府|省|执法证", CertificateKind.ADMINISTRATIVE),
    ("其他", CertificateKind.OTHER),
)
_STATUSES: Words[InspectorStatus] = (
    ("退休|退职", InspectorStatus.RETIRED),
    ("调离|调出|离职|辞职|辞退|开除", InspectorStatus.TRANSFERRED),
    ("借调|借出|挂职|抽调|驻村", InspectorStatus.SECONDED),
    ("暂停|停职|停止|暂扣|失效|停用|无效|注销|吊销|离岗|不在岗", InspectorStatus.SUSPENDED),
    ("在岗|在职|在编|正常|有效|启用", InspectorStatus.ACTIVE),
)
_EXPERT_KINDS: Words[ExpertKind] = (
    ("检测|检验|检定|鉴定", ExpertKind.TESTING_BODY),
    ("科研|研究院|研究所|院所", ExpertKind.RESEARCH_INSTITUTE),
    ("专家|学者|教授|高校", ExpertKind.SCHOLAR),
)
_REASONS: Words[RecusalReason] = (
    ("上次检查|上一次检查|曾检查", RecusalReason.LAST_INSPECTED),
    ("冷却|轮换|间隔", RecusalReason.COOL_OFF),
    ("亲属|配偶|夫妻|血亲|姻亲|父母|子女|兄弟|姐妹", RecusalReason.KINSHIP),
    ("持股|股东|股份|投资|经济利益", RecusalReason.SHAREHOLDING),
    ("任职|工作过|离职|原单位|从业", RecusalReason.FORMER_EMPLOYMENT),
    ("当事人|企业申请|对象申请|被检查", RecusalReason.PARTY_REQUEST),
    ("本人|自行|主动|自愿", RecusalReason.OWN_REQUEST),
)
_DECLARERS: Words[RecusalDeclarer] = (
    ("当事人|企业|检查对象|被检查", RecusalDeclarer.PARTY),
    ("本人|检查人员|执法人员", RecusalDeclarer.INSPECTOR),
    ("部门|单位|机关|局|科室", RecusalDeclarer.DEPARTMENT),
)


def inspector_kind(text: str) -> InspectorKind:
    """Return the kind of an inspector (人员类别).

    Raises:
        LawError: an expert or an auxiliary, neither of whom is an inspector.
        InvalidValueError: words that name no kind.

    """
    if _EXPERTS.search(text):
        raise _no_inspector("专家不得列为执法检查人员，请列入专家名单", "an expert is no inspector", text, "2.3.10")
    if _AUXILIARIES.search(text):
        zh, en = "辅助人员没有行政执法资格，不得列为执法检查人员", "an auxiliary is not qualified to enforce the law"
        raise _no_inspector(zh, en, text, "2.3.7")
    return _named(text, InspectorKind, _KINDS, "kind")


def refuse_expert(text: str) -> None:
    """Refuse somebody whom a list of inspectors marks as an expert (专家标志).

    Raises:
        LawError: the mark says yes.

    """
    if _YES.fullmatch(text):
        raise _no_inspector("专家不得列为执法检查人员，请列入专家名单", "an expert is no inspector", text, "2.3.10")


def certificate_kind(text: str) -> CertificateKind | None:
    """Return the kind of a certificate, None for words that name none (证件类型)."""
    return _found(text, CertificateKind, _CERTIFICATES)


def inspector_status(text: str) -> InspectorStatus:
    """Return whether somebody serves (人员状态).

    Raises:
        InvalidValueError: words that do not tell; leave is no status, it has days.

    """
    if re.search("休假|请假|产假|病假", text):
        zh, en = "休假不是状态，请在“休假”列写明起止日期", "leave is no status: give its days in a column of leaves"
        raise InvalidValueError(field="status", rule_zh=zh, rule=en, value=text)
    return _named(text, InspectorStatus, _STATUSES, "status")


def expert_kind(text: str) -> ExpertKind:
    """Return the kind of an expert (专家类别).

    Raises:
        InvalidValueError: words that name no kind.

    """
    return _named(text, ExpertKind, _EXPERT_KINDS, "kind")


def recusal_reason(text: str) -> RecusalReason:
    """Return the reason of a recusal (回避原因).

    Raises:
        InvalidValueError: words that name no reason.

    """
    return _named(text, RecusalReason, _REASONS, "reason")


def recusal_declarer(text: str) -> RecusalDeclarer:
    """Return who declared a recusal (回避提出人).

    Raises:
        InvalidValueError: words that name nobody.

    """
    return _named(text, RecusalDeclarer, _DECLARERS, "declared_by")


def _found(text: str, kind: type[T], words: Words[T]) -> T | None:
    exact = next((term for term in kind if text in (term.value, term.name)), None)
    return exact or next((term for pattern, term in words if re.search(pattern, text)), None)


def _named(text: str, kind: type[T], words: Words[T], field: str) -> T:
    found = _found(text, kind, words)
    if found is None:
        known = "、".join(str(term) for term in kind)
        zh, en = f"应为 {known} 之一", f"must be one of {', '.join(term.name for term in kind)}"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=text)
    return found


def _no_inspector(zh: str, en: str, text: str, clause: str) -> LawError:
    return LawError(field="kind", rule_zh=zh, rule=en, value=text, clause=LIYANG_2020.ref(clause))
