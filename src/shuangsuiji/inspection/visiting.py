"""From a draw and its matching to the visit that answers them: nobody is chosen by hand: 3.2.1, 3.2.2 (登记检查)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.inspection.draw_lines import Record, cite, drawn_of, known_from, lines_of
from shuangsuiji.inspection.visit_parties import Pair, check_enough, parties_at, seated_from
from shuangsuiji.inspection.visit_parts import Approval, ExpertOpinion, ScanIn, VisitItem
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020, RuleBook
from shuangsuiji.planning import CheckSheet, MarkedPoint, SupervisionMode
from shuangsuiji.registry import Expert, InspectionItem, InspectorPool, ItemList, ObjectPool
from shuangsuiji.terms import InspectionMethod
from shuangsuiji.values import day_in_china

__all__ = ["cite", "visit"]


def visit(  # noqa: PLR0913 - what happened, and what it answers
    record: Record,
    object_id: str,
    *,
    visit_id: str,
    items: ItemList,
    people: InspectorPool,
    rules: RuleBook,
    methods: Mapping[str, Sequence[InspectionMethod]],
    started_at: datetime,
    ended_at: datetime,
    only: Iterable[Pair] | None = None,
    officers: Iterable[str] | None = None,
    pool: ObjectPool | None = None,
    sheets: Iterable[CheckSheet] = (),
    marks: Iterable[MarkedPoint] = (),
    approvals: Iterable[Approval] = (),
    scan_in: ScanIn | None = None,
    opinions: Iterable[ExpertOpinion] = (),
    notice: str = "",
    remarks: str = "",
) -> Visit:
    """Return the visit to a drawn object, by the officers of the matching: 3.2.1 to 3.2.3 (登记检查).

    Every department inspects what it has a team for, an item without a team rule is inspected by its implementing
    body, and a department that inspects nothing at this object sends nobody.

    Args:
        record: the matching; a draw alone only where the task matches nobody. It may be sealed still: the agency knows
            what was drawn once the public events have happened.
        object_id: the object, which must be among the drawn.
        visit_id: a field, unlike that of any other visit.
        items: the list that holds the items that were drawn, in the version of the day.
        people: the pool that knows the certificates, in the version of the day.
        rules: gives the fewest officers of a department.
        methods: by item, how it was inspected; among those of the item.
        started_at: the instant, with an offset; after the draw.
        ended_at: the instant.
        only: the pairs of item and department dealt with on this occasion; where None, all for which it was drawn.
        officers: the ids of those who went for departments that are not matched; None where the matching says it all.
        pool: the objects, where the draw was read from a bundle that only cites them.
        sheets: the check sheets that were filled in, of this object.
        marks: what was marked on them.
        approvals: of the departments.
        scan_in: the code scanned at the door.
        opinions: of experts.
        notice: number of the notice given to the firm.
        remarks: what else there is to say.

    Raises:
        BrokenChainError: the object was not drawn, the matching is not given, a list, pool or sheet is not that of the
            draw, or a visit before its draw.
        UnknownNameError: an officer whom the pool does not know, or an object without its pool.
        InvalidValueError: officers named beside a matching, none where nobody is matched, or methods of no item.
        DuplicateError: two check sheets for one item of one department.
        LawError: a method that the item does not have (3.2.3), an item that is not in force (2.2.7), an empty seat or
            somebody who cannot go (3.2.2, 2.3.7, 2.3.8), too few officers (2.3.10), an opinion of who is no expert
            (2.3.11), or as ``Visit`` says.

    """
    on, until = day_in_china(started_at), day_in_china(ended_at)
    lines = lines_of(record, object_id)
    parties = parties_at(record, object_id, lines, items, only=only, officers=officers)
    codes = list(dict.fromkeys(code for code, _ in parties.pairs))
    last = max((*(lines[code] for code in codes), seated_from(record, parties, object_id)), default=0)
    if started_at < known_from(record, last):
        zh, en = "检查不得早于抽取", "a visit does not come before its draw"
        raise _broken("started_at", zh, en, known_from(record, last).isoformat(), started_at.isoformat())
    _check_lists(record, items, people, on)
    went = parties.shown(people, on, until)
    check_enough(record, rules, parties.pairs, went, on)
    heard = tuple(opinions)
    _check_heard(people, heard)
    made = _items(record, object_id, lines, parties.pairs, items, methods, sheets, on)
    entries = drawn_of(record).commitment.manifest.entries
    return Visit(
        id=visit_id,
        object_id=object_id,
        holder=_holder(record, object_id, pool),
        mode=SupervisionMode[entries.get("rules.mode", SupervisionMode.RANDOM.name)],
        draw=cite(record, object_id, codes),
        items=made,
        officers=went,
        started_at=started_at,
        ended_at=ended_at,
        matched=parties.matched,
        superior_ordered=entries.get("rules.superior_ordered") == "yes",
        approvals=tuple(approvals),
        scan_in=scan_in,
        notice=notice,
        opinions=heard,
        marks=tuple(marks),
        remarks=remarks,
    )


def _check_lists(record: Record, items: ItemList, people: InspectorPool, on: date) -> None:
    """Check that list and pool are those that the draw cites, or later versions, and no later ones than the visit."""
    entries = drawn_of(record).commitment.manifest.entries
    id_, _, version = entries.get("rules.items", "").rpartition("@")
    if id_ and (items.id != id_ or items.version < int(version)):
        raise _broken("items", "不是抽取所依据的清单", "not the list of the draw", f"{id_}@{version}", items)
    if entries.get("rules.inspectors", people.id) != people.id:
        zh, en = "不是匹配所依据的人员名录库", "not the pool of the matching"
        raise _broken("people", zh, en, entries["rules.inspectors"], people.id)
    for given, day, clause in ((items, items.effective_on, "2.2.7"), (people, people.maintained_on, "2.3.2")):
        if day > on:
            zh, en = "须用检查当日的版本，此版晚于检查", "must be the version of the day: this one came later"
            raise LawError(field=given.id, rule_zh=zh, rule=en, value=day, clause=LIYANG_2020.ref(clause))


def _items(  # noqa: PLR0913, PLR0917 - what makes the items of a visit
    record: Record,
    object_id: str,
    lines: Mapping[str, int],
    pairs: Iterable[Pair],
    items: ItemList,
    methods: Mapping[str, Sequence[InspectionMethod]],
    sheets: Iterable[CheckSheet],
    on: date,
) -> tuple[VisitItem, ...]:
    known = tuple(pairs)
    strange = sorted(methods.keys() - {code for code, _ in known})
    if strange:
        zh, en = "不是本次检查的事项", "is of no item of this visit"
        raise InvalidValueError(field="methods", rule_zh=zh, rule=en, value="、".join(strange))
    digests = _sheet_digests(sheets, object_id, drawn_of(record).commitment.manifest.task, known)
    return tuple(
        VisitItem(
            item_code=code,
            item_version=_in_force(items[code], on).version,
            department=department,
            methods=_methods(items[code], methods),
            sheet_digest=digests.get((code, department), ""),
            k=lines[code],
        )
        for code, department in known
    )


def _in_force(item: InspectionItem, on: date) -> InspectionItem:
    if not item.is_in_force(on):
        zh, en = "该版本抽查事项当日未生效或已失效", "this version of the item was not in force that day"
        raise LawError(field=item.code, rule_zh=zh, rule=en, value=on, clause=LIYANG_2020.ref("2.2.7"))
    return item


def _methods(item: InspectionItem, methods: Mapping[str, Sequence[InspectionMethod]]) -> tuple[InspectionMethod, ...]:
    chosen = tuple(methods.get(item.code, ()))
    strange = [str(one) for one in chosen if one not in item.methods]
    if strange:
        zh, en = f"事项的检查方式为 {'、'.join(map(str, item.methods))}", "is no method of the item"
        clause = LIYANG_2020.ref("3.2.3")
        raise LawError(field=f"{item.code}.methods", rule_zh=zh, rule=en, value="、".join(strange), clause=clause)
    return chosen


def _sheet_digests(sheets: Iterable[CheckSheet], object_id: str, task: str, pairs: tuple[Pair, ...]) -> dict[Pair, str]:
    """Return the digest of the check sheet of each item and department, of the sheets of this object and task."""
    found: dict[Pair, str] = {}
    for sheet in sheets:
        for link, due, given in (("object", object_id, sheet.object_id), ("task", task, sheet.task_id)):
            if given != due:
                zh, en = "检查表不是本次检查的", "the check sheet is not of this visit"
                raise _broken(f"sheet.{link}", zh, en, due, given)
        for guide in sheet.guides:
            pair = (guide.item_code, guide.department)
            if pair not in pairs:
                zh, en = "检查表所列事项本次未检查", "the sheet is for what is not inspected here"
                raise _broken("sheet.guides", zh, en, "、".join(map(" ".join, pairs)), " ".join(pair))
            if pair in found:
                raise DuplicateError(field=f"sheet {object_id}", value=" ".join(pair))
            found[pair] = sheet.digest
    return found


def _check_heard(people: InspectorPool, opinions: Iterable[ExpertOpinion]) -> None:
    """Check that whoever gave an opinion is an expert of the pool, appointed on that day."""
    for one in opinions:
        if not isinstance(people[one.expert_id], Expert) or not people.valid_on(one.expert_id, one.on):
            zh, en = "须为名录库中聘期内的专家", "must be an expert of the pool who was appointed by then"
            clause = LIYANG_2020.ref("2.3.11")
            raise LawError(field="opinions", rule_zh=zh, rule=en, value=f"{one.expert_id} {one.on}", clause=clause)


def _holder(record: Record, object_id: str, pool: ObjectPool | None) -> str:
    """Return the market entity behind an object: of an entity, itself (3.3.3)."""
    commitment = drawn_of(record).commitment
    due = commitment.manifest.entries.get("rules.pool.hash")
    if pool is not None and pool.digest != due:
        raise _broken("pool", "不是抽取所依据的名录库", "not the pool of the draw", due, pool.digest)
    known = pool or (commitment.basis.pool if commitment.basis else None)
    if known is None:
        raise UnknownNameError(field="holder", value=object_id, known="名录库不在手，须另给 give the pool")
    return known[object_id].holder or object_id


def _broken(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
