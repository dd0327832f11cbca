// A stand-in for the driver `better-sqlite3` inside the recording process: a database in memory that notes what it is sent.
import { DatabaseSync } from "node:sqlite";
import type { Recorder } from "./relay.ts";
import { type SqliteValue, writePositional } from "./values.ts";

export interface SqliteDriver {
  /** What Knex makes its connections with. */
  readonly driver: new () => object;
  /** Runs statements that are known, unnoted. */
  readonly run: (text: string) => void;
}

export function makeSqliteDriver(recorder: Recorder): SqliteDriver {
  const database = new DatabaseSync(":memory:");
  class Connection {
    prepare(sql: string): object {
      const statement = database.prepare(sql);
      const noting = (values: readonly unknown[]): SqliteValue[] => {
        const inputs = values.map(inputOf);
        recorder.noteSent(writePositional(sql, inputs));
        return inputs;
      };
      return {
        reader: statement.columns().length > 0,
        all: (values: readonly unknown[] = []) => statement.all(...noting(values)),
        run: (values: readonly unknown[] = []) => statement.run(...noting(values)),
      };
    }

    close(): void {}
  }
  return { driver: Connection, run: (text) => database.exec(text) };
}

function inputOf(value: unknown): SqliteValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "string") return value;
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  return JSON.stringify(value);
}
