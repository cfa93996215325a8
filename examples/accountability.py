# %% [markdown]
"""Exemptions that are proven, and not claimed: five cases of one year, from plainly exempt to a breach.

溧政办发〔2020〕27号 四（二）：尽职照单免责，失职照单问责。五个案件，从明显免责、待补证据到失职，均取自一个合成年度：
17 个部门、1 200 余次检查、24 条线索，没有真实的单位和个人。

Everything is made up: departments, firms, officers (numbers without names), findings. The module advises; a unit or a
post decides. It never blames and never exempts by default: what is not established is said to be so, with what is
missing and who has it. 认定供参考，由有权单位决定；未查明的既不免责，也不追责。
"""

# %%
from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from shuangsuiji.accountability import (
    FACT_KINDS,
    Assessment,
    Case,
    Derived,
    Fact,
    FactEvidence,
    SubjectKind,
    Truth,
    assess,
    derive,
    evidence,
    explain,
    report_on_departments,
    reports_markdown,
)
from shuangsuiji.bundle import verify_evidence_folder, write_evidence
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.testing.county_basis import county_basis
from shuangsuiji.testing.county_trails import county_records

# %% [markdown]
"""
## The records · 记录

One call makes the year, another puts together what an assessment rests on: every draw with its COMMIT as published,
every dossier and the register of leads with their published heads, lists, pools, guides, check sheets. It takes some
ten seconds. 一年的全部记录：抽取及已公布的 COMMIT、案卷和线索登记簿及其已公布的链头、清单、名录库、指引、检查表。
"""

# %%
RECORDS = county_records(LIYANG_RULES)
BASIS = county_basis(RECORDS)  # as of 31 January of the next year
BUREAU = "320481-FGW"
print(BASIS)

# %% [markdown]
"""
## What people bring · 由人认定的事实

F0, F4, F5 and F8 to F12 are answered by no record of this library. Whoever finds them names a paper, the day up to
which was looked, and the unit. What a record settles cannot be talked away: a fact that contradicts it is refused.
记录不能回答的事实由有权单位认定，写明文书、查证日期和单位；与记录相反的不予接受。
"""


# %%
def found(code: str, value: Truth, paper: str, by: str = "320481-SCJG", on: date = date(2027, 1, 20)) -> Fact:
    """Return a fact that a unit established by a paper."""
    shown = FactEvidence(kind="认定书", reference=paper, as_of=on, established_by=by)
    zh, en = "（合成）由有权单位认定", "made up: established by a unit"
    return Fact(kind=FACT_KINDS[code], value=value, because_zh=zh, because=en, evidence=(shown,))


def asked(  # noqa: PLR0913 - what a case consists of
    case_id: str,
    subject: str,
    object_id: str,
    item: str,
    on: date,
    *,
    department: str = BUREAU,
    kind: SubjectKind = SubjectKind.OFFICER,
) -> Case:
    """Return a case: whose responsibility, for what, since which event."""
    return Case(
        id=case_id,
        subject=subject,
        subject_kind=kind,
        department=department,
        object_id=object_id,
        holder=object_id,
        item_codes=(item,),
        event_on=on,
        opened_on=on,
    )


ASSESSED: list[tuple[Derived, Assessment]] = []


def answer(case: Case, *given: Fact, as_of: date | None = None) -> Assessment:
    """Derive what the records say, assess it, and print both."""
    derived = derive(case, county_basis(RECORDS, as_of=as_of) if as_of else BASIS, given)
    assessment = assess(case, derived.facts)
    ASSESSED.append((derived, assessment))
    print(case.id, "、".join(f"{one} {one.name}" for one in assessment.verdicts))
    for fact in derived.facts.values():
        if fact.value is not Truth.NOT_ESTABLISHED:
            print(f"  {fact.code} {fact.value}：{fact.because_zh[:90]}")
    for one in derived.traps:
        print(f"  ! {one}")
    return assessment


# %% [markdown]
"""
## 1. Exempt · 免予追究

The bureau drew a firm in February; two officers went, with the list and the guide of the day, and found nothing. In May
a problem comes up. List kept (F1), nothing found (F2), duty done (F3): read off the dossier. Whether there was abuse
(F4) the dossier cannot know: the office of discipline searched, and found nothing on record.
照单检查、未查出问题、履行了职责，均由案卷得出；有无滥用职权由纪检监察机构查询。
"""

# %%
VISITS = {one.id: one for aftermath in RECORDS.aftermaths.values() for one in aftermath.visits}
went = VISITS["320481-FGW-001-002"]
nothing_of_abuse = found("F4", Truth.FALSE, "（合成）查询复函 1", "320481-JW")
exempt = answer(
    asked("案-1", went.officers[0].id, went.object_id, "fgw-01", date(2026, 5, 4)),
    nothing_of_abuse,
)

# %%
explain(exempt)  # a tree with the words of the law; in a notebook it shows as HTML

# %%
print(explain(exempt).text("en")[:1800])

# %% [markdown]
"""
## 2. Must be exempt · 应予免责

Another firm stood in the pool and was drawn in none of the draws of the span, and no lead on it had come in:
«检查对象未被抽到，也未接到投诉举报…，市场主体出现问题的，执法人员应予免责». That is proven, not claimed:
its ticket lies above the threshold in every draw, the COMMITs as published leave no room for another draw, and the
register says with a statement of completeness that nothing was received.
未抽中、无线索，逐次有据：每次抽取的号签均在阈值之外，编号连续，登记完整。
"""

# %%
NOT_DRAWN = "91320481MA00001031"
problem = found("F0", Truth.TRUE, "（合成）事故通报 2")
must_be_exempt = answer(asked("案-2", "JS0001", NOT_DRAWN, "fgw-01", date(2026, 7, 20)), problem)

# %% [markdown]
"""
## 3. Evidence needed · 待补证据

The same question at the end of July, when nobody had stated yet that the register was complete. An empty register shows
nothing, so F7 is not established, and neither exempt nor liable follows. The assessment says which papers are missing,
who has them, and which of them would be enough.
七月末尚无登记完整声明：空白的登记簿不等于没有线索。缺什么、向谁取、哪几项足够，逐一列明。
"""

# %%
in_july = found("F0", Truth.TRUE, "（合成）事故通报 2", on=date(2026, 7, 31))
case_in_july = asked("案-3", "JS0001", NOT_DRAWN, "fgw-01", date(2026, 7, 20))
open_case = answer(case_in_july, in_july, as_of=date(2026, 7, 31))
for lacking in open_case.open_facts:
    for paper in lacking.missing:
        print(f"  {lacking.code} 缺 {paper.zh}；取自 {paper.where} / {paper.en}")
for way in open_case.settlements()[:2]:
    print("  足以认定 would settle it:", way)

# %% [markdown]
"""
## 4. A breach · 失职

A complaint of 13 April about a firm lay for ten weeks; nobody went. The firm was not drawn, and that alone frees
nobody: a lead had come in (F7 does not hold). The trap says so, and blames nobody by itself. Only when the unit that
investigates establishes that a duty was not performed (F8) is it a breach of the first kind, 未履行. What could still
exempt is shown beside it, and hides nothing. 线索搁置十周：未抽中不再免责；失职须由调查单位认定，系统不推定。
"""

# %%
lain = RECORDS.cases.register.handling_of("XS-2026-08").lead
on = date(2026, 6, 22)
in_june = asked("案-4", "JS0701", lain.object_id, "nync-03", on, department=lain.department)
only_records = answer(in_june, problem)
breach = answer(
    asked("案-4a", "JS0701", lain.object_id, "nync-03", on, department=lain.department),
    problem,
    found("F8", Truth.TRUE, "（合成）调查报告 4"),
)
print([str(one.kind) for one in breach.breaches], breach.exemptions)

# %% [markdown]
"""
Not being exempt is another thing. Here a problem was found and put right on order, and the follow-up is overdue: no
ground of exemption is left. While nobody has looked into a breach, that question stays open; once it is found that
there was none, what is left is NOT_MET, and nobody is blamed. 不符合免责条件不等于失职。
"""

# %%
corrected = VISITS["320481-FGW-010-002"]
not_met_case = asked("案-4b", corrected.officers[0].id, corrected.object_id, "fgw-01", date(2026, 11, 4))
no_breach = [found(code, Truth.FALSE, "（合成）调查报告 5") for code in ("F8", "F9", "F10")]
not_met = answer(not_met_case, problem, nothing_of_abuse, *no_breach)

# %% [markdown]
"""
## 5. A trap: never in the pool · 陷阱：不在名录库

«Not drawn» sounds the same for a firm that could not be drawn. This one stood in no pool of the bureau. F6 is not
established, an ERROR stands beside it (2.3.1: the pool follows the register of firms), and for whoever keeps the pool
4.2.13 is no answer at all: it speaks of 执法人员. 从未入库的对象谈不上“未被抽到”；名录库维护人员不适用该条。
"""

# %%
STRANGER = "91320481MA00500045"  # made up, and in no pool
trapped = answer(asked("案-5", "JS0001", STRANGER, "fgw-01", on), problem)
keeper = answer(
    asked("案-5a", "320481-FGW-MLK", STRANGER, "fgw-01", on, kind=SubjectKind.POOL_KEEPER),
    problem,
)

# %% [markdown]
"""
## Evidence for a stranger · 免责证明

The folder stands by itself: every draw with its verifier, the firm's ticket and threshold, what the register answers,
the assessment and the words of the law. Whoever gets it needs Python and `sha256sum`, and not this package. Records of
others are withheld, and the check says what it could not look at: exit status 3, nothing refused, something not
checked. 证明文件夹可离线核验，不需本程序；未载入的内容逐项说明：退出码 3 表示无一拒绝、有未查项。
"""

# %%
folder = write_evidence(evidence(must_be_exempt, BASIS), Path(tempfile.mkdtemp()) / "evidence")
checked = subprocess.run(  # noqa: S603 - what a stranger would type
    [sys.executable, "-I", "-S", str(folder / "verify_evidence.py")],
    capture_output=True,
    text=True,
    encoding="utf-8",
    check=False,
)
print(checked.stdout.splitlines()[-1], checked.returncode)
print({one.severity.name for one in verify_evidence_folder(folder)})  # the package's own check agrees: notes, no error

# %% [markdown]
"""One byte of one file changed, and it is refused. 改动一个字节即被拒绝。"""

# %%
page = folder / "facts.tsv"
page.write_bytes(page.read_bytes().replace(b"F7", b"F8", 1))
tampered = subprocess.run(  # noqa: S603 - the same again
    [sys.executable, "-I", "-S", str(folder / "verify_evidence.py")],
    capture_output=True,
    text=True,
    encoding="utf-8",
    check=False,
)
print(tampered.stdout.splitlines()[-1], tampered.returncode)

# %% [markdown]
"""
## By department · 分部门

Counts, open facts and where the evidence is to be had, traps. In the order of ids: no ranking, nothing about a person.
按部门编号排列，不排名次，不涉及个人。
"""

# %%
REPORTS = report_on_departments([one for _, one in ASSESSED], [one for one, _ in ASSESSED])
print(reports_markdown(REPORTS))
