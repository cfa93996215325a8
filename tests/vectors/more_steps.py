"""Steps of tamperings with rounds, batches, chances, weights, SM3 and rounds of drand."""

from tests.vectors import tamperings as t
from tests.vectors.plain import as_table, hashed, ticket
from tests.vectors.redrawing import (
    BATCHES,
    DRAND,
    KL8,
    SIGNATURE,
    batches_of,
    drawn_of,
    names,
    quotas_of,
    redraw,
    reveal_of,
)
from tests.vectors.tamperings import MANIFEST, Files, Step, pairs, put, rows

R1, R2 = names(1)[0], names(2)[0]
REVEAL1, DRAWN1, THRESHOLDS1 = names(1)[1:]


def flipped(file: str, column: int) -> Step:
    """Return a step that changes the last digit in a column of the first line of a table."""

    def flip(files: Files) -> Files:
        first = rows(files[file])[0]
        old = first[column]
        return t.swap(file, old, old[:-1] + ("1" if old[-1] == "0" else "0"))(files)

    return flip


def without(file: str, start: str) -> Step:
    """Return a step that leaves out the lines of a sheet that begin so."""
    return t.lines(file, lambda lines: [line for line in lines if not line.startswith(start.encode())])


def again(files: Files) -> Files:
    """Replace in round 2 whoever was replaced in round 1."""
    once = next(key for key in pairs(files[R1]) if key.startswith("replace."))
    return put(R2, once, "停业")(files)


def next_ranks(files: Files) -> Files:
    """Draw round 1 by the key of the main draw, so that everyone knows who is next."""
    drawn = drawn_of(files | {REVEAL1: files[names(0)[1]]}, 1, quotas_of(files, 1))
    return files | {name: drawn[name] for name in (DRAWN1, THRESHOLDS1)}


def drawn_twice(files: Files) -> Files:
    """Put the first of the main draw in the place of the first of round 1."""
    old, new = rows(files[names(0)[2]])[0], rows(files[DRAWN1])
    new[0][2:] = [ticket("sha256", pairs(files[REVEAL1])["key"], old[3]), old[3]]
    return files | {DRAWN1: as_table("\t".join(row) for row in new)}


def exchanged(files: Files) -> Files:
    """Exchange the batches of the first object and the last."""
    table = rows(files[BATCHES])
    table[0][2], table[-1][2] = table[-1][2], table[0][2]
    return files | {BATCHES: as_table("\t".join(row) for row in table)}


def other_batches(files: Files) -> Files:
    """Commit to another number of batches than the draw was cut into."""
    return t.steps(put(MANIFEST, "batches.labels", "2"), redraw("ssj1-rounds"))(files) | {BATCHES: files[BATCHES]}


def chance(frame: str, stratum: str, by: int) -> Step:
    """Return a step that draws more or fewer of a stratum than the chance said."""

    def moved(files: Files) -> Files:
        quotas = [(f, s, number + by * ((f, s) == (frame, stratum))) for f, s, number in quotas_of(files, 0)]
        return drawn_of(files, 0, quotas)

    return moved


def alone(files: Files) -> Files:
    """Take the supplementary rounds away: before any was asked for."""
    return {name: content for name, content in files.items() if not any(digit in name for digit in "0123456789")}


def cheated(cheat: Step) -> Step:
    """Return a step that cheats in the main draw, with its batches made to fit."""
    return t.steps(alone, cheat, batches_of)


def by_tickets_alone(files: Files) -> Files:
    """Draw as if there were no weights."""
    return drawn_of(files, 0, quotas_of(files, 0), design="stratified")


def without_certain(files: Files) -> Files:
    """Draw another object in the place of one that is certain."""
    key, table = pairs(files[names(0)[1]])["key"], rows(files[names(0)[2]])
    drawn = {row[3] for row in table}
    other = next(r[0] for r in rows(files["frame.labels.tsv"]) if r[1] == "A" and r[0] not in drawn)
    heavy = max((r for r in rows(files["frame.labels.tsv"]) if r[1] == "A"), key=lambda row: int(row[3]))[0]
    rest = [row for row in table if row[3] != heavy] + [["labels", "A", ticket("sha256", key, other), other]]
    return files | {names(0)[2]: as_table("\t".join(row) for row in rest)}


def in_decimals(files: Files) -> Files:
    """Write the threshold of a draw by weights in another form."""
    old = rows(files[names(0)[3]])[0][4]
    return t.swap(names(0)[3], old, repr(float.fromhex(old)))(files)


def sha256_draw(files: Files) -> Files:
    """Rank the main draw by SHA-256."""
    ranked = drawn_of(files | {MANIFEST: put(MANIFEST, "alg", "sha256")(files)[MANIFEST]}, 0, quotas_of(files, 0))
    return files | {name: ranked[name] for name in names(0)[2:]}


def sha256_seed(files: Files) -> Files:
    """Work the seed of the main draw out by SHA-256, with its keys."""
    plain = {MANIFEST: put(MANIFEST, "alg", "sha256")(files)[MANIFEST]}
    answers = {key: value for key, value in pairs(files[names(0)[1]]).items() if key.startswith(("beacon", "code"))}
    return files | {names(0)[1]: reveal_of(files | plain, "ssj1-sm3", 0, answers)}


def sha256_bound(files: Files) -> Files:
    """Commit to the SHA-256 of a frame."""
    table = hashed("sha256", files["frame.labels.tsv"])
    return redraw("ssj1-sm3", bound=False)(put(MANIFEST, "frame.labels.hash", table)(files))


def with_value(value: str) -> Step:
    """Return a step that reveals another value of the round of drand, with an honest draw after it."""
    return redraw("ssj1-drand", {0: {"beacon": f"KL8/2023248/{KL8};DRAND/657413/{value}"}})


def signed(signature: str) -> Step:
    """Return a step that publishes another signature, with the value that follows from it."""
    value = hashed("sha256", bytes.fromhex(signature))
    return t.steps(t.swap(DRAND, SIGNATURE, signature), with_value(value))


def spelt(beacon: str) -> Step:
    """Return a step that reveals values in another form: each would be another seed to choose from."""
    return t.steps(put(names(0)[1], "beacon", beacon), t.redraw)


def stray(name: str, content: bytes = b"") -> Step:
    """Return a step that adds a file."""
    return lambda files: files | {name: content}


def weight(number: str) -> Step:
    """Return a step that gives the first row of labels another weight."""

    def weighed(files: Files) -> Files:
        first, *rest = rows(files["frame.labels.tsv"])
        table = as_table("\t".join(row) for row in [[*first[:3], number], *rest])
        return files | {"frame.labels.tsv": table}

    return weighed
