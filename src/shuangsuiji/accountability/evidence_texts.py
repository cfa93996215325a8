"""The pages of an evidence folder for readers: the assessment, the words of the law, how to check it (证明文字).

``verdict.md`` and ``law.tsv`` follow from the assessment line by line, so that a script makes them again and compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shuangsuiji.accountability.assessments import Assessment
from shuangsuiji.accountability.explaining import DOCUMENTS, explain
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.values import ClauseRef, record_text

__all__ = ["assessment_files", "readme"]

_ADVICE = "供参考，尚未决定 advice, nobody has decided"


def assessment_files(assessment: Assessment) -> dict[str, bytes]:
    """Return the assessment as its record, its explanation, its lines and the words of the law (认定文件)."""
    quoted = dict(_quoted(assessment))
    told = explain(assessment)
    return {
        "assessment.txt": record_text(assessment).encode(),
        "verdict.md": "".join(f"{line}\n" for line in _verdict_lines(assessment, quoted)).encode(),
        "explanation.zh.md": told.markdown("zh").encode(),
        "explanation.en.md": told.markdown("en").encode(),
        "law.tsv": table_bytes((ref.document, ref.clause, ref.path, text) for ref, text in quoted.items()),
    }


def _quoted(assessment: Assessment) -> Iterator[tuple[ClauseRef, str]]:
    """Yield the words of every clause that a ground or a fact rests on, as far as its text is at hand."""
    cited = [ref for ground in assessment.grounds.grounds for ref in ground.clauses]
    cited += [kind.clause for kind in assessment.grounds.kinds]
    for ref in dict.fromkeys(cited):
        document = DOCUMENTS.get(ref.document)
        if document is None:
            continue
        try:
            text = document.clause(ref.clause).quotation
        except UnknownNameError:
            continue
        yield ref, " ".join(text.split())


def _verdict_lines(assessment: Assessment, quoted: Mapping[ClauseRef, str]) -> Iterator[str]:
    case = assessment.case
    decided = f"{assessment.decided_by} {assessment.decided_on}" if assessment.is_decided else _ADVICE
    yield from (f"# 责任认定 assessment: {case.id}", "")
    yield f"- 主体 subject: {case.subject_kind.name} {case.subject}"
    yield f"- 部门 department: {case.department}"
    yield f"- 对象 object: {case.object_id}；市场主体 holder: {case.holder}"
    yield f"- 事项 items: {'、'.join(case.item_codes)}"
    yield f"- 问题出现 event: {case.event_on}；期间 span: {case.first} / {case.event_on}"
    yield f"- 决定 decided: {decided}"
    yield from ("", "## 结论 verdicts", "")
    yield from (f"- {one.name} {one}" for one in assessment.verdicts)
    yield from ("", "## 依据 grounds", "")
    for ground, one in zip(assessment.grounds.grounds, assessment.evaluations, strict=True):
        yield f"- {ground.id} {one.standing.name} {one.truth.name} → {ground.verdict.name}"
        yield from _quotations(ground.clauses, quoted)
    yield from ("", "## 事实 facts", "")
    for fact in assessment.facts:
        yield from _fact_lines(fact, quoted)


def _quotations(refs: Iterable[ClauseRef], quoted: Mapping[ClauseRef, str]) -> Iterator[str]:
    return (f"  > {ref.document} {ref.path}（{ref.clause}）：{quoted[ref]}" for ref in refs if ref in quoted)


def _fact_lines(fact: Fact, quoted: Mapping[ClauseRef, str]) -> Iterator[str]:
    yield f"- {fact.code} {fact.value.name}: {fact.kind.phrase}"
    yield from _quotations((fact.kind.clause,), quoted)
    yield f"  - {fact.because_zh}"
    yield f"  - {fact.because}"
    for one in fact.evidence:
        yield f"  - 证据 evidence: {one.kind} {one.reference} {one.digest or '-'} {one.as_of} {one.established_by}"
    for missing in fact.missing:
        yield f"  - 缺 missing: {missing.zh} / {missing.en} / {missing.where}"


def readme(kind: str, object_id: str, grade: str) -> bytes:
    """Return how to check a folder without a network and without the package, in Chinese and English (核对说明)."""
    return _README.format(kind=kind, object_id=object_id, grade=grade).encode()


_README = """\
{kind}
对象 object: {object_id}
公开等级 grade: {grade}

怎样核对（不用联网，不用安装任何软件包）
1. 完整性：sha256sum -c SHA256SUMS
2. 全部内容：python3 -I -S verify_evidence.py
   它重算每次抽取、对象的号签与阈值、案卷和登记簿的链、事实所引的摘要、依据的三值评价和结论，并逐字核对法条。
   退出码 1 拒绝，2 无法运行，3 接受而有未查（逐项写明；文字说明总在其中），0 全部通过。
3. 只看抽取：python3 draws/verify.py draws/某次抽取 或 sh draws/verify.sh draws/某次抽取
4. 一家企业自查一次抽取：answers 中每次抽取都有一行 sha256sum 命令，算出的就是号签。
请从别处取得 verify_evidence.py 和 verify.py 再核对一遍：文件夹里的脚本可能与其余内容一同被换掉。
脚本最后列出 COMMIT、每轮随机源的值和种子、案卷链头、登记簿存根、认定摘要和本文件夹摘要，请与公报、存档逐一对照：
整套重做的文件夹只有这样才能识破。
文件夹不含人员姓名；人员名册、回避和缺勤各表不在其中，其哈希在锁定单里。
分层名称（可能含风险等级）自锁定之日起随抽样框公开，照原样载入，否则无法核对。

How to check it, without a network and without installing anything
1. Whole or not: sha256sum -c SHA256SUMS
2. Everything: python3 -I -S verify_evidence.py
   It makes every draw again, the ticket and threshold of the object, the chains of dossiers and registers, the digests
   that the facts cite, the three-valued evaluation of every ground, the verdicts, and compares the words of the law.
   Exit code 1 refused, 2 could not run, 3 accepted with something unchecked, each named (words for readers always
   are), 0 everything checked.
3. One draw alone: python3 draws/verify.py draws/THE-DRAW, or sh draws/verify.sh draws/THE-DRAW
4. One firm, one draw: answers has for every draw the line for sha256sum that gives the ticket.
Take verify_evidence.py and verify.py from elsewhere and check again: scripts in a folder can be replaced with the rest.
At its end the script lists every COMMIT, the public values and the seed of every round, the heads of dossiers and
registers, the digest of the assessment and that of this folder. Compare them with what was published: a folder made
anew as a whole is recognised by nothing else.
There are no names of persons here; the tables of people, recusals and absences are left out, and their hashes stand in
the manifests. Labels of strata, which may be grades of risk, were public with the frame from the commitment on, and
stand here as committed: no frame can be checked without them.

draws      每次抽取的公开文件 the public files of every draw
draws.tsv  文件夹、部门、编号、COMMIT、状态、是否作废、名录库载有与否（名录库本身不公开，"-" 为不在手）
           folder, agency, serial, COMMIT, state, discarded, in the pool or not as its keeper says ("-" not at hand)
chain      同一部门其他各号的锁定单，证明没有缺号 the other manifests of the agencies: no serial is missing
gazettes.tsv  已公布的 COMMIT the COMMITs that were published
object.tsv 对象在每次抽取每一轮的结果 what every round of every draw was for the object
           文件夹、事项、轮次、可知之日、结果、号签、层、行数、名额、阈值、概率
           folder, item, round, known from, standing, ticket, stratum, rows, quota, threshold, chance
answers    同上，用文字写出 the same in words
proofs     在册或不在册证明（锁定了 Merkle 根的抽样框）proofs of inclusion or absence, where a root was committed
dossiers   案卷：立卷、链、归档的抽取结果、与对象有关的记录 dossiers: opening, chain, the outcome filed, the records
           about the object
registers  线索登记簿：链、查询单、与对象有关的条目、完整声明 registers: chain, query, entries, statements
broken-….tsv  断链而不予载入的案卷和登记簿 dossiers and registers left out because their chain is broken
papers     事实所引的清单、指引、检查表、计划 lists, guides, sheets and plans that facts cite
facts.tsv  每项证据在何处 where every piece of evidence is: fact, number, kind, reference, digest, file
traps.tsv  制作者所见、易被忽略之处 what could be overlooked, as its maker saw it: severity, code, where, words
assessment.txt  认定记录 the assessment as a record; verdict.md、explanation.*.md 说明 in words; law.tsv 法条 the law
"""
