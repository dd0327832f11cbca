// A stand-in for the driver `pg` inside the recording process: it notes what is sent, and hands it to whoever answers.
import { EventEmitter } from "node:events";
import { callbackify } from "node:util";
import pg from "pg";
import { isControl } from "./code-file.ts";
import type { SentStatement } from "./protocol.ts";
import { writeValues } from "./values.ts";

export interface RelayResult {
  /** Values as the server writes them, in the order of the fields. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly command: string;
  readonly rowCount: number;
}
export type AnswerQuery = (text: string) => Promise<readonly RelayResult[]>;

const noRows: RelayResult = { rows: [], fields: [], command: "", rowCount: 0 };
/** Questions about the server itself: their answers are the same wherever the migration runs. */
const aboutServer =
  /^\s*(?:pragma\s|select\s+(?:\*\s+from\s+)?(?:version\(\)|current_schema|current_database)|show\s|set\s+(?:session|local|client_encoding|time zone))/i;
const aboutCatalogue = /\b(?:information_schema|pg_catalog|pg_[a-z]+|sqlite_(?:master|schema))\b/i;

/** Notes what is sent between start and stop. `site` gives the line of the migration on the call stack, or 0. */
export class Recorder {
  statements: SentStatement[] = [];
  reads: string[] = [];
  #isOn = false;
  #line = 0;
  readonly #answer: AnswerQuery;
  readonly #site: () => number;

  constructor(answer: AnswerQuery, site: () => number) {
    this.#answer = answer;
    this.#site = site;
  }

  start(): void {
    this.statements = [];
    this.reads = [];
    this.#isOn = true;
  }

  /** The line where what is sent next was asked for; 0: the call stack is asked. */
  atLine(line: number): void {
    this.#line = line;
  }

  stop(): void {
    this.#isOn = false;
  }

  async send(text: string, values: readonly unknown[]): Promise<readonly RelayResult[]> {
    const sent = values.length === 0 ? text : writeValues(text, values);
    if (this.#isOn) this.note(sent);
    const results = await this.#answer(sent);
    return results.length === 0 ? [noRows] : results;
  }

  /** What was sent past this driver. */
  noteSent(text: string): void {
    if (this.#isOn) this.note(text);
  }

  private note(text: string): void {
    const isQuery = /^\s*(?:(?:select|show|with|table|values)\b|pragma\s+\w+\s*(?:\(|;?\s*$))/i.test(text);
    const isSetting = /\bset_config\s*\(|\bsetval\s*\(/i.test(text);
    if (isQuery && !isSetting && (aboutCatalogue.test(text) || aboutServer.test(text))) {
      if (!aboutServer.test(text)) this.reads.push(text);
      return;
    }
    if ((isQuery && !isSetting) || (/\breturning\b/i.test(text) && !isControl(text))) this.reads.push(text);
    this.statements.push({ text, line: this.#line === 0 ? this.#site() : this.#line });
  }
}

type Callback = (error: Error | null, result?: unknown, release?: () => void) => void;
interface QueryConfig {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode?: string;
}

type TypeParser = (value: string) => unknown;
interface Types {
  readonly getTypeParser: (type: number, format: "text") => TypeParser;
}

function toPg(result: RelayResult, rowMode: string | undefined, types: Types): unknown {
  const parsers = result.fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, "text"));
  const lists = result.rows.map((row) => row.map((value, index) => (value === null ? null : (parsers[index]?.(value) ?? value))));
  const byName = (row: readonly unknown[]): Readonly<Record<string, unknown>> => {
    const named: Record<string, unknown> = {};
    for (const [index, { name }] of result.fields.entries()) named[name] = row[index];
    return named;
  };
  const rows = rowMode === "array" ? lists : lists.map(byName);
  return { ...result, rows };
}

function typesIn(config: unknown): Types {
  const given: unknown = typeof config === "object" && config !== null && "types" in config ? config.types : undefined;
  const isTypes = typeof given === "object" && given !== null && "getTypeParser" in given && typeof given.getTypeParser === "function";
  return isTypes ? (given as Types) : pg.types;
}

/** The parts of the driver's interface that Knex, node-pg-migrate, TypeORM and Sequelize use. */
export function makeDriver(recorder: Recorder): Readonly<Record<string, unknown>> {
  class Client extends EventEmitter {
    readonly connection = new EventEmitter();
    readonly processID = 1;
    readonly #types: Types;

    constructor(config?: unknown) {
      super();
      this.#types = typesIn(config);
    }

    connect(callback?: Callback): Promise<this> | undefined {
      if (callback === undefined) return Promise.resolve(this);
      queueMicrotask(() => callback(null, this, () => undefined));
      return undefined;
    }

    query(query: string | QueryConfig, second?: readonly unknown[] | Callback, third?: Callback): unknown {
      const { text, values, rowMode } = typeof query === "string" ? { text: query, values: undefined, rowMode: undefined } : query;
      const given = typeof second === "function" ? values : (second ?? values);
      const callback = typeof second === "function" ? second : third;
      const work = recorder.send(text, given ?? []).then((results) => {
        const all = results.map((result) => toPg(result, rowMode, this.#types));
        return all.length === 1 ? all[0] : all;
      });
      if (callback === undefined) return work;
      callbackify(() => work)(callback);
      return undefined;
    }

    end(callback?: () => void): Promise<void> {
      if (callback !== undefined) queueMicrotask(callback);
      return Promise.resolve();
    }

    release(): void {}
    ref(): void {}
    unref(): void {}
    escapeIdentifier(name: string): string {
      return `"${name.replaceAll('"', '""')}"`;
    }
  }
  class Pool extends Client {}
  return { Client, Pool, types: pg.types, defaults: pg.defaults };
}
