"""Tamperings with supplementary rounds, batches, rounding by chance, draws by weights, SM3 and rounds of drand."""

from functools import partial

from tests.vectors import more_steps as s
from tests.vectors import tamperings as t
from tests.vectors.more_steps import DRAWN1, R1, R2, REVEAL1, THRESHOLDS1
from tests.vectors.redrawing import BATCHES, DRAND, KL8, KL8_LATER, SIGNATURE, SIGNATURE_OF_123, code, names, redraw
from tests.vectors.tamperings import AFTER, MANIFEST, OTHER, Step, Tampering, put

REVEAL2, DRAWN2, THRESHOLDS2 = names(2)[1:]


def done(bundle: str, name: str, codes: str, *several: Step, also: str = "", unseen: str = "") -> Tampering:
    """Return a tampering with a bundle."""
    refused, more, blind = (frozenset(text.split()) for text in (codes, also, unseen))
    return Tampering(name, bundle, refused, t.steps(*several), more, blind)


in_rounds = partial(done, "ssj1-rounds")
by_weight = partial(done, "ssj1-pareto")
in_sm3 = partial(done, "ssj1-sm3")
with_drand = partial(done, "ssj1-drand")


def asked(name: str, codes: str, *several: Step, also: str = "") -> Tampering:
    """Return a tampering with what the rounds ask for, with an honest draw after it."""
    return in_rounds(name, codes, *several, redraw("ssj1-rounds"), also=also)


def told(name: str, codes: str, k: int, **values: str) -> Tampering:
    """Return a tampering with what a round reveals, with an honest draw after it."""
    answers = {key.replace("_", "."): value for key, value in values.items()}
    first = () if k else (s.alone,)
    return in_rounds(name, codes, *first, redraw("ssj1-rounds", {k: answers}))


TWO_EVENTS = {"beacon": "KL8/2025186;KL8/2025187", "beacon.at": "2025-07-15T21:30:00+08:00;2025-07-16T21:30:00+08:00"}
ASKED = (
    in_rounds("a request changed after the draw", "seed", put(R1, "x.note", "1"), also=AFTER),
    asked("a replacement of what was not drawn", "supplement", put(R1, "replace.91320481MA00060003", "停业")),
    asked("a replacement made twice", "supplement", s.again),
    asked("more asked for than are left", "quota", put(R2, "quota.products.餐饮.1 类", "4"), also="drawn threshold"),
    asked("a round in an unknown stratum", "strata", put(R1, "quota.labels.D", "1"), also="drawn threshold"),
    asked("a round in an unknown frame", "strata", put(R1, "quota.shops.A", "1"), also="drawn threshold"),
    asked("a round above the cap of the frame", "cap", put(R1, "quota.labels.B", "8"), also="drawn threshold"),
    asked("a round above the cap of a stratum", "cap", put(R2, "quota.labels.A", "5")),
    asked("a round without its replacements", "cap", s.without(R2, "replace"), put(R2, "quota.labels.A", "3")),
    asked("a round that asks for nothing", "form.field", put(R1, "quota.labels.A", "0")),
    asked("a round without a quota", "form.key", s.without(R1, "quota")),
    asked("a round with a key of the manifest", "form.key", put(R1, "ratio.labels.A", "1/2")),
    asked("a round without its instant", "form.key", t.drop(R1, "committed.at"), also="order"),
    asked("a round whose events have no instants", "form.key", t.drop(R1, "beacon.at"), also="order"),
    asked("a round on one source twice", "beacon", *(put(R1, key, value) for key, value in TWO_EVENTS.items())),
    asked("a replacement without its reason", "form.field", put(R1, "replace.91320481MA0006329C", "")),
    in_rounds("CRLF in a request", "form.cr", t.rewrite(R1, lambda b: b.replace(b"\n", b"\r\n"))),
    asked("an unsorted request", "form.unsorted", t.lines(R1, lambda x: [x[0], *x[:0:-1]])),
    asked("a round asked for before the beacon", "order", put(R1, "committed.at", "2025-07-08T20:00:00+08:00")),
    asked("a round asked for before the round before", "order", put(R2, "committed.at", "2025-07-15T09:59:59+08:00")),
    asked("a round asked for after its event", "order", put(R1, "committed.at", "2025-07-15T21:30:00+08:00")),
    in_rounds("a gap between rounds", "supplement", *(t.delete(name) for name in names(1)), also="cap"),
    in_rounds("a stray reveal", "supplement", s.stray("reveal.3.txt", b"ssj1\nbeacon=x\nk=3\n")),
)
REVEALED = (
    told("another beacon than that of the main draw", "beacon", 2, beacon=f"KL8/2025179/{KL8}"),
    told("another edition in a round", "beacon", 1, beacon=f"KL8/2025187/{KL8_LATER}"),
    told("the main beacon in spite of a fresh one", "beacon", 1, beacon=f"KL8/2025179/{KL8};SZSE399001/20250708/1.00"),
    told("the code of the round before", "code", 1, code_operator=code("ssj1-rounds", "sha256", "operator", 1)),
    told("the code of the round after", "code", 1, code_operator=code("ssj1-rounds", "sha256", "operator", 3)),
    told("a later code in the main draw", "code", 0, code_supervisor=code("ssj1-rounds", "sha256", "supervisor", 2)),
    in_rounds("another round in a reveal", "k", put(REVEAL2, "k", "1")),
    in_rounds("a seed of a round written over", "seed", put(REVEAL1, "seed", OTHER)),
    in_rounds("a draw key of a round written over", "key", put(REVEAL2, "key", "0" * 32)),
    in_rounds("a round without its reveal", "file.missing supplement", t.delete(REVEAL1)),
)
DRAWN = (
    in_rounds("the next ranks of the main draw", "drawn", s.next_ranks, also="ticket threshold"),
    in_rounds("an object drawn a second time", "drawn", s.drawn_twice, also="threshold"),
    in_rounds("one of a round left out", "drawn", t.lines(DRAWN2, lambda x: x[1:])),
    in_rounds("a ticket of a round changed", "ticket", s.flipped(DRAWN1, 2)),
    in_rounds("a threshold of a round changed", "threshold", s.flipped(THRESHOLDS1, 4)),
    in_rounds("rows as before the main draw", "threshold", t.swap(THRESHOLDS1, "A\t14\t2", "A\t18\t2")),
    in_rounds("a threshold not asked for", "threshold", t.add(THRESHOLDS2, "labels\tB\t7\t0\t-")),
    in_rounds("a round without its list", "file.missing", t.delete(DRAWN1)),
    in_rounds("batches exchanged", "batches", s.exchanged),
    in_rounds("another number of batches", "batches", s.alone, s.other_batches),
    in_rounds("a batch left out", "batches", t.lines(BATCHES, lambda x: x[:-1])),
    in_rounds("unsorted batches", "form.unsorted", t.lines(BATCHES, lambda x: x[::-1]), also="batches"),
    in_rounds("missing batches", "file.missing", t.delete(BATCHES)),
)
TURNED = ".".join(reversed(t.KL8.rpartition("/")[2].split(".")))
VALUES = (
    done("ssj1-single", "numbers out of order", "beacon", s.spelt(f"KL8/2025122/{TURNED};{t.SZSE}")),
    done("ssj1-single", "a value that is none", "beacon", s.spelt(f"KL8/2025122/1.2.3;{t.SZSE}")),
    done(
        "ssj1-single",
        "leading zeros in a value",
        "beacon",
        s.spelt(f"{t.KL8};{t.SZSE[:-8]}0{t.SZSE[-8:]}"),
    ),
)
DRAW = names(0)[2:]
ANEW, UNBOUND, DRAND_ANEW = redraw("ssj1-pareto"), redraw("ssj1-pareto", bound=False), redraw("ssj1-drand")
sha256_codes = [code("ssj1-sm3", "sha256", "operator", index) for index in range(3)]
sha256_chain = (
    put(MANIFEST, "chain.operator", sha256_codes[0]),
    redraw("ssj1-sm3", {k: {"code.operator": sha256_codes[k + 1]} for k in range(2)}),
)
TWO = f"657413\t{SIGNATURE_OF_123}"
LATE = "2023-09-15T19:30:00+08:00"
AT = ("beacon.at", "2023-09-15T21:30:00+08:00;2023-09-15T20:00:00+08:00")
WEIGHTED = (
    by_weight("a chance promised", "quota", put(MANIFEST, "quota.labels.A", "5"), s.cheated(ANEW)),
    by_weight(
        "a chance passed over",
        "threshold drawn",
        s.cheated(s.chance("labels", "A", -1)),
        also="batches",
        unseen="verify.sh",
    ),
    by_weight(
        "a chance taken that did not come", "threshold drawn", s.cheated(s.chance("shops", "A", 1)), unseen="verify.sh"
    ),
    by_weight("two chances taken", "threshold drawn", s.cheated(s.chance("shops", "A", 2))),
    by_weight("a chance above the cap", "cap", put(MANIFEST, "cap.labels", "1/8"), s.cheated(ANEW)),
    by_weight(
        "tickets without weights", "threshold drawn", s.cheated(s.by_tickets_alone), also="batches", unseen="verify.sh"
    ),
    by_weight(
        "a certain object passed over", "drawn", s.cheated(s.without_certain), also="batches", unseen="verify.sh"
    ),
    by_weight("a ranking value changed", "threshold", t.swap(DRAW[1], "p-3\n", "p-2\n"), unseen="verify.sh"),
    by_weight("a ranking value in decimals", "threshold", s.in_decimals, unseen="verify.sh"),
    by_weight("a weight changed after the draw", "table.hash", s.weight("6"), also="merkle threshold drawn"),
    by_weight("a row without weight", "weights", s.alone, s.weight("-"), ANEW),
    by_weight("weights too large to be exact", "weights", s.alone, s.weight(str(2**53)), ANEW),
    by_weight("a weight that is no integer", "form.field", s.alone, s.weight("1.5"), ANEW, also="weights"),
    by_weight(
        "another root", "merkle", s.alone, put(MANIFEST, "frame.labels.merkle", OTHER), UNBOUND, unseen="verify.sh"
    ),
)
SM3 = (
    in_sm3("a frame bound by SHA-256", "table.hash", s.alone, s.sha256_bound),
    in_sm3("a chain made by SHA-256", "code", s.alone, *sha256_chain),
    in_sm3("a seed made by SHA-256", "seed", s.alone, s.sha256_seed, also="key mkey"),
    in_sm3("tickets made by SHA-256", "ticket", s.alone, s.sha256_draw, also="threshold drawn"),
    in_sm3("SHA-256 after the draw", "table.hash", s.alone, put(MANIFEST, "alg", "sha256"), also=f"code {AFTER}"),
)
DRAND_ROUNDS = (
    with_drand("a value that no signature gives", "drand", s.with_value(OTHER), unseen="verify.sh"),
    with_drand("the signature of another round", "drand", s.signed(SIGNATURE_OF_123), unseen="verify.py verify.sh"),
    with_drand("a signature of nobody", "drand", s.signed(f"{SIGNATURE[:-1]}a"), unseen="verify.py verify.sh"),
    with_drand("two signatures of one round", "drand", t.add(DRAND, TWO), unseen="verify.sh"),
    with_drand("a signature cut short", "form.field", t.swap(DRAND, "b\n", "\n"), unseen="verify.sh"),
    with_drand("a round that was over", "order", put(MANIFEST, "committed.at", LATE), put(MANIFEST, *AT), DRAND_ANEW),
)
MORE_TAMPERINGS: tuple[Tampering, ...] = VALUES + ASKED + REVEALED + DRAWN + WEIGHTED + SM3 + DRAND_ROUNDS
