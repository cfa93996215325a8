"""Cases and records that the tests of accountability begin with: a visit of 10 June, an event of 10 July.

The joint draw of ``inspection_days`` drew ``shared_object()`` for labels and hygiene; its visit has a check sheet for
labels, every point of it marked, a result without a problem, and its publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

import attrs

from shuangsuiji.accountability.cases import Case, SubjectKind
from shuangsuiji.accountability.derive_draws import Recorded
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.draws import Commitment, Draw, Matching, SupplementCommitment, SupplementDraw
from shuangsuiji.inspection import (
    Channel,
    CompletenessStatement,
    Dossier,
    LeadRegister,
    Outcome,
    Publication,
    Result,
    Visit,
    correct,
    enter,
    file_draw,
    file_records,
    open_dossier,
    post,
    publish,
)
from shuangsuiji.planning import CheckSheet, InspectionGuide
from tests.unit.builders import AGENCY, made
from tests.unit.dossier_days import (
    COMMITTED_ON,
    DRAWN_ON,
    ENTERED_ON,
    PUBLISHED_ON,
    VISITED_ON,
    entered,
    opened,
    published,
    terms,
)
from tests.unit.inspection_days import (
    found,
    guide,
    joint_draw,
    joint_items,
    joint_matching,
    joint_people,
    marks_of,
    shared_object,
    sheet_of,
    visited,
)
from tests.unit.lead_days import filled, statement

EVENT_ON = date(2025, 7, 10)
AS_OF = date(2025, 8, 8)
STATED_AT = datetime.fromisoformat("2025-08-01T16:00:00+08:00")


def officers() -> tuple[str, ...]:
    """Return the two officers of the authority who were matched to the object."""
    return joint_matching().teams[shared_object(), AGENCY].members


def sheet(*guides: InspectionGuide) -> CheckSheet:
    """Return the check sheet for labels that they took along."""
    return sheet_of(shared_object(), *guides, team=officers())


@cache
def inspection(*guides: InspectionGuide, marked: bool = True) -> Visit:
    """Return the visit of 10 June with its sheet, every point of it marked."""
    paper = sheet(*guides)
    marks = marks_of(paper) if marked else ()
    return visited(None, shared_object(), sheets=(paper,), marks=marks)


def result(of: Visit | None = None, /, **changes: object) -> Result:
    """Return the result of labels, without a problem, entered on 13 June."""
    return entered(found(of or inspection(), **changes))


def steps(one: Result) -> list[tuple[object, date]]:
    """Return what is filed of a result, with the days: visit, result, publication."""
    return [(one.visit, VISITED_ON), (one, ENTERED_ON), (published(one), PUBLISHED_ON)]


def filed(*records: tuple[object, date]) -> Dossier:
    """Return the dossier of the joint draw with these records, or with the visit and what came of it."""
    return file_records(opened(), records or steps(result()))


def register(*records: CompletenessStatement, **changes: object) -> LeadRegister:
    """Return a register in which nothing is entered but that January to July are complete."""
    whole = statement(first=date(2025, 1, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
    return attrs.evolve(filled(*(records or (whole,)), at=STATED_AT), **changes)  # type: ignore[arg-type]


def case(**changes: object) -> Case:
    """Return the case of an officer who went: a problem of labels that came up on 10 July."""
    given = {
        "id": "案-01",
        "subject": officers()[0],
        "subject_kind": SubjectKind.OFFICER,
        "department": AGENCY,
        "object_id": shared_object(),
        "holder": shared_object(),
        "item_codes": ("labels",),
        "event_on": EVENT_ON,
        "opened_on": EVENT_ON,
    }
    if "object_id" in changes:
        given["holder"] = changes["object_id"]
    if "event_on" in changes:
        given["opened_on"] = changes["event_on"]
    return made(Case, given, changes)


def gazettes(draws: Iterable[Recorded]) -> dict[str, dict[int, str]]:
    """Return the COMMITs of some draws as their agencies published them."""
    published_: dict[str, dict[int, str]] = {}
    for one in draws:
        manifest = (one if isinstance(one, Commitment) else one.commitment).manifest
        published_.setdefault(manifest.agency, {})[manifest.serial] = manifest.commit
    return published_


def basis(*dossiers: Dossier, **changes: object) -> RecordsBasis:
    """Return everything at hand on 8 August, with these dossiers, or those of all draws, and their published heads."""
    draws = changes.get("draws", (joint_matching(),))
    every = (*draws, *changes.get("discarded", ()))  # type: ignore[misc]
    known = dossiers or dossiers_of(every)
    papers = register()
    given = {
        "as_of": AS_OF,
        "terms": terms(),
        "dossiers": known,
        "heads": tuple(one.head for one in known),
        "draws": draws,
        "gazettes": gazettes(every),
        "lists": (joint_items(),),
        "people": (joint_people(),),
        "guides": (guide(),),
        "sheets": (sheet(),),
        "registers": (papers,),
        "register_heads": (papers.head,),
        "recusals": (),
    }
    if "registers" in changes:
        given["register_heads"] = tuple(one.head for one in changes["registers"])  # type: ignore[attr-defined]
    return made(RecordsBasis, given, changes)


def dossiers_of(draws: Iterable[Recorded]) -> tuple[Dossier, ...]:
    """Return the dossiers of draws that came out, each with what it left to be visited; of the joint one the visit."""
    return tuple(_dossier_of(one) for one in draws if not isinstance(one, Commitment))


def _dossier_of(record: Matching | Draw | SupplementDraw | SupplementCommitment) -> Dossier:
    if record.commitment.commit == joint_draw().commitment.commit:
        return filed()
    one = file_draw(record.before if isinstance(record, SupplementCommitment) else record, joint_items())
    begun = open_dossier(record.commitment, COMMITTED_ON)
    return file_records(begun, [(one, max(DRAWN_ON, one.drawn_on + timedelta(days=1)))])


def undrawn() -> str:
    """Return the first object of the frame of labels that the joint draw did not draw."""
    draw = joint_draw()
    frame = draw.commitment.frames["labels"]
    return next(id_ for id_ in frame.ids if id_ not in draw.taken.drawn["labels"])


def forged_draw() -> Draw:
    """Return the joint draw with another value of its beacon: another draw under the same COMMIT."""
    draw = joint_draw()
    beacon = draw.reveal.beacon.replace("10126.83", "10126.84")
    return attrs.evolve(draw, reveal=attrs.evolve(draw.reveal, beacon=beacon))


def corrected(first: Result, outcome: Outcome, on: date) -> Dossier:
    """Return a dossier in which a result was corrected on a day, and the correction entered and made public."""
    second = correct(first, result_id="R-更正", outcome=outcome, formed_on=on, reason="合成更正", finding="合成")
    made = enter(second, on=on, by=AGENCY)
    return filed(*steps(first), (made, on), (posted(made, on), on))


def posted(one: Result, on: date) -> Publication:
    """Return the publication of a result on both channels on one day."""
    made = publish(one)
    for channel in Channel:
        made = post(made, channel, on=on, reference=f"{channel.name}-{one.id}", by=one.department)
    return made
