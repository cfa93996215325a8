"""Tamperings with a matching: teams, people, rows of who sits where, experts, substitutes, officers of a round.

``verify.py`` checks tables and leaves the rows; ``verify.sh`` checks every row by itself and leaves the replay.
"""

from functools import partial

from tests.vectors.more_steps import alone
from tests.vectors.more_tamperings import done
from tests.vectors.redrawing import redraw
from tests.vectors.tamperings import MANIFEST, Files, Step, Tampering, add, bind, delete, drop, lines, put, steps, swap

BUNDLE = "ssj1-matching"
ASSIGNED, ASSIGNED_1, ADVISED = "assignments.tsv", "assignments.1.tsv", "advisers.tsv"
PEOPLE, RECUSALS, ABSENT, SUBSTITUTES = "inspectors.tsv", "recusals.tsv", "absent.tsv", "substitutions.tsv"
FIRST, SECOND, LATER = "91320481MA00000580", "91320481MA00002187", "91320481MA00002930"
MARKET, HEALTH = "320481-SCJG", "320481-WJW"

row = partial(done, BUNDLE, unseen="verify.py")
bound_by_request = partial(done, BUNDLE)
lot = partial(done, BUNDLE, unseen="verify.py verify.sh")


def unmatched(files: Files) -> Files:
    """Take the rounds away, and who sits where: before anybody was matched."""
    told = {ASSIGNED, ADVISED, SUBSTITUTES}
    return {name: content for name, content in alone(files).items() if name not in told}


def people(name: str, codes: str, *several: Step, also: str = "matching") -> Tampering:
    """Return a tampering with what is committed of teams and people, with an honest draw after it."""
    return done(BUNDLE, name, codes, unmatched, *several, redraw(BUNDLE), also=also)


def bound(table: str, step: Step) -> Step:
    """Return a step that changes a table of people and commits it as it then stands."""
    return steps(step, bind(table))


COMMITTED = (
    people("a team below the minimum", "team", put(MANIFEST, f"team.labels.{MARKET}", "标签")),
    people("a seat with tags out of order", "form.field", put(MANIFEST, f"team.food.{MARKET}", "食品,标签;-")),
    people("a seat for a tag that is no name", "form.field", put(MANIFEST, f"team.food.{MARKET}", "*;-")),
    people("experts for an item without a team", "form.key", put(MANIFEST, "expert.other", "抽样检验")),
    people("experts without their table", "form.key", drop(MANIFEST, "experts.hash"), drop(MANIFEST, "experts.rows")),
    people(
        "teams without the table of inspectors",
        "form.key",
        drop(MANIFEST, "inspectors.hash"),
        drop(MANIFEST, "inspectors.rows"),
    ),
    people("teams without the size of lots", "form.key", drop(MANIFEST, "matching.lot")),
    people("a window that ends before it begins", "form.field", put(MANIFEST, "rules.window", "2026-08-01/2026-07-31")),
    people(
        "a certificate that ends within the window", "people", put(MANIFEST, "rules.window", "2026-03-10/2028-01-31")
    ),
    people("an inspector who is absent as well", "people", bound(ABSENT, add(ABSENT, "JS0001\t休假"))),
    people("an inspector twice", "people", bound(PEOPLE, add(PEOPLE, f"JS0001\t{HEALTH}\t*\t-\t1\t0\t2027-12-31"))),
    people("an expert who is an inspector", "people", bound("experts.tsv", swap("experts.tsv", "ZJ01", "JS0001"))),
    people(
        "tags of an inspector out of order",
        "people",
        bound(PEOPLE, swap(PEOPLE, f"JS0001\t{MARKET}\t*\t食品", f"JS0001\t{MARKET}\t*\t食品,标签")),
    ),
    people("a recusal for what is in no frame", "recusal", bound(RECUSALS, add(RECUSALS, "X1\tJS0001\t亲属关系"))),
    people("a recusal twice", "recusal", bound(RECUSALS, add(RECUSALS, "91320481MA0000015J\tJS0001\t持股"))),
    done(
        BUNDLE,
        "an inspector put in after the commitment",
        "table.hash",
        add(PEOPLE, f"JS0099\t{MARKET}\t*\t-\t9\t0\t2027-12-31"),
        also="table.rows matching",
    ),
)
ROWS = (
    row(
        "an officer of another department",
        "matching",
        swap(ASSIGNED, f"{FIRST}\t{HEALTH}\t1\tJS0011", f"{FIRST}\t{HEALTH}\t1\tJS0001"),
    ),
    row(
        "an officer who is nobody",
        "matching",
        swap(ASSIGNED, f"{FIRST}\t{HEALTH}\t1\tJS0011", f"{FIRST}\t{HEALTH}\t1\tJS0077"),
    ),
    row(
        "an officer twice in a team",
        "matching",
        swap(ASSIGNED, f"{SECOND}\t{HEALTH}\t2\tJS0012", f"{SECOND}\t{HEALTH}\t2\tJS0011"),
    ),
    row(
        "a seat that the team has not",
        "matching",
        swap(ASSIGNED, f"{SECOND}\t{HEALTH}\t2\tJS0012", f"{SECOND}\t{HEALTH}\t3\tJS0012"),
    ),
    row("a team for what was not drawn", "matching", add(ASSIGNED, f"{LATER}\t{HEALTH}\t1\tJS0011\tlot")),
    row("two officers on one seat", "matching", add(ASSIGNED, f"{SECOND}\t{HEALTH}\t2\tJS0011\tlot")),
    row(
        "an expert among the officers",
        "matching",
        swap(ASSIGNED, f"{FIRST}\t{MARKET}\t2\tJS0007", f"{FIRST}\t{MARKET}\t2\tZJ01"),
    ),
    lot(
        "a lot called a repair",
        "matching",
        swap(ASSIGNED, f"{FIRST}\t{HEALTH}\t1\tJS0011\tlot", f"{FIRST}\t{HEALTH}\t1\tJS0011\trepair"),
    ),
    lot("a seat left empty by hand", "matching", lines(ASSIGNED, lambda x: x[:-1])),
    row(
        "an inspector among the experts",
        "matching",
        swap(ADVISED, f"{FIRST}\t{MARKET}\t1\tZJ01", f"{FIRST}\t{MARKET}\t1\tJS0001"),
    ),
    lot("an expert left out by hand", "matching", lines(ADVISED, lambda x: x[:-1])),
    lot("a seat of a round left empty by hand", "matching", lines(ASSIGNED_1, lambda x: x[1:])),
)
LATER_ON = (
    bound_by_request(
        "a substitute for somebody who does not sit there",
        "matching",
        swap(SUBSTITUTES, "JS0002\tJS0008", "JS0001\tJS0008"),
    ),
    bound_by_request("a substitution left out of their numbering", "matching", lines(SUBSTITUTES, lambda x: x[1:])),
    bound_by_request("a substitution dated back before a round", "matching", swap(SUBSTITUTES, "3\t1\t", "3\t0\t")),
    bound_by_request("a vacancy where somebody could go", "matching", swap(SUBSTITUTES, "JS0008\tJS0004", "JS0008\t-")),
    bound_by_request("substitutions taken away", "matching", delete(SUBSTITUTES)),
    row("a substitute by hand after the last request", "matching", swap(SUBSTITUTES, "JS0013\t-", "JS0013\tJS0001")),
    done(
        BUNDLE,
        "an officer of a round put in after the request",
        "table.hash",
        swap("inspectors.1.tsv", "\t8\t1\t", "\t9\t1\t"),
        also="matching",
    ),
    done(
        BUNDLE,
        "a result told before the reveal",
        "file.missing",
        unmatched,
        *map(delete, ("reveal.txt", "drawn.tsv", "thresholds.tsv")),
        lambda files: files | {ASSIGNED: b""},
    ),
)
MATCHING_TAMPERINGS: tuple[Tampering, ...] = COMMITTED + ROWS + LATER_ON
