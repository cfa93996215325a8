"""What a dossier cites instead of copying it, and what a draw leaves to be done: 2.1.9 (案卷引用).

A pool of a million objects does not belong into a dossier, and a sealed draw must not leak out of one: its id, its
version and its digest do. What was drawn is filed as a list of objects and items, since the rest is counted by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256

import attrs

from shuangsuiji.draws import Commitment, Draw, Matching, SupplementCommitment, SupplementDraw
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError
from shuangsuiji.inspection.visit_parts import DrawCitation
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.planning import AnnualPlan, JointProcedure, JointRelaxation
from shuangsuiji.registry import InspectorPool, ItemList, ObjectPool
from shuangsuiji.values import FrozenMap, check_count, check_field, check_kind, check_name, freeze, record_digest
from shuangsuiji.values import day_in_china as day_of
from shuangsuiji.workdays.layers import check_day

__all__ = ["Citation", "DrawnItem", "DrawnObject", "FiledDraw", "citation_of", "citations_of", "file_draw"]

Cited = (
    ItemList
    | ObjectPool
    | InspectorPool
    | AnnualPlan
    | JointProcedure
    | JointRelaxation
    | Commitment
    | SupplementCommitment
    | Draw
    | SupplementDraw
    | Matching
)


@attrs.frozen(kw_only=True)
class Citation:
    """A record that a dossier names and does not hold (引用).

    Attributes:
        kind: its class, such as ``ObjectPool``.
        id: its id; of a draw, plan and task.
        version: its version; of a commitment its serial, of a draw or a matching the number of its last round; None
            where only the manifest is at hand, which does not name it.
        digest: its digest, 64 hex digits; empty where only the manifest is at hand, which names no digest of it.
        state: what else identifies it, such as the stage of a procedure; empty for nothing.

    """

    kind: str
    id: str
    version: int | None = None
    digest: str = ""
    state: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.kind, "Citation.kind")
        check_field(self.id, "Citation.id")
        if self.version is not None:
            check_count(self.version, f"{self.id}.version")
        if self.digest and not is_digest(self.digest):
            zh, en = "应为 64 位小写十六进制", "must be 64 lower-case hex digits"
            raise InvalidValueError(field=f"{self.id}.digest", rule_zh=zh, rule=en, value=self.digest)
        if self.state:
            check_field(self.state, f"{self.id}.state")

    def __str__(self) -> str:
        shown = f" {self.state}" if self.state else ""
        version = "" if self.version is None else f"@{self.version}"
        return f"{self.kind} {self.id}{version}{shown} {f'{self.digest[:12]}…' if self.digest else '—'}"


@attrs.frozen(kw_only=True)
class DrawnItem:
    """An item for which an object was drawn, and one department that is to inspect it (应查事项)."""

    item_code: str
    department: str

    def __attrs_post_init__(self) -> None:
        check_name(self.item_code, "DrawnItem.item_code")
        check_name(self.department, "DrawnItem.department")


@attrs.frozen(kw_only=True)
class DrawnObject:
    """An object that was drawn and is to be visited, with what is to be inspected there (应查对象)."""

    object_id: str
    items: tuple[DrawnItem, ...]

    def __attrs_post_init__(self) -> None:
        check_field(self.object_id, "DrawnObject.object_id")
        for one in self.items:
            check_kind(one, DrawnItem, f"{self.object_id}.items")


@attrs.frozen(kw_only=True)
class FiledDraw:
    """What a draw and its rounds so far leave to be visited, as a dossier files it: 2.1.7, 2.1.9 (抽取归档单).

    A later one, after a supplementary round, takes the place of an earlier one; both stay in the dossier.

    Attributes:
        draw: the draw; its ``k`` is the number of the last round.
        drawn_on: the day in China on which that round was committed.
        digest: SHA-256 of what ``sha256sum`` prints of the files of the draw, in the order of their names.
        objects: the objects that are drawn and have not been replaced, each once.
        replaced: the reason why, by the id of each object that was replaced.
        due_on: last day of the task as it was committed, None where the manifest says none.

    """

    draw: DrawCitation
    drawn_on: date
    digest: str
    objects: tuple[DrawnObject, ...]
    replaced: Mapping[str, str] = attrs.field(factory=FrozenMap[str, str], converter=freeze)
    due_on: date | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.draw, DrawCitation, "FiledDraw.draw")
        check_day(self.drawn_on, "FiledDraw.drawn_on")
        check_field(self.digest, "FiledDraw.digest")
        if self.due_on is not None:
            check_day(self.due_on, "FiledDraw.due_on")
        seen: set[str] = set()
        for one in self.objects:
            check_kind(one, DrawnObject, "FiledDraw.objects")
            if one.object_id in seen:
                raise DuplicateError(field="FiledDraw.objects", value=one.object_id)
            seen.add(one.object_id)

    def __repr__(self) -> str:
        return f"<抽取归档单 {self.draw}：应查 {len(self.objects)} 个对象，替换 {len(self.replaced)} 个>"


def citation_of(record: Cited) -> Citation:
    """Return how a dossier cites what it does not hold: 2.1.9 (引用记录)."""
    match record:
        case Matching() | Draw() | SupplementDraw():
            manifest = record.commitment.manifest
            return _named(record, f"{manifest.plan}/{manifest.task}", record.k, _files_digest(record.files))
        case Commitment() | SupplementCommitment():
            return _committed(record)
        case ObjectPool() | InspectorPool():
            return _named(record, record.id, record.version, record.digest)
        case ItemList() | AnnualPlan():
            return _named(record, record.id, record.version, record_digest(record))
        case JointProcedure():
            cited = _named(record, record.plan.id, record.version, record_digest(record))
            return attrs.evolve(cited, state=record.stage.name)
        case JointRelaxation():
            return _named(record, record.plan_id, None, record_digest(record))


def _named(record: object, id_: str, version: int | None, digest: str) -> Citation:
    return Citation(kind=type(record).__name__, id=id_, version=version, digest=digest)


def _committed(record: Commitment | SupplementCommitment) -> Citation:
    if isinstance(record, Commitment):
        manifest, version, digest = record.manifest, record.manifest.serial, record.commit
    else:
        manifest, version, digest = record.commitment.manifest, record.supplement.k, record.digest
    return _named(record, f"{manifest.plan}/{manifest.task}", version, digest)


def _files_digest(files: Mapping[str, bytes]) -> str:
    """Return the digest of what ``LC_ALL=C sha256sum *`` prints in a folder with these files."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return sha256("".join(lines).encode()).hexdigest()


def citations_of(commitment: Commitment, people: InspectorPool | None = None) -> tuple[Citation, ...]:
    """Return what a commitment rests on and itself: list, pools, plan, procedure, COMMIT: 2.1.9 (锁定依据引用).

    Where the commitment was read from a bundle, its manifest tells; what it does not name stays unknown.

    Args:
        commitment: the commitment.
        people: the version of the pool of inspectors that it names; without it the manifest tells.

    Raises:
        BrokenChainError: another version of the pool of inspectors than the commitment names.

    """
    entries, basis = commitment.manifest.entries, commitment.basis
    cited: list[Citation] = []
    if basis is not None:
        cited += [citation_of(basis.items), citation_of(basis.pool), citation_of(basis.plan)]
        cited += [citation_of(basis.procedure)] if basis.procedure is not None else []
    else:
        cited += _from_manifest(entries)
    due = entries.get("rules.inspectors.hash")
    if people is not None and people.digest != due:
        zh, en = "不是锁定单所引的执法检查人员名录库版本", "is not the version of the pool that the manifest names"
        raise BrokenChainError(link="rules.inspectors.hash", rule_zh=zh, rule=en, expected=due, value=people.digest)
    if people is not None:
        cited.append(citation_of(people))
    elif due is not None:
        cited.append(Citation(kind="InspectorPool", id=entries["rules.inspectors"], digest=due))
    return (*cited, citation_of(commitment))


def _from_manifest(entries: Mapping[str, str]) -> Iterator[Citation]:
    for kind, key, digest in (
        ("ItemList", "rules.items", ""),
        ("ObjectPool", "rules.pool", entries.get("rules.pool.hash", "")),
        ("AnnualPlan", "rules.plan", ""),
    ):
        if key in entries:
            yield _versioned(kind, entries[key], digest)
    if "rules.joint.stage" in entries:
        version, state = int(entries["rules.joint.version"]), entries["rules.joint.stage"]
        yield Citation(kind="JointProcedure", id=entries["rules.joint"], version=version, state=state)


def _versioned(kind: str, named: str, digest: str) -> Citation:
    id_, _, version = named.rpartition("@")
    return Citation(kind=kind, id=id_, version=int(version), digest=digest)


def file_draw(record: Matching | Draw | SupplementDraw, items: ItemList) -> FiledDraw:
    """Return what a draw leaves to be visited, ready to be filed: 2.1.7, 2.1.9 (抽取归档).

    Args:
        record: the matching, or the draw where nobody is matched, with all its rounds.
        items: the list that holds the items that were drawn; it says who inspects where no team does.

    """
    drawn = record.draw if isinstance(record, Matching) else record
    manifest = drawn.commitment.manifest
    teams: Mapping[str, Iterable[str]] = record.seated.terms.teams if isinstance(record, Matching) else {}
    several = {terms.name: tuple(teams.get(terms.name, ())) for terms in manifest.frames}
    departments = {code: those or (items[code].implementing_body,) for code, those in several.items()}
    objects = tuple(
        DrawnObject(object_id=id_, items=tuple(_items(codes, departments))) for id_, codes in drawn.taken.live.items()
    )
    rounds = drawn.rounds if isinstance(drawn, SupplementDraw) else ()
    citation = DrawCitation(
        agency=manifest.agency,
        plan=manifest.plan,
        task=manifest.task,
        serial=manifest.serial,
        commit=manifest.commit,
        k=drawn.k,
    )
    return FiledDraw(
        draw=citation,
        drawn_on=day_of(drawn.made_at),
        digest=_files_digest(record.files),
        objects=objects,
        due_on=manifest.window[1] if manifest.window else None,
        replaced={id_: why for one in rounds for id_, why in one.request.supplement.replaced.items()},
    )


def _items(codes: Iterable[str], departments: Mapping[str, tuple[str, ...]]) -> Iterator[DrawnItem]:
    for code in codes:
        for department in departments[code]:
            yield DrawnItem(item_code=code, department=department)
