// A second implementation of SSJ-1 §4.3, written from the specification: node's own crypto, IEEE doubles, nothing else.
// stdin: [{alg, seed, ids, weights, quota, tickets?}, …]; stdout: one answer each, null where node lacks the hash.
import { createHash, getHashes } from "node:crypto";
import { readFileSync } from "node:fs";

const H = (alg, text) => createHash(alg).update(text, "utf8").digest("hex");

const bytewise = (a, b) => Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));

function bitsOf(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

// C99 hex float of a normal positive double.
function hexFloat(value) {
  const bits = BigInt(`0x${bitsOf(value)}`);
  const exponent = Number(bits >> 52n) - 1023;
  const mantissa = (bits & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  return `0x1.${mantissa}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

function draw({ alg, seed, ids, weights, quota, tickets }) {
  if (!getHashes().includes(alg)) return null;
  const key = H(alg, `ssj1|obj|${seed}`).slice(0, 32);
  const units = ids.map((id, at) => ({ id, weight: weights[at], ticket: tickets?.[at] ?? H(alg, `${key}|${id}`) }));

  const certain = [];
  let rest = units;
  let left = quota;
  let total;
  for (;;) {
    total = rest.reduce((sum, unit) => sum + unit.weight, 0);
    const sure = rest.filter((unit) => left > 0 && (left * unit.weight) / total >= 1);
    if (sure.length === 0) break;
    certain.push(...sure);
    rest = rest.filter((unit) => !sure.includes(unit));
    left -= sure.length;
  }

  for (const unit of left > 0 ? rest : []) {
    const u = (parseInt(unit.ticket.slice(0, 13), 16) + 0.5) / 2 ** 52;
    const share = (left * unit.weight) / total;
    unit.value = (u * (1 - share)) / (share * (1 - u));
  }
  const byTicket = (a, b) => bytewise(a.ticket, b.ticket) || bytewise(a.id, b.id);
  const ranked = left > 0 ? [...rest].sort((a, b) => a.value - b.value || byTicket(a, b)).slice(0, left) : [];
  return {
    key,
    tickets: units.map((unit) => unit.ticket),
    values: units.map((unit) => (unit.value === undefined ? null : bitsOf(unit.value))),
    certain: certain.map((unit) => unit.id).sort(bytewise),
    drawn: [...certain, ...ranked].sort(byTicket).map((unit) => [unit.ticket, unit.id]),
    threshold: ranked.length > 0 ? hexFloat(ranked[ranked.length - 1].value) : null,
  };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(draw)));
