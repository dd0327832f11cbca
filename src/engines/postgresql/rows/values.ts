import type { Column } from "./catalog.ts";
import { type Hints } from "./hints.ts";
import { sampleLike, sampleRegex } from "./pattern-sample.ts";
import { quoteText } from "./quoting.ts";
import type { Random } from "./random.ts";

/** How bold a value is: `tame` is small and distinct, `wild` explores, `extreme` is the largest that the type holds. */
export type Mood = "tame" | "wild" | "extreme";

/** An SQL expression for a value of a column, or null when nothing is known of its type. `turn` makes values distinct. */
export function makeValue(column: Column, hints: Hints, mood: Mood, turn: number, random: Random): string | null {
  if (column.labels.length > 0)
    return cast(
      column.labels[mood === "extreme" ? column.labels.length - 1 : (turn + random.below(2)) % column.labels.length] ?? "",
      column,
    );
  if (mood !== "extreme" && random.below(10) < 8) {
    const hinted = fromHints(column, hints, turn, random);
    if (hinted !== null) return hinted;
  }
  const text = makeText(column, mood, turn, random);
  return text === null ? null : cast(text, column);
}

function cast(text: string, column: Column): string {
  return `${quoteText(text)}::${column.type}`;
}

const integers: Readonly<Record<string, bigint>> = { smallint: 32767n, integer: 2147483647n, bigint: 9223372036854775807n };

function fromHints(column: Column, hints: Hints, turn: number, random: Random): string | null {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[(turn + random.below(items.length)) % Math.max(1, items.length)];
  if (isNumber(column)) {
    const number = pick(hints.numbers);
    if (number === undefined) return null;
    const other = pick(hints.numbers) ?? number;
    const near = [number + 1 + random.below(5), number, number - 1, (number + other) / 2, number + turn][random.below(5)] ?? number;
    return cast(String(column.base in integers ? Math.trunc(near) : near), column);
  }
  if (isText(column)) {
    const options: string[] = [...hints.texts];
    for (const regex of hints.regexes) options.push(sampleRegex(regex, random), sampleRegex(regex, random));
    for (const like of hints.likes) options.push(sampleLike(like, turn));
    if (hints.texts.length === 0 && hints.regexes.length === 0)
      for (const number of hints.numbers)
        for (const length of [number, number + 1, number - 1]) if (length >= 0 && length < 5000) options.push(wordOf(length, turn));
    const text = pick(options);
    return text === undefined ? null : cast(text, column);
  }
  if (/^(?:date|timestamp)/.test(column.base)) {
    const text = pick(hints.texts.filter((candidate) => /^\d{4}-/.test(candidate)));
    if (text === undefined) return null;
    return `(${quoteText(text)}::timestamptz + interval '${random.below(40)} days' * ${random.below(2)} - interval '${random.below(5)} days' * ${random.below(2)})::${column.type}`;
  }
  return null;
}

/** A word of exactly `length` characters, distinct by `turn` where it is long enough. */
function wordOf(length: number, turn: number): string {
  const tail = String(turn);
  return tail.length >= length ? tail.slice(tail.length - length) : `${"x".repeat(length - tail.length)}${tail}`;
}

function isNumber(column: Column): boolean {
  return column.base in integers || /^(?:numeric|real|double precision|money)$/.test(column.base);
}
function isText(column: Column): boolean {
  return /^(?:text|character varying|character|citext|name|bpchar|public\.citext)$/.test(column.base);
}

function makeText(column: Column, mood: Mood, turn: number, random: Random): string | null {
  const { base } = column;
  if (base.endsWith("[]")) return makeArray(column, mood, turn, random);
  const limit = integers[base];
  if (limit !== undefined) return makeInteger(limit, mood, turn, random);
  if (isText(column)) return makeWord(column, mood, turn, random);
  if (base === "numeric") return makeDecimal(column.modifier, mood, turn, random);
  const made = simple[base]?.(mood, turn, random);
  if (made !== undefined) return made;
  if (/^bit( varying)?$/.test(base)) return "10110011".repeat(8).slice(0, Number(/\d+/.exec(column.modifier)?.[0] ?? 1));
  if (base.endsWith("range")) return makeRange(base, turn);
  return null;
}

function makeInteger(limit: bigint, mood: Mood, turn: number, random: Random): string {
  if (mood === "extreme") return String(limit - BigInt(turn));
  if (mood === "tame") return String(turn + 1);
  return String(
    [BigInt(turn + 1), BigInt(random.below(100)), limit - BigInt(turn), BigInt(-turn), 0n, BigInt(1000 + turn)][random.below(6)] ?? 0n,
  );
}

function makeDecimal(modifier: string, mood: Mood, turn: number, random: Random): string {
  const [precision, scale] = [...modifier.matchAll(/-?\d+/g)].map((match) => Number(match[0]));
  const fraction = Math.max(0, scale ?? (precision === undefined ? 6 : 0));
  const whole = Math.min(precision === undefined ? 20 : precision - (scale ?? 0), 30);
  const decimals = fraction === 0 ? "" : `.${"0".repeat(Math.max(0, fraction - 1))}5`;
  if (mood === "extreme" || (mood === "wild" && random.below(5) === 0))
    return `${"9".repeat(Math.max(1, whole)).slice(0, Math.max(0, whole)) || "0"}${decimals}`;
  const limit = 10 ** Math.min(9, Math.max(0, whole));
  const number = mood === "wild" && random.below(2) === 0 ? random.below(20) : turn + 1;
  return `${number % Math.max(1, limit)}${decimals}`;
}

function makeWord(column: Column, mood: Mood, turn: number, random: Random): string {
  const limit =
    column.modifier === ""
      ? column.base === "character"
        ? 1
        : column.base === "name"
          ? 63
          : 400
      : Number(/\d+/.exec(column.modifier)?.[0] ?? 1);
  const options =
    mood === "extreme"
      ? [wordOf(limit, turn)]
      : mood === "tame"
        ? [`value ${turn}`, `v${turn}`]
        : [
            `value ${turn}`,
            `name${turn}@example.com`,
            `Ünïcode ${turn} 'quoted' "too"`,
            wordOf(limit, turn),
            "",
            `first${turn} last${turn}`,
            `${1000 + turn}`,
            `lower_${turn}`,
            `UPPER${turn}`,
          ];
  const text = options[mood === "tame" ? 0 : random.below(options.length)] ?? "";
  return text.length <= limit ? text : wordOf(limit, turn);
}

function makeArray(column: Column, mood: Mood, turn: number, random: Random): string | null {
  const element: Column = { ...column, base: column.base.replace(/(?:\[\])+$/, ""), labels: [] };
  const item = makeText(element, mood, turn, random);
  if (item === null || (mood === "wild" && random.below(4) === 0)) return "{}";
  return `{"${item.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"}`;
}

function makeRange(base: string, turn: number): string {
  if (/^(?:date|ts|tstz)(?:multi)?range$/.test(base)) {
    const range = `[${dayOf(turn)},${dayOf(turn + 1)})`;
    return base.includes("multi") ? `{${range}}` : range;
  }
  const range = `[${turn * 10},${turn * 10 + 5})`;
  return base.includes("multi") ? `{${range}}` : range;
}

function dayOf(turn: number): string {
  return new Date(Date.UTC(2020, 0, 1) + turn * 86_400_000).toISOString().slice(0, 10);
}

type Maker = (mood: Mood, turn: number, random: Random) => string;
const moment: Maker = (mood, turn) =>
  mood === "tame" ? `${dayOf(turn)} 12:00:00` : `${dayOf(turn * 37)} 23:59:59.${String(123_456 + turn).slice(0, 6)}`;
const simple: Readonly<Record<string, Maker>> = {
  boolean: (_, turn, random) => ((turn + random.below(2)) % 2 === 0 ? "true" : "false"),
  real: (mood, turn) => (mood === "tame" ? String(turn + 0.5) : String(turn * 1.25e6)),
  "double precision": (mood, turn) => (mood === "tame" ? String(turn + 0.5) : String(turn * 1.25e20 + 0.1)),
  money: (_, turn) => `${turn}.50`,
  date: (mood, turn) => (mood === "tame" ? dayOf(turn) : dayOf(turn * 37)),
  "timestamp without time zone": moment,
  "timestamp with time zone": (mood, turn, random) => `${moment(mood, turn, random)}+00`,
  "time without time zone": (_, turn) => `${String(turn % 24).padStart(2, "0")}:30:15.5`,
  "time with time zone": (_, turn) => `${String(turn % 24).padStart(2, "0")}:30:15.5+00`,
  interval: (_, turn) => `${turn + 1} days 02:03:04`,
  uuid: (_, turn) => `00000000-0000-4000-8000-${String(turn + 1).padStart(12, "0")}`,
  json: (mood, turn) => (mood === "tame" ? `{"turn": ${turn}}` : `{"turn": ${turn}, "list": [1, null, "é"]}`),
  jsonb: (_, turn, random) => [`{"turn": ${turn}}`, "[]", "{}", `{"turn": ${turn}, "list": [1, null, "é"]}`][random.below(4)] ?? "{}",
  bytea: (_, turn) => `\\x${(turn % 256).toString(16).padStart(2, "0")}ff00`,
  inet: (_, turn) => `10.0.${turn % 200}.1`,
  cidr: (_, turn) => `10.0.${turn % 200}.0/24`,
  macaddr: (_, turn) => `08:00:2b:01:02:${(turn % 256).toString(16).padStart(2, "0")}`,
  macaddr8: (_, turn) => `08:00:2b:01:02:03:04:${(turn % 256).toString(16).padStart(2, "0")}`,
  tsvector: (_, turn) => `word${turn} other`,
  tsquery: (_, turn) => `word${turn}`,
  xml: (_, turn) => `<a>${turn}</a>`,
  point: (_, turn) => `(${turn},1)`,
  box: (_, turn) => `((${turn},1),(0,0))`,
  circle: (_, turn) => `<(${turn},1),2>`,
  lseg: (_, turn) => `[(${turn},1),(0,0)]`,
  line: () => "{1,2,3}",
  path: (_, turn) => `[(${turn},1),(0,0)]`,
  polygon: (_, turn) => `((${turn},1),(0,0),(1,1))`,
  oid: (_, turn) => String(turn + 1),
  hstore: (_, turn) => `turn=>${turn}`,
  ltree: (_, turn) => `top.n${turn}`,
  '"char"': () => "a",
};
