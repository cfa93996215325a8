"""Registers of leads: no tampering passes, and no later entry changes an earlier answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import ShuangsuijiError
from shuangsuiji.inspection import (
    CaseLead,
    CompletenessStatement,
    LeadAnswer,
    LeadEntry,
    LeadRegister,
    LeadStep,
    LeadStepKind,
    append_entry,
    check_register,
    leads_on,
)
from shuangsuiji.values import Severity
from tests.unit.builders import AGENCY, uscc
from tests.unit.inspection_days import HEALTH
from tests.unit.lead_days import empty_register, later_lead, statement, step

FIRST_ENTRY = datetime.fromisoformat("2025-07-01T09:00:00+08:00")
DEPARTMENTS = st.sampled_from([AGENCY, HEALTH])
Record = CaseLead | LeadStep | CompletenessStatement


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Return one to twelve records of June: leads of few objects, steps about them, statements."""
    found: list[Record] = []
    leads: list[CaseLead] = []
    for number in range(draw(st.integers(1, 12))):
        what = draw(st.sampled_from(["lead", "lead", "step", "statement"]))
        if what == "step" and leads:
            kind = draw(st.sampled_from([LeadStepKind.ASSIGNED, LeadStepKind.IDENTIFIED, LeadStepKind.DISPOSED]))
            found.append(step(kind, draw(st.sampled_from(leads)), at=FIRST_ENTRY, department=draw(DEPARTMENTS)))
        elif what == "statement":
            first, last = sorted((draw(st.integers(1, 30)), draw(st.integers(1, 30))))
            found.append(statement(draw(DEPARTMENTS), first=date(2025, 6, first), last=date(2025, 6, last)))
        else:
            about = draw(st.sampled_from([{}, {"object_id": "", "place": "合成路"}]))
            one = later_lead(number, draw(st.integers(1, 30)), department=draw(DEPARTMENTS), **about)
            leads.append(attrs.evolve(one, object_id=one.object_id and uscc(number % 3)))
            found.append(leads[-1])
    return found


def register_of(found: list[Record]) -> LeadRegister:
    register = empty_register()
    for number, one in enumerate(found):
        register = append_entry(register, one, recorded_at=FIRST_ENTRY + number * timedelta(hours=1))
    return register


def tampered(draw: st.DrawFn, entries: tuple[LeadEntry, ...]) -> list[LeadEntry]:
    """Return the entries after an edit, a drop, a copy or a swap."""
    place = draw(st.integers(0, len(entries) - 1))
    one, others = entries[place], list(entries)
    match draw(st.sampled_from(["edit", "drop", "swap", "copy", "date"])):
        case "drop":
            del others[place]
        case "copy":
            others.insert(place, one)
        case "swap":
            other = draw(st.integers(0, len(entries) - 1))
            others[place], others[other] = others[other], others[place]
        case "date":
            others[place] = attrs.evolve(one, recorded_at=one.recorded_at + timedelta(minutes=draw(st.integers(-9, 9))))
        case _:
            word = draw(st.sampled_from(["甲", "乙"]))
            field = "document" if isinstance(one.record, CompletenessStatement) else "reference"
            others[place] = attrs.evolve(one, record=attrs.evolve(one.record, **{field: word}))  # type: ignore[arg-type]
    return others


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_edit_drop_or_swap_of_an_entry_is_found(data: st.DataObject) -> None:
    register = register_of(data.draw(records()))
    try:
        entries = tuple(data.draw(st.composite(tampered)(register.entries)))
    except ShuangsuijiError:
        return  # what cannot even be written down is found
    assume(entries != register.entries)
    found = check_register(attrs.evolve(register, entries=entries), [register.head])
    assert any(one.severity is Severity.ERROR for one in found)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_an_answer_never_changes_when_later_entries_are_made(data: st.DataObject) -> None:
    everything = data.draw(records())
    whole = register_of(everything)
    cut = data.draw(st.integers(0, len(everything)))
    as_of = FIRST_ENTRY + (cut - 1) * timedelta(hours=1) + timedelta(minutes=data.draw(st.integers(0, 59)))
    first, last = sorted((data.draw(st.integers(1, 30)), data.draw(st.integers(1, 30))))

    def asked(register: LeadRegister) -> LeadAnswer:
        return leads_on(
            register,
            uscc(1),
            received_from=date(2025, 6, first),
            received_to=date(2025, 6, last),
            as_of=as_of,
            department=data_department,
        )

    data_department = data.draw(st.none() | DEPARTMENTS)
    assert asked(whole) == asked(register_of(everything[:cut]))
