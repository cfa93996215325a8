"""What somebody might change in an evidence folder: each a function of its files that changes them in place.

The folder is that of ``visited_evidence`` or of ``undrawn_evidence``, as the name of the tampering says.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from tests.unit.accountability_days import undrawn
from tests.unit.inspection_days import shared_object

Files = dict[str, bytes]
Tampering = Callable[[Files], None]

__all__ = ["TAMPERINGS_OF_UNDRAWN", "TAMPERINGS_OF_VISITED", "Files", "Tampering"]


def swap(files: Files, name: str, old: str, new: str, count: int = -1) -> None:
    """Replace words in a file; they must be there."""
    assert old.encode() in files[name], (name, old)
    files[name] = files[name].replace(old.encode(), new.encode(), count)


def one(files: Files, head: str, tail: str, words: str = "") -> str:
    """Return the first file whose name begins and ends so, and that holds some words."""
    return next(
        name
        for name in sorted(files)
        if name.startswith(head) and name.endswith(tail) and words.encode() in files[name]
    )


def without(files: Files, name: str, words: str) -> None:
    """Take the lines out of a file that hold some words; there must be one."""
    assert words.encode() in files[name], (name, words)
    files[name] = b"".join(line for line in files[name].splitlines(keepends=True) if words.encode() not in line)


def first_draw(files: Files, tail: str) -> str:
    return one(files, "draws/320481-SCJG-1-", tail)


def changed_frame_line(files: Files) -> None:
    name = first_draw(files, "frame.labels.tsv")
    lines = files[name].splitlines(keepends=True)
    files[name] = b"".join([lines[0].replace("全部".encode(), "其他".encode()), *lines[1:]])


def dropped_frame_line(files: Files) -> None:
    name = first_draw(files, "frame.labels.tsv")
    without(files, name, undrawn())


def changed_drawn_table(files: Files) -> None:
    name = first_draw(files, "drawn.tsv")
    swap(files, name, shared_object(), undrawn())


def spared_in_drawn_table(files: Files) -> None:
    name = first_draw(files, "drawn.tsv")
    files[name] = b"".join(
        line for line in files[name].splitlines(keepends=True) if shared_object().encode() not in line
    )


def another_seed(files: Files) -> None:
    swap(files, first_draw(files, "reveal.txt"), "seed=", "seed=" + "0" * 64 + "\nx.seed=")


def another_beacon(files: Files) -> None:
    swap(files, first_draw(files, "reveal.txt"), "10126.83", "10126.84")


def another_manifest(files: Files) -> None:
    swap(files, first_draw(files, "manifest.txt"), "task=2025-07", "task=2025-09")


def dropped_draw(files: Files) -> None:
    """The draw of serial 2 goes, with every line that speaks of it."""
    gone = one(files, "draws/320481-SCJG-2-", "manifest.txt").split("/")[1]
    for name in [name for name in files if gone in name]:
        del files[name]
    for name in ("draws.tsv", "object.tsv"):
        without(files, name, gone)


def dropped_draw_folder(files: Files) -> None:
    for name in [name for name in files if name.startswith("draws/320481-SCJG-2-")]:
        del files[name]


def changed_standing(files: Files) -> None:
    swap(files, "object.tsv", "\tNOT_DRAWN\t", "\tDRAWN\t", 1)


def changed_chance(files: Files) -> None:
    swap(files, "object.tsv", "\t1/40\n", "\t1/4000\n")


def changed_answer(files: Files) -> None:
    swap(files, one(files, "answers/320481-SCJG-1", ".txt"), "号签 ", "号签 0")


def changed_proof(files: Files) -> None:
    name = one(files, "proofs/", ".txt")
    swap(files, name, "index=", "index=1")


def changed_register_entry(files: Files) -> None:
    swap(files, one(files, "registers/001/0", ".txt", ":CaseLead"), "received_on=2025-06-09", "received_on=2025-07-09")


def dropped_lead(files: Files) -> None:
    """The lead goes with its line, and the query says that nothing was found."""
    name = one(files, "registers/001/0", ".txt", ":CaseLead")
    del files[name]
    without(files, "registers/001/chain.tsv", name)
    swap(files, "registers.tsv", "\t4\n", "\t3\n")
    _nothing_found(files)


def withheld_lead(files: Files) -> None:
    """The text of the lead goes, its line says that it is withheld, and the query says that nothing was found."""
    name = one(files, "registers/001/0", ".txt", ":CaseLead")
    del files[name]
    swap(files, "registers/001/chain.tsv", name, "-")
    _nothing_found(files)


def denied_lead(files: Files) -> None:
    _nothing_found(files)


def _nothing_found(files: Files) -> None:
    swap(files, "registers/001/query.1.txt", "state=FOUND", "state=NONE_ON_RECORD")
    swap(files, "registers/001/query.1.txt", "leads#1\nleads.1=1\n", "leads#0\n")


def changed_statement(files: Files) -> None:
    swap(files, one(files, "registers/", ".txt", ":CompletenessStatement"), "first=2025-01-01", "first=2024-01-01")


def changed_gaps(files: Files) -> None:
    old, new = "state=NONE_ON_RECORD", "state=NOT_ESTABLISHED"
    swap(files, "registers/001/query.1.txt", old, new)


def changed_register_head(files: Files) -> None:
    name = "register-heads.tsv"
    digest = files[name].rstrip().split(b"\t")[2].decode()
    swap(files, name, digest, "0" * 64)


def changed_dossier_record(files: Files) -> None:
    swap(files, one(files, "dossiers/001/0", ".txt", ":Result"), "outcome=NO_PROBLEM", "outcome=PENDING_FOLLOW_UP")


def changed_dossier_record_and_digest(files: Files) -> None:
    """The digest in the chain goes with the record, and the links behind it do not."""
    name = one(files, "dossiers/001/0", ".txt", ":Visit")
    before = sha256(files[name]).hexdigest()
    swap(files, name, "ended_at=2025-06-10T11", "ended_at=2025-06-10T10")
    swap(files, "dossiers/001/chain.tsv", before, sha256(files[name]).hexdigest())


def dropped_dossier_record(files: Files) -> None:
    name = one(files, "dossiers/001/0", ".txt", ":Visit")
    del files[name]


def dropped_dossier_entry(files: Files) -> None:
    name = one(files, "dossiers/001/0", ".txt", ":Publication")
    del files[name]
    without(files, "dossiers/001/chain.tsv", name)
    swap(files, "dossiers.tsv", "\t11\n", "\t10\n")


def back_dated_dossier_entry(files: Files) -> None:
    swap(files, "dossiers/001/chain.tsv", "2025-06-10", "2025-06-09", 1)


def _fact(files: Files, code: str) -> str:
    text = files["assessment.txt"].decode()
    path = next(line for line in text.split("\n") if line.startswith("facts.") and line.endswith(f".kind.code={code}"))
    return path.partition(".kind")[0]


def changed_fact_value(files: Files) -> None:
    path = _fact(files, "F3")
    swap(files, "assessment.txt", f"\n{path}.value=TRUE", f"\n{path}.value=FALSE")


def denied_not_drawn(files: Files) -> None:
    path = _fact(files, "F6")
    swap(files, "assessment.txt", f"\n{path}.value=TRUE", f"\n{path}.value=FALSE")
    _again(files)


def changed_fact_reason(files: Files) -> None:
    swap(files, "explanation.zh.md", "已查明", "未查明")


def changed_fact_evidence(files: Files) -> None:
    path = _fact(files, "F2")
    text = files["assessment.txt"].decode()
    old = next(line for line in text.split("\n") if line.startswith(f"{path}.evidence.1.digest="))
    swap(files, "assessment.txt", old, f"{path}.evidence.1.digest={'0' * 64}")


def changed_place(files: Files) -> None:
    swap(files, "facts.tsv", "/manifest.txt", "/reveal.txt", 1)


def changed_verdict(files: Files) -> None:
    swap(files, "assessment.txt", "verdicts.1=EXEMPT\n", "verdicts.1=EXEMPT_MANDATORY\n")
    _again(files)


def changed_verdict_everywhere(files: Files) -> None:
    """The verdict is another one in the record and on every page, and the digest of the record goes along."""
    changed_verdict(files)
    swap(files, "verdict.md", "- EXEMPT 免予追究", "- EXEMPT_MANDATORY 应予免责")
    swap(files, "explanation.zh.md", "→ 免予追究", "→ 应予免责")
    swap(files, "explanation.en.md", "→ exempt", "→ must be exempt")
    swap(files, "assessment.json", '"免予追究"', '"应予免责"')


def changed_verdict_page(files: Files) -> None:
    swap(files, "verdict.md", "- EXEMPT 免予追究", "- EXEMPT_MANDATORY 应予免责")


def changed_explanation(files: Files) -> None:
    swap(files, "explanation.zh.md", "→ 免予追究", "→ 应予免责")


def changed_english_explanation(files: Files) -> None:
    swap(files, "explanation.en.md", "→ exempt", "→ must be exempt")


def changed_ground(files: Files) -> None:
    """Ex.1 does not ask any more that nothing is on record of abuse."""
    text = files["assessment.txt"].decode()
    path = next(line for line in text.split("\n") if line.endswith(".id=Ex.1")).partition(".id=")[0]
    swap(files, "assessment.txt", f"{path}.none_of#1\n{path}.none_of.1=F4\n", f"{path}.none_of#0\n")
    _again(files)


def changed_subject(files: Files) -> None:
    swap(files, "assessment.txt", "case.subject_kind=OFFICER", "case.subject_kind=POOL_KEEPER")
    _again(files)


def _again(files: Files) -> None:
    """Make the digest of the assessment fit again."""
    text = files["evidence.txt"].decode()
    old = next(line for line in text.split("\n") if line.startswith("assessment="))
    swap(files, "evidence.txt", old, f"assessment={sha256(files['assessment.txt']).hexdigest()}")


def changed_law(files: Files) -> None:
    swap(files, "law.tsv", "免予追究相关责任", "可以免予追究相关责任")


def changed_law_on_pages(files: Files) -> None:
    for name in ("law.tsv", "verdict.md", "explanation.zh.md", "explanation.en.md"):
        swap(files, name, "免予追究相关责任", "可以免予追究相关责任")


def changed_law_in_explanation(files: Files) -> None:
    swap(files, "explanation.zh.md", "免予追究相关责任", "可以免予追究相关责任")


def swapped_object(files: Files) -> None:
    swap(files, "evidence.txt", shared_object(), undrawn())


def swapped_object_everywhere(files: Files) -> None:
    """Another object on every page and in every record that is not bound by a chain."""
    for name in list(files):
        if name.endswith((".txt", ".md", ".json", "object.tsv")) and not name.startswith(("draws/", "dossiers/")):
            files[name] = files[name].replace(shared_object().encode(), undrawn().encode())
    _again(files)


def swapped_undrawn_everywhere(files: Files) -> None:
    """The object that was drawn takes the place of the one that was not."""
    for name in list(files):
        if name.endswith((".txt", ".md", ".json", "object.tsv")) and not name.startswith("draws/"):
            files[name] = files[name].replace(undrawn().encode(), shared_object().encode())
    _again(files)


def narrowed_query(files: Files) -> None:
    """The register is asked about the days before the lead came, and answers that there is none."""
    _nothing_found(files)
    swap(files, "registers/001/query.1.txt", "received_to=2025-07-10", "received_to=2025-06-08")


def query_about_another(files: Files) -> None:
    """The register is asked about another firm, and answers that there is none."""
    _nothing_found(files)
    swap(files, "registers/001/query.1.txt", f"subject={shared_object()}", f"subject={undrawn()}")


def cut_off_first_serial(files: Files) -> None:
    """The draw of serial 1 goes, with every line that speaks of it, the gazette among them."""
    gone = one(files, "draws/320481-SCJG-1-", "manifest.txt").split("/")[1]
    for name in [name for name in files if gone in name]:
        del files[name]
    for name in ("draws.tsv", "object.tsv"):
        without(files, name, gone)
    without(files, "gazettes.tsv", "\t1\t")


def cut_off_last_serial(files: Files) -> None:
    """The draw of serial 2 goes with its line in the gazette, and its dossier stays."""
    dropped_draw(files)
    without(files, "gazettes.tsv", "\t2\t")


def hidden_in_chain(files: Files, serial: int = 2) -> str:
    """The manifest of a draw goes among those of other matters, and what came of it goes; return where it lies."""
    manifest = one(files, f"draws/320481-SCJG-{serial}-", "manifest.txt")
    name = manifest.split("/")[1]
    content, place = files[manifest], f"chain/{name}.txt"
    for each in [each for each in files if each.startswith((f"draws/{name}/", f"answers/{name}", f"proofs/{name}"))]:
        del files[each]
    for each in ("draws.tsv", "object.tsv"):
        without(files, each, name)
    files[place] = content
    swap(files, "facts.tsv", manifest, place)
    return place


def draw_in_chain(files: Files) -> None:
    hidden_in_chain(files)


def dropped_register_heads(files: Files) -> None:
    files["register-heads.tsv"] = b""


def withheld_filed_draw(files: Files) -> None:
    name = one(files, "dossiers/002/0", ".txt", ":FiledDraw")
    del files[name]
    swap(files, "dossiers/002/chain.tsv", f"\t{name}\n", "\t-\n")
    swap(files, "facts.tsv", f"\t{name}\n", "\tdossiers/002/chain.tsv\n")


def decided(files: Files, by: str, on: str) -> None:
    """Somebody decides on a day, in the record and on its page."""
    swap(files, "assessment.txt", "\ndecided_by=\ndecided_on~\n", f"\ndecided_by={by}\ndecided_on={on}\n")
    swap(files, "verdict.md", "供参考，尚未决定 advice, nobody has decided", f"{by} {on}")
    _again(files)


def decided_by_the_subject(files: Files) -> None:
    decided(files, "JS0007", "2025-09-20")


def decided_before_the_event(files: Files) -> None:
    decided(files, "联席会议", "2025-07-09")


def dropped_gazettes(files: Files) -> None:
    files["gazettes.tsv"] = b""


def hidden_outcome(files: Files) -> None:
    """The draw of serial 1 is said to be committed and no more."""
    head = first_draw(files, "manifest.txt").rpartition("/")[0]
    kept = ("manifest.txt", "frame.", "excluded.")
    for name in [name for name in files if name.startswith(f"{head}/")]:
        if not name.startswith(tuple(f"{head}/{each}" for each in kept)):
            del files[name]
    lines = files["draws.tsv"].splitlines(keepends=True)
    files["draws.tsv"] = b"".join(
        line.replace(b"\tDRAWN\t", b"\tPENDING\t") if head[6:].encode() in line else line for line in lines
    )
    _only_committed(files, head[6:])


def _only_committed(files: Files, name: str) -> None:
    rows = [line.split("\t") for line in files["object.tsv"].decode().splitlines()]
    rows = [[*row[:4], "COMMITTED", *["-"] * 6] if row[0] == name and row[4] != "OUTSIDE" else row for row in rows]
    files["object.tsv"] = "".join("\t".join(row) + "\n" for row in rows).encode()
    head = files[f"answers/{name}.txt"].split(b"\n")[0]
    files[f"answers/{name}.txt"] = head + "\n已锁定，尚未揭示 / pending\n".encode()


def fact_looked_at_before_the_event(files: Files) -> None:
    path = _fact(files, "F0")
    swap(files, "assessment.txt", f"{path}.evidence.1.as_of=2025-07-20", f"{path}.evidence.1.as_of=2025-07-09")
    _again(files)


def stray_file(files: Files) -> None:
    files["dossiers/001/000099.txt"] = b":Visit\nid=V-99\n"


def changed_guide(files: Files) -> None:
    swap(files, one(files, "papers/InspectionGuide", ".txt"), "expires_on=2025-12-31", "expires_on=2026-12-31")


TAMPERINGS_OF_VISITED: tuple[Tampering, ...] = (
    changed_frame_line,
    dropped_frame_line,
    changed_drawn_table,
    spared_in_drawn_table,
    another_seed,
    another_beacon,
    another_manifest,
    dropped_draw_folder,
    changed_standing,
    changed_chance,
    changed_answer,
    changed_proof,
    changed_register_entry,
    dropped_lead,
    withheld_lead,
    denied_lead,
    narrowed_query,
    query_about_another,
    fact_looked_at_before_the_event,
    changed_statement,
    changed_register_head,
    changed_dossier_record,
    changed_dossier_record_and_digest,
    dropped_dossier_record,
    dropped_dossier_entry,
    back_dated_dossier_entry,
    changed_fact_value,
    changed_fact_reason,
    changed_fact_evidence,
    changed_place,
    changed_verdict,
    changed_verdict_everywhere,
    changed_verdict_page,
    changed_explanation,
    changed_english_explanation,
    changed_ground,
    changed_subject,
    changed_law,
    changed_law_on_pages,
    changed_law_in_explanation,
    swapped_object,
    swapped_object_everywhere,
    stray_file,
    changed_guide,
)
TAMPERINGS_OF_UNDRAWN: tuple[Tampering, ...] = (
    dropped_draw,
    cut_off_first_serial,
    cut_off_last_serial,
    draw_in_chain,
    dropped_gazettes,
    dropped_register_heads,
    withheld_filed_draw,
    decided_by_the_subject,
    decided_before_the_event,
    hidden_outcome,
    dropped_frame_line,
    changed_standing,
    changed_statement,
    changed_gaps,
    denied_not_drawn,
    swapped_undrawn_everywhere,
    changed_law_on_pages,
)
