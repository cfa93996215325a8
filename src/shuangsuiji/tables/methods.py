"""Ways of inspecting, from the free text of lists: 三（二） (检查方式)."""

from __future__ import annotations

import re
from typing import NamedTuple

from shuangsuiji.terms import InspectionMethod

__all__ = ["ListedMethods", "listed_methods"]

_SEPARATORS = re.compile(r"[、，,；;。/／\n+＋]|和|或|与|及|以及|并")
_EMPTY_WORDS = re.compile(r"^(?:采取|采用|通过|进行|以|的)+|(?:等|的?方式|的?方法|相?结合|的)+$")
_OFF_SITE = re.compile("非现场")  # it says where the inspection is not, and leaves open how it is done
_WORDS: dict[InspectionMethod, re.Pattern[str]] = {
    InspectionMethod.ON_SITE: re.compile("现场|实地|上门|入户"),
    InspectionMethod.DOCUMENT: re.compile("书面|书式|查阅|资料|材料|文书|案卷|档案|备案审查|报告审查"),
    InspectionMethod.ONLINE: re.compile("网络|线上|网上|在线|互联网|远程"),
    InspectionMethod.COMMISSIONED: re.compile("委托|专业机构|第三方|检测|检验|抽检|抽样|检疫|化验"),
    InspectionMethod.ADOPTED_CONCLUSION: re.compile("鉴定|结论"),
}


class ListedMethods(NamedTuple):
    """The methods that a text names, in the order of the law, and the words that name none (检查方式)."""

    methods: tuple[InspectionMethod, ...]
    unknown: tuple[str, ...]


def listed_methods(text: str) -> ListedMethods:
    """Return the methods in the words of a list, and what it says besides (检查方式归一).

    现场检查, 现场抽查, 实地检查, 实地核查 are ON_SITE; 书面检查, 查阅资料 DOCUMENT; 网络检查, 网络监测 ONLINE; 委托,
    专业机构, 检测, 检验, 抽检 COMMISSIONED; 鉴定, 结论 ADOPTED_CONCLUSION. 等, 相结合 and the like say nothing. What is
    left over, such as 专项检查 or 非现场检查, does not say how the inspection is done.
    """
    found: set[InspectionMethod] = set()
    unknown: list[str] = []
    for part in _SEPARATORS.split(text):
        word = _EMPTY_WORDS.sub("", _EMPTY_WORDS.sub("", "".join(part.split())))
        methods = [method for method, pattern in _WORDS.items() if pattern.search(_OFF_SITE.sub("", word))]
        found.update(methods)
        if word and (not methods or _OFF_SITE.search(word)):
            unknown.append(word)
    return ListedMethods(tuple(method for method in _WORDS if method in found), tuple(dict.fromkeys(unknown)))
