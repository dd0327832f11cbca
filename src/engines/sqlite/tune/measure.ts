import type { Connection, Row } from "../../connection.ts";
import type { Measured, QueryMeasure } from "../../tune.ts";
import { sourcesIn, splitScript, treeOf } from "../parse.ts";
import { isKeyword, quoteText } from "../tokens.ts";

interface PlanLine {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}
/** Rows of tables, and per index how many rows share the first n of its fields (`sqlite_stat1`). */
interface Statistics {
  readonly rows: ReadonlyMap<string, number>;
  readonly shares: ReadonlyMap<string, readonly number[]>;
}
interface Facts {
  readonly statistics: Statistics;
  /** Names in the plan → tables, all lower case. */
  readonly tables: ReadonlyMap<string, string>;
  readonly hasLimit: boolean;
  readonly hasCondition: boolean;
}

/**
 * Rows that the plan visits, by `EXPLAIN QUERY PLAN` and `sqlite_stat1`: SQLite tells no cost of its own (https://sqlite.org/eqp.html). A row found through an
 * index counts twice, since the table is visited for it; one in an index that holds all that is read counts half.
 */
export async function measureQuery(connection: Connection, query: string): Promise<Measured> {
  const tried = await connection.tryQuery(query);
  if (tried.kind === "fails") return tried;
  const statistics = await readStatistics(connection);
  let cost = 0;
  const whole = new Set<string>();
  let sorts = 0;
  for (const statement of splitScript(query, 1)) {
    const { tokens } = treeOf(statement);
    const lines = (await connection.query(`EXPLAIN QUERY PLAN ${statement.text}`)).map(lineOf);
    const tables = new Map(
      sourcesIn(tokens).flatMap(({ table, alias }) => [
        [alias.toLowerCase(), table.toLowerCase()] as const,
        [table.toLowerCase(), table.toLowerCase()] as const,
      ]),
    );
    const facts: Facts = {
      statistics,
      tables,
      hasLimit: tokens.some((token) => isKeyword(token, "limit")),
      hasCondition: tokens.some((token) => isKeyword(token, "where", "on")),
    };
    cost += weighLevel(lines, 0, facts, 1);
    sorts += lines.filter(({ detail }) => detail.startsWith("USE TEMP B-TREE")).length;
    for (const { detail } of lines) {
      const scanned = /^SCAN (\S+)(?: VIRTUAL.*)?$/.exec(detail)?.[1]?.toLowerCase();
      const table = scanned === undefined ? undefined : tables.get(scanned);
      if (table !== undefined) whole.add(table);
    }
  }
  const measure: QueryMeasure = { cost, whole: [...whole].sort(), sorts, plan: tried.plan };
  return { kind: "measured", measure };
}

function lineOf(row: Row): PlanLine {
  return { id: Number(row["id"]), parent: Number(row["parent"]), detail: String(row["detail"]) };
}

async function readStatistics(connection: Connection): Promise<Statistics> {
  const [known] = await connection.query("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'sqlite_stat1'");
  const rows = new Map<string, number>();
  const shares = new Map<string, readonly number[]>();
  for (const [label, size] of Object.entries(await connection.sizes()))
    rows.set(label.replaceAll('"', "").toLowerCase(), size.rowsEstimated ?? 0);
  if (Number(known?.["n"] ?? 0) === 0) return { rows, shares };
  for (const row of await connection.query("SELECT idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL")) {
    const numbers = String(row["stat"]).split(" ").map(Number).filter(Number.isFinite);
    shares.set(String(row["idx"]).toLowerCase(), numbers);
  }
  return { rows, shares };
}

/** Loops of one level stand inside each other, in the order of their lines; what lies below a line is done for each of its rows, or once. */
function weighLevel(lines: readonly PlanLine[], parent: number, facts: Facts, times: number): number {
  const own = lines.filter((line) => line.parent === parent);
  const isSorted = own.some(({ detail }) => detail.startsWith("USE TEMP B-TREE FOR ORDER BY"));
  let outer = times;
  let cost = 0;
  for (const line of own) {
    const { detail } = line;
    if (/^(?:SCAN|SEARCH) /.test(detail)) {
      const visit = visitOf(detail, facts);
      // Whoever takes the first rows of an order that is there already stops early.
      const part = !facts.hasLimit || isSorted ? 1 : detail.startsWith("SCAN") && facts.hasCondition ? 0.5 : 0.1;
      cost += outer * visit.cost * part;
      outer = Math.max(1, outer * visit.rows);
    } else if (detail.startsWith("USE TEMP B-TREE")) cost += outer * Math.log2(outer + 2) * 0.5;
    const isRepeated = detail.startsWith("CORRELATED");
    cost += weighLevel(lines, line.id, facts, isRepeated ? outer : 1);
  }
  return cost;
}

function visitOf(detail: string, facts: Facts): { readonly rows: number; readonly cost: number } {
  const name = /^(?:SCAN|SEARCH) (\S+)/.exec(detail)?.[1]?.toLowerCase() ?? "";
  const rows = facts.statistics.rows.get(facts.tables.get(name) ?? name) ?? 1;
  const index = /USING (?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX (\S+)/.exec(detail)?.[1]?.toLowerCase();
  const perRow = detail.includes("COVERING INDEX") ? 0.5 : index === undefined ? 1 : 2;
  const compared = /\((.*)\)\s*(?:LEFT-JOIN)?$/.exec(detail)?.[1] ?? "";
  const equal = (compared.match(/=\?/g) ?? []).length;
  const bounds = (compared.match(/[<>]\?/g) ?? []).length;
  const search = Math.log2(rows + 2) * 0.5;
  const shares = index === undefined ? undefined : facts.statistics.shares.get(index);
  const total = Math.min(rows, shares?.[0] ?? rows);
  if (detail.startsWith("SCAN")) return { rows: total, cost: total * perRow };
  if (detail.includes("AUTOMATIC")) return { rows: 2, cost: rows + search };
  if (index === undefined)
    return bounds > 0
      ? { rows: rows / 4 ** Math.min(bounds, 2), cost: rows / 4 ** Math.min(bounds, 2) + search }
      : { rows: 1, cost: 1 + search };
  const skipped = (compared.match(/\bANY\(/g) ?? []).length;
  if (skipped > 0) return skipScan(total, shares ?? [], skipped, { equal, bounds, perRow, search });
  const shared = equal === 0 ? total : (shares?.[equal] ?? Math.max(1, rows / 10 ** equal));
  const found = Math.max(1, shared / 4 ** Math.min(bounds, 2));
  return { rows: found, cost: found * perRow + search };
}

/** An index whose first fields are not compared is entered once for each of their values (https://sqlite.org/optoverview.html#skipscan). */
function skipScan(
  total: number,
  shares: readonly number[],
  skipped: number,
  look: { readonly equal: number; readonly bounds: number; readonly perRow: number; readonly search: number },
): { readonly rows: number; readonly cost: number } {
  const entries = Math.max(1, total / Math.max(1, shares[skipped] ?? 1));
  const each = look.equal === 0 ? (shares[skipped] ?? 1) : (shares[skipped + look.equal] ?? 1);
  const rows = Math.min(total, Math.max(1, (entries * each) / 4 ** Math.min(look.bounds, 2)));
  return { rows, cost: entries * look.search + rows * look.perRow };
}

/** Bytes of an index, by `dbstat`. */
export async function sizeOfIndex(connection: Connection, name: string): Promise<number> {
  const [row] = await connection.query(`SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = ${quoteText(name)}`);
  return Number(row?.["bytes"] ?? 0);
}
