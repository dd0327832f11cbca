import { printName } from "../../../model/name.ts";
import type { Connection } from "../../connection.ts";
import type { Measured } from "../../tune.ts";
import { majorOf } from "../connection/open.ts";
import { readRows, ServerError, type Session, toStatementError } from "../connection/session.ts";
import { readApplicationSql } from "../parse/mentions.ts";
import { isTree, listOf, textOf, type Tree, unwrap } from "../parse/tree.ts";
import { ownConnection } from "../rows/own-session.ts";

/** Total planner cost of a text's statements, and what they read from end to end. Parameters stay open: the plan is the generic one. */
export async function measureQuery(connection: Connection, query: string): Promise<Measured> {
  const own = ownConnection(connection);
  const read = await readApplicationSql(query);
  if (read === null) return { kind: "fails", error: { message: "This is not a statement that PostgreSQL can parse.", code: "42601" } };
  const texts = read.statements
    .filter((statement) => /^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(unwrap(statement.tree)?.kind ?? ""))
    .map((statement) => read.text.slice(statement.start, statement.end));
  let cost = 0;
  let sorts = 0;
  const whole = new Set<string>();
  try {
    for (const text of texts) {
      const plan = await explain(own.session, text, Number(majorOf(own.server.version)));
      cost += typeof plan["Total Cost"] === "number" ? plan["Total Cost"] : 0;
      sorts += collect(plan, whole);
    }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { kind: "fails", error: toStatementError(error) };
  }
  const tried = await connection.tryQuery(query);
  if (tried.kind === "fails") return tried;
  return { kind: "measured", measure: { cost, whole: [...whole].sort(), sorts, plan: tried.plan } };
}

/** Settings that make the planner choose by itself what it would choose for many rows: no parallel workers, no compilation. */
const plainPlanner = "set local max_parallel_workers_per_gather = 0; set local jit = off";

async function explain(session: Session, text: string, major: number): Promise<Tree> {
  await session.run("begin read only");
  try {
    await session.run(plainPlanner);
    if (major >= 16 || !/\$\d/.test(text))
      return planOf(await readRows(session, `${major >= 16 ? "explain (generic_plan, " : "explain ("}verbose, format json) ${text}`));
    const count = Math.max(...[...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
    await session.run(`prepare dblead_measure as ${text}`);
    try {
      await session.run("set local plan_cache_mode = force_generic_plan");
      const nulls = Array.from({ length: count }, () => "null").join(", ");
      return planOf(await readRows(session, `explain (verbose, format json) execute dblead_measure(${nulls})`));
    } finally {
      await session.run("deallocate dblead_measure").catch(() => undefined);
    }
  } finally {
    await session.run("rollback");
  }
}

function planOf(rows: readonly Readonly<Record<string, unknown>>[]): Tree {
  const answer = Object.values(rows[0] ?? {})[0];
  const value: unknown = typeof answer === "string" ? JSON.parse(answer) : answer;
  const [first] = listOf(value);
  return isTree(first) && isTree(first["Plan"]) ? first["Plan"] : {};
}

/** Notes what is read from end to end; answers how many sorts there are. */
function collect(node: Tree, found: Set<string>): number {
  if (textOf(node["Node Type"]) === "Seq Scan") found.add(printName([textOf(node["Schema"]), textOf(node["Relation Name"])]));
  let sorts = textOf(node["Node Type"]).endsWith("Sort") ? 1 : 0;
  for (const inner of listOf(node["Plans"])) if (isTree(inner)) sorts += collect(inner, found);
  return sorts;
}
