import { LeadError } from "../../../model/error.ts";
import { type Evidence, weakerLevel } from "../../../model/evidence.ts";
import type { Script } from "../../../model/migration.ts";
import { printName } from "../../../model/name.ts";
import type { Check } from "../../../model/plan.ts";
import type { StatementTrace } from "../../../model/review.ts";
import type { Schema, Sizes } from "../../../model/schema.ts";
import type { CheckOutcome, Connection, ProbeOutcome, Row, ScriptOutcome, ServerFacts } from "../../connection.ts";
import { parsePostgresql, refuseDangerous } from "../parse.ts";
import { readApplicationSql } from "../parse/mentions.ts";
import { unwrap } from "../parse/tree.ts";
import { type Execution, executeScript } from "./execute.ts";
import { makeMemo, type StateMemo } from "./memo.ts";
import { readRows, ServerError, type Session, toLeadError, toStatementError } from "./session.ts";

export interface ConnectionParts {
  readonly session: Session;
  readonly server: ServerFacts;
  /** The target's major version, when known: another one caps evidence at `planned`. */
  readonly targetVersion: string | null;
  /** Where the rows come from. */
  readonly rows: Evidence["rows"];
  readonly access: "read-only" | "read-write";
  readonly elevate: Execution["elevate"];
  readonly watch: Execution["watch"];
  readonly prepare: Execution["prepare"];
  /** For a private database: what was read of the state that it is in. Null: others may write to it. */
  readonly memo: StateMemo | null;
  readonly dispose: () => Promise<void>;
}

const sizesQuery = `
select n.nspname as schema, c.relname as name, c.reltuples::pg_catalog.float8 as rows,
       pg_catalog.pg_total_relation_size(c.oid) as bytes
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'm', 'p')
   and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`;

/** One session as the engine contract sees it. */
export class PostgresqlConnection implements Connection {
  readonly server: ServerFacts;
  readonly session: Session;
  rowsFrom: Evidence["rows"];
  memo: StateMemo | null;
  /** Told of each statement of a script before it runs. */
  onStatement: Execution["begins"] = null;
  private readonly parts: ConnectionParts;

  constructor(parts: ConnectionParts) {
    this.parts = parts;
    this.server = parts.server;
    this.session = parts.session;
    this.rowsFrom = parts.rows;
    this.memo = parts.memo;
  }

  /** To be called before anything is written by another way than {@link execute}: what was read before says nothing any more. */
  forget(): void {
    if (this.memo !== null) this.memo = makeMemo();
  }

  async introspect(): Promise<Schema> {
    const { memo } = this;
    if (memo === null) return this.readSchema();
    const reading = memo.schema ?? this.readSchema();
    memo.schema = reading;
    reading.catch(() => {
      if (memo.schema === reading) memo.schema = null;
    });
    return reading;
  }

  private async readSchema(): Promise<Schema> {
    try {
      const { introspectPostgresql } = await import("../introspect.ts");
      return await this.inReadOnly(() => introspectPostgresql((sql) => readRows(this.session, sql)));
    } catch (error) {
      throw toLeadError(error, "The schema could not be read");
    }
  }

  async sizes(): Promise<Sizes> {
    const rows = await this.inReadOnly(() => readRows(this.session, sizesQuery)).catch((error: unknown) => {
      throw toLeadError(error, "Sizes could not be read");
    });
    return Object.fromEntries(
      rows.map((row) => {
        const count = Number(row["rows"]);
        // −1 means never analysed: unknown, not empty.
        return [
          printName([String(row["schema"]), String(row["name"])]),
          { ...(count < 0 ? {} : { rowsEstimated: count }), sizeBytes: Number(row["bytes"]) },
        ];
      }),
    );
  }

  async execute(script: Script, tracing: "traced" | "untraced" = "traced"): Promise<ScriptOutcome> {
    if (this.parts.access === "read-only") throw new LeadError("statement-refused", "This session is read-only: it runs no scripts.");
    const { session, elevate, watch, prepare } = this.parts;
    const { memo } = this;
    this.forget();
    const outcome = await executeScript(
      { session, elevate, watch, prepare, tracing, begins: this.onStatement, evidence: this.evidence() },
      script,
    );
    await this.askKnownQuestion();
    if (changedNothing(outcome, tracing)) this.memo = memo;
    return outcome;
  }

  async query(text: string): Promise<readonly Row[]> {
    const statements = await parsePostgresql({ file: "query", line: 1, text, transaction: "none" });
    for (const statement of statements) {
      const why = refuseDangerous(statement) ?? (isReading(statement.tree) ? null : "it is not a query");
      if (why !== null) throw new LeadError("statement-refused", `The query may not run: ${why}.`);
    }
    return this.inReadOnly(() => readRows(this.session, text)).catch((error: unknown) => {
      throw toLeadError(error, "The query failed");
    });
  }

  async tryQuery(text: string): Promise<Awaited<ReturnType<Connection["tryQuery"]>>> {
    const read = await readApplicationSql(text);
    if (read === null) return { kind: "fails", error: { message: "This is not a statement that PostgreSQL can parse.", code: "42601" } };
    const plans: string[] = [];
    for (const statement of read.statements) {
      const kind = unwrap(statement.tree)?.kind ?? "";
      if (!/^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(kind)) continue;
      try {
        plans.push(await this.explain(read.text.slice(statement.start, statement.end)));
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        // A parameter whose type nothing tells: names and columns were resolved before.
        if (error.code !== "42P18") return { kind: "fails", error: toStatementError(error) };
      }
    }
    return { kind: "runs", plan: plans.join("\n") };
  }

  async check(check: Check): Promise<CheckOutcome> {
    try {
      return await this.inReadOnly(() => this.ask(check));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return { kind: "error", error: toStatementError(error) };
    }
  }

  async probe(insert: string, checks: readonly Check[]): Promise<ProbeOutcome> {
    await this.session.run("begin");
    try {
      // Deferred constraints speak at once: the rows would be committed otherwise.
      await this.session.run(`${insert};\nset constraints all immediate`);
      const answers: CheckOutcome[] = [];
      for (const check of checks) {
        await this.session.run("savepoint dblead_check");
        answers.push(await this.ask(check).catch((error: unknown) => asCheckError(error)));
        await this.session.run("rollback to savepoint dblead_check");
      }
      return { kind: "asked", answers };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return { kind: "refused", error: toStatementError(error) };
    } finally {
      await this.session.run("rollback");
    }
  }

  private async ask(check: Check): Promise<CheckOutcome> {
    const rows = await readRows(this.session, check.query);
    if (check.expects === "no-rows") return rows.length === 0 ? { kind: "passed" } : { kind: "failed", count: rows.length };
    const first = rows.length === 1 ? Object.values(rows[0] ?? {})[0] : false;
    return first === true ? { kind: "passed" } : { kind: "failed", count: 1 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.parts.dispose();
  }

  private evidence(): Evidence {
    const { server, targetVersion } = this.parts;
    const other = targetVersion !== null && majorOf(targetVersion) !== majorOf(server.version);
    const facts: Evidence = {
      level: "executed",
      server: `${server.flavour} ${server.version}`,
      rows: this.rowsFrom,
      concurrency: "alone",
      facts: [],
    };
    if (!other) return facts;
    return {
      ...facts,
      level: weakerLevel("executed", "planned"),
      limits: `Ran on ${server.flavour} ${server.version}; the target is version ${targetVersion}.`,
    };
  }

  private async explain(text: string): Promise<string> {
    const prefix = Number(majorOf(this.server.version)) >= 16 ? "explain (generic_plan)" : "explain";
    await this.session.run("begin read only");
    try {
      const rows =
        Number(majorOf(this.server.version)) >= 16 || !/\$\d/.test(text)
          ? await readRows(this.session, `${prefix} ${text}`)
          : await this.explainPrepared(text);
      return rows.map((row) => String(Object.values(row)[0])).join("\n");
    } finally {
      await this.session.run("rollback");
    }
  }

  private async explainPrepared(text: string): Promise<readonly Row[]> {
    const count = Math.max(...[...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
    const nulls = Array.from({ length: count }, () => "null").join(", ");
    await this.session.run(`prepare dblead_probe as ${text}`);
    try {
      await this.session.run("set local plan_cache_mode = force_generic_plan");
      return await readRows(this.session, `explain execute dblead_probe(${nulls})`);
    } finally {
      await this.session.run("deallocate dblead_probe").catch(() => undefined);
    }
  }

  private async inReadOnly<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.session.run("begin isolation level repeatable read read only");
    try {
      return await work();
    } finally {
      await this.session.run("rollback");
    }
  }

  /** A server that a statement has thrown off answers nothing, or success without rows. */
  private async askKnownQuestion(): Promise<void> {
    const rows = await readRows(this.session, "select 1 = 1 as answer");
    if (rows.length !== 1 || rows[0]?.["answer"] !== true)
      throw new LeadError("shadow-failed", "The server no longer answers what it is asked; what it answered since is worthless.");
  }
}

function asCheckError(error: unknown): CheckOutcome {
  if (!(error instanceof ServerError)) throw error;
  return { kind: "error", error: toStatementError(error) };
}

/** A traced script of reads and writes alone that, by the server's counters and catalogue, wrote and changed nothing. */
function changedNothing({ statements, error }: ScriptOutcome, tracing: "traced" | "untraced"): boolean {
  return tracing === "traced" && error === null && statements.every(isQuiet);
}

const leading = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/;
function isQuiet(trace: StatementTrace): boolean {
  const [word = ""] = /^\w+/.exec(trace.text.replace(leading, "").toLowerCase()) ?? [];
  if (word === "begin" || word === "commit") return true;
  return (
    ["do", "select", "insert", "update", "delete", "merge", "with"].includes(word) &&
    trace.rewrites.length + trace.created.length + trace.altered.length + trace.dropped.length === 0 &&
    trace.access !== undefined &&
    trace.access.every(({ inserted, updated, deleted }) => inserted + updated + deleted === 0) &&
    (trace.unobserved ?? []).every((text) => !text.startsWith("rows"))
  );
}

export function majorOf(version: string): string {
  return /^\d+/.exec(version)?.[0] ?? version;
}

/** Rows come back and nothing is ended: a COMMIT would leave the read-only transaction. */
function isReading(tree: unknown): boolean {
  return /^(?:SelectStmt|ExplainStmt|VariableShowStmt)$/.test(unwrap(tree)?.kind ?? "");
}
