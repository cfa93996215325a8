// A second implementation of what the vectors show, written from ssj-1 alone: node's own crypto and nothing else.
// usage: node check_vectors.mjs [FOLDER]; a line per vector, exit 1 where one is not met.
import assert from "node:assert/strict";
import { createHash, createHmac, getHashes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = process.argv[2] ?? join(HERE, "cases");
const CHUNK = 1 << 20;

// §1: hashes and messages.

const bytesOf = (content) => (typeof content === "string" ? Buffer.from(content, "utf8") : content);
const raw = (alg, ...parts) => parts.reduce((hash, part) => hash.update(bytesOf(part)), createHash(alg)).digest();
const H = (alg, content) => raw(alg, content).toString("hex");
const bytewise = (a, b) => Buffer.compare(bytesOf(a), bytesOf(b));
const keysOf = (alg, seed) => ({
  key: H(alg, `ssj1|obj|${seed}`).slice(0, 32),
  mkey: H(alg, `ssj1|ins|${seed}`).slice(0, 32),
});
const linesOf = (text) => text.split("\n").slice(0, -1);
const pairsOf = (sheet) => Object.fromEntries(linesOf(sheet).slice(1).map((line) => line.split(/=(.*)/s).slice(0, 2)));

function seedMessage({ commit, k, supplement, beacon, codes }) {
  const parties = Object.keys(codes).sort(bytewise);
  return ["ssj1", "seed", commit, k, supplement, beacon, ...parties.map((party) => codes[party])].join("|");
}

function tableHash(alg, lines) {
  if (lines.length <= CHUNK) return H(alg, lines.join(""));
  let list = "";
  for (let at = 0; at < lines.length; at += CHUNK) list += `${H(alg, lines.slice(at, at + CHUNK).join(""))}\n`;
  return H(alg, list);
}

// RFC 9162 §2.1, level by level: the last without a partner moves up as it is.

function root(alg, leaves) {
  if (leaves.length === 0) return H(alg, "");
  let level = leaves.map((leaf) => raw(alg, Buffer.of(0), leaf));
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at + 1 < level.length; at += 2) above.push(raw(alg, Buffer.of(1), level[at], level[at + 1]));
    level = level.length % 2 ? [...above, level.at(-1)] : above;
  }
  return level[0].toString("hex");
}

function leadsTo(alg, { line, index, path }, size) {
  if (!Number.isInteger(index) || index < 0 || index >= size) return null;
  let top = raw(alg, Buffer.of(0), line);
  let rest = [...path];
  for (let at = index, rows = size; rows > 1; at = at >> 1, rows = (rows + 1) >> 1) {
    if (at % 2 === 0 && at + 1 === rows) continue;
    if (rest.length === 0) return null;
    const [sibling, ...others] = rest;
    const pair = [top, Buffer.from(sibling, "hex")];
    top = raw(alg, Buffer.of(1), ...(at % 2 ? pair.reverse() : pair));
    rest = others;
  }
  return rest.length === 0 ? top.toString("hex") : null;
}

function proves({ alg, root: committed, size, inclusion, absent, left, right }) {
  if (inclusion) return leadsTo(alg, inclusion, size) === committed;
  const idOf = (proof) => proof.line.split("\t")[0];
  if (!left && !right) return size === 0 && committed === H(alg, "");
  if (left && (bytewise(idOf(left), absent) >= 0 || leadsTo(alg, left, size) !== committed)) return false;
  if (right && (bytewise(idOf(right), absent) <= 0 || leadsTo(alg, right, size) !== committed)) return false;
  return (left ? left.index + 1 : 0) === (right ? right.index : size);
}

// §4: the draw. Quotas are whole numbers of any size.

function quotaOf({ rounding, rows, ratio, cap }, scalar) {
  const part = (fraction) => fraction.split("/").map(BigInt);
  const [p, q] = part(ratio);
  const rest = (p * BigInt(rows)) % q;
  let number = (p * BigInt(rows)) / q;
  if (rounding === "ceil" && rest > 0n) number += 1n;
  if (rounding === "chance" && scalar && BigInt(`0x${scalar}`) * q < rest << 256n) number += 1n;
  if (cap === null) return number.toString();
  const [c, d] = part(cap);
  const most = (c * BigInt(rows)) / d;
  return (number < most ? number : most).toString();
}

const byTicket = (a, b) => bytewise(a[0], b[0]) || bytewise(a[1], b[1]);

function drawn({ alg, key, tickets, rows, before, quotas }) {
  const left = rows.filter(([id]) => !(before ?? []).includes(id));
  const strata = Object.keys(quotas).sort(bytewise);
  const asked = before === undefined && left.some(([, stratum]) => !strata.includes(stratum));
  const found = { drawn: [], thresholds: [], refused: asked };
  for (const stratum of strata) {
    const ids = left.filter((row) => row[1] === stratum).map(([id]) => id);
    const inside = ids.map((id) => [tickets?.[id] ?? H(alg, `${key}|${id}`), id]);
    const quota = quotas[stratum];
    if (quota < 0 || quota > inside.length) found.refused = true;
    const first = inside.sort(byTicket).slice(0, Math.max(quota, 0));
    found.drawn.push(...first.map((unit) => [stratum, ...unit]));
    found.thresholds.push([stratum, inside.length, quota, first.at(-1)?.[0] ?? "-"]);
  }
  return found;
}

// C99 hex float of a normal positive double.
function hexFloat(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n) - 1023;
  const mantissa = (bits & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  return `0x1.${mantissa}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

function pareto({ alg, key, rows, quota }) {
  const units = rows.map(([id, weight]) => ({ id, weight, ticket: H(alg, `${key}|${id}`) }));
  const sum = (some) => some.reduce((whole, unit) => whole + BigInt(unit.weight), 0n);
  const exact = BigInt(quota) * sum(units) < 1n << 53n;
  if (quota > rows.length || !exact || units.some((unit) => unit.weight < 1)) return { refused: true };
  let [rest, left, certain] = [units, quota, []];
  for (;;) {
    const whole = Number(sum(rest));
    const sure = rest.filter((unit) => left > 0 && (left * unit.weight) / whole >= 1);
    if (sure.length === 0) break;
    certain = certain.concat(sure);
    rest = rest.filter((unit) => !sure.includes(unit));
    left -= sure.length;
  }
  const whole = Number(sum(rest));
  for (const unit of left > 0 ? rest : []) {
    const u = (parseInt(unit.ticket.slice(0, 13), 16) + 0.5) / 2 ** 52;
    unit.share = (left * unit.weight) / whole;
    unit.value = (u * (1 - unit.share)) / (unit.share * (1 - u));
  }
  const pair = (unit) => [unit.ticket, unit.id];
  const ranked = [...rest].sort((a, b) => a.value - b.value || byTicket(pair(a), pair(b))).slice(0, left);
  const hex = (value) => (value === undefined ? null : hexFloat(value));
  return {
    units: units.map((unit) => [unit.ticket, unit.id, hex(unit.share), hex(unit.value)]),
    certain: certain.map((unit) => unit.id).sort(bytewise),
    drawn: [...certain, ...ranked].map(pair).sort(byTicket),
    threshold: hex(ranked.at(-1)?.value) ?? "-",
  };
}

function batches(lines, number) {
  const ids = lines.map(([, ...unit]) => unit).sort(byTicket).map(([, id]) => id);
  const sizes = Array.from({ length: Math.min(number, ids.length) }, (_, run) =>
    Math.floor(ids.length / number) + (run < ids.length % number ? 1 : 0));
  let at = 0;
  return sizes.map((size) => ids.slice(at, (at += size)));
}

// §1, §2: what may stand in a message.

const UNFIT = /[|=\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}|^ | $/u;
const isText = (given) => typeof given === "string" && given !== "";
const isField = (given) => isText(given) && !UNFIT.test(given) && given.normalize("NFC") === given;

const printf = (format, number) => format.replace(/%07d/, () => String(number).padStart(7, "0"));

const CHECKS = {
  batches: (v) => assert.deepEqual(batches(v.drawn, v.batches), v.order),
  bundle(v) {
    const file = (name) => readFileSync(join(FOLDER, "..", v.bundle, name), "utf8");
    assert.equal(H(v.alg, file("manifest.txt")), v.commit);
    for (const { k, ...told } of v.rounds) {
      const { beacon, ...reveal } = pairsOf(file(k ? `reveal.${k}.txt` : "reveal.txt"));
      const named = Object.entries(reveal).filter(([key]) => key.startsWith("code."));
      const codes = Object.fromEntries(named.map(([key, code]) => [key.slice("code.".length), code]));
      const supplement = k ? H(v.alg, file(`supplement.${k}.txt`)) : "-";
      const seed = H(v.alg, seedMessage({ commit: v.commit, k, supplement, beacon, codes }));
      assert.deepEqual({ supplement, seed, ...keysOf(v.alg, seed) }, told);
      assert.equal(reveal.seed, seed);
    }
  },
  chain(v) {
    const codes = [v.secret];
    while (codes.length < v.codes.length) codes.unshift(H(v.alg, `ssj1|chain|${v.party}|${codes[0]}`));
    assert.deepEqual(codes, v.codes);
  },
  commit: (v) => assert.equal(H(v.alg, v.text), v.commit),
  drand(v) {
    const round = Buffer.alloc(8);
    round.writeBigUInt64BE(BigInt(v.round));
    assert.equal(H("sha256", round), v.message);
    assert.equal(H("sha256", Buffer.from(v.signature, "hex")), v.value);
    assert.equal(1692803367 + 3 * (v.round - 1), v.unix_time);
  },
  draw(v) {
    const found = drawn(v);
    assert.equal(found.refused, v.refused ?? false);
    if (!v.refused) assert.deepEqual([found.drawn, found.thresholds], [v.drawn, v.thresholds]);
  },
  field: (v) => assert.equal(isField(v.given), v.accepted),
  hash: (v) => assert.equal(H(v.alg, v.text), v.hash),
  large(v) {
    const ids = Array.from({ length: v.rows }, (_, at) => printf(v.format, at));
    const units = ids.map((id) => `${H(v.alg, `${v.key}|${id}`)}\t${id}\n`);
    const first = units.sort().slice(0, v.quota); // plain ASCII
    assert.equal(first.at(-1).slice(0, 64), v.threshold);
    assert.equal(H(v.alg, first.join("")), v.drawn_hash);
  },
  merkle(v) {
    if (v.lines) return assert.equal(root(v.alg, v.lines), v.root);
    const leaves = v.leaves.map((leaf) => Buffer.from(leaf, "hex"));
    return assert.deepEqual(v.roots.map((_, size) => root(v.alg, leaves.slice(0, size))), v.roots);
  },
  name: (v) => assert.equal(/^[A-Za-z0-9_-]{1,64}$/.test(v.given), v.accepted),
  order: (v) => assert.deepEqual([...v.unsorted].sort(bytewise), v.sorted),
  pareto(v) {
    const { refused, ...found } = pareto(v);
    assert.equal(refused ?? false, v.refused ?? false);
    for (const key of Object.keys(found)) assert.deepEqual(found[key], v[key]);
  },
  proof(v) {
    assert.equal(proves(v), v.accepted);
    if (v.lines) assert.equal(root(v.alg, v.lines), v.root);
  },
  quota(v) {
    assert.equal(quotaOf(v, null), v.promised);
    assert.equal(quotaOf(v, v.scalar), v.quota);
  },
  rfc3797(v) {
    const left = Array.from({ length: v.candidates }, (_, at) => at + 1);
    v.digests.forEach((told, at) => {
      const counter = Buffer.of(at >> 8, at & 255);
      const digest = raw("md5", counter, v.key, counter).toString("hex");
      assert.equal(digest, told);
      assert.equal(left.splice(Number(BigInt(`0x${digest}`) % BigInt(left.length)), 1)[0], v.selected[at]);
    });
  },
  rivest2011(v) {
    const numbers = new Set();
    const width = BigInt(v.last - v.first + 1);
    for (let count = 1; numbers.size < v.numbers.length; count += 1) {
      numbers.add(v.first + Number(BigInt(`0x${H("sha256", `${v.seed},${count}`)}`) % width));
    }
    assert.deepEqual([...numbers], v.numbers);
  },
  round: (v) => CHECKS.draw(v),
  scalar(v) {
    assert.equal(v.message, `ssj1|uni|${v.seed}|${v.label}`);
    assert.equal(H(v.alg, v.message), v.hash);
  },
  seed(v) {
    assert.equal(v.request === null ? "-" : H(v.alg, v.request), v.supplement);
    assert.equal(seedMessage(v), v.message);
    assert.equal(H(v.alg, v.message), v.seed);
    assert.deepEqual(keysOf(v.alg, v.seed), { key: v.key, mkey: v.mkey });
  },
  table(v) {
    const numbered = () => Array.from({ length: v.rows }, (_, at) => printf(v.format, at));
    const lines = v.format ? numbered() : linesOf(v.text).map((line) => `${line}\n`);
    assert.equal(lines.length, v.rows);
    assert.equal(tableHash(v.alg, lines), v.hash);
  },
  ticket(v) {
    assert.equal(v.message, `${v.key}|${v.id}`);
    assert.equal(H(v.alg, v.message), v.ticket);
  },
  vrs(v) {
    const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
    let code = bytesOf(v.secret);
    const codes = v.codes.map(() => (code = raw("sha256", code))).reverse();
    assert.deepEqual(codes.map((one) => one.toString("hex")), v.codes);
    for (const { code: used, first } of v.rankings) {
      const key = hmac(Buffer.from(used, "hex"), v.randomness);
      const ranked = v.labels.map((label) => [hmac(key, `${label}\x01`).toString("hex"), label]).sort(byTicket);
      assert.deepEqual(ranked.slice(0, first.length), first);
    }
  },
};

let failed = 0;
for (const kind of readdirSync(FOLDER).sort()) {
  for (const file of readdirSync(join(FOLDER, kind)).sort()) {
    const vector = JSON.parse(readFileSync(join(FOLDER, kind, file), "utf8"));
    let outcome = "ok";
    if (!(vector.kind in CHECKS)) outcome = "not checked";
    else if (vector.alg && !getHashes().includes(vector.alg)) outcome = "no hash";
    else {
      try {
        CHECKS[vector.kind](vector);
      } catch (error) {
        failed += 1;
        outcome = `FAILED ${JSON.stringify(error.message.slice(0, 300))}`;
      }
    }
    process.stdout.write(`${kind}/${file}: ${outcome}\n`);
  }
}
process.exitCode = failed ? 1 : 0;
