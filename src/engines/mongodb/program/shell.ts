// A stand-in for the shell (https://www.mongodb.com/docs/mongodb-shell/reference/methods/): its methods as the commands that they are, one after the other.
import { Script } from "node:vm";
import type { ProgramRequest } from "./protocol.ts";
import { type Driver, type Plain, ShellLink } from "./shell-link.ts";
import { openClient, openDatabase } from "./shell-objects.ts";

/** Runs a script of the shell. `note` is told the line of each request. Throws what the script throws. */
export async function runShell(request: ProgramRequest, driver: Driver, note: (id: number, line: number) => void): Promise<void> {
  const link = new ShellLink(request, driver, note);
  for (const [name, value] of Object.entries({ ...valuesOf(driver), ...surroundingsOf(link, request) }))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  // The script's lines are the file's: what is put around it stands on the first and the last of them.
  const code = /\bawait\b/.test(request.text) ? `(async () => {${request.text}\n})()` : request.text;
  try {
    await new Script(code, { filename: request.path }).runInThisContext();
  } finally {
    await link.close();
  }
}

/** The shell lets values be made with and without `new`. */
function valuesOf({ BSON }: Driver): Plain {
  const callable = (make: object): unknown =>
    new Proxy(make, { apply: (target, _, args) => Reflect.construct(target as new () => object, args) as object });
  return {
    ObjectId: callable(BSON.ObjectId),
    ISODate: (text?: string) => (text === undefined ? new Date() : new Date(text)),
    NumberLong: (value: unknown) => BSON.Long.fromString(String(value ?? 0)),
    NumberInt: (value: unknown) => new BSON.Int32(Number(value ?? 0)),
    NumberDecimal: (value: unknown) => BSON.Decimal128.fromString(String(value ?? 0)),
    Long: callable(BSON.Long),
    Int32: callable(BSON.Int32),
    Double: callable(BSON.Double),
    Decimal128: callable(BSON.Decimal128),
    Timestamp: callable(BSON.Timestamp),
    UUID: callable(BSON.UUID),
    BinData: (type: number, text: string) => new BSON.Binary(Buffer.from(text, "base64"), type),
    MinKey: callable(BSON.MinKey),
    MaxKey: callable(BSON.MaxKey),
    Code: callable(BSON.Code),
    EJSON: BSON.EJSON,
    tojson: (value: unknown) => BSON.EJSON.stringify(value as Parameters<typeof BSON.EJSON.stringify>[0]),
  };
}

function surroundingsOf(link: ShellLink, { database }: ProgramRequest): Plain {
  const quiet = (): undefined => undefined;
  const refuse = (name: string) => (): never => {
    throw new Error(`${name} is not there where a migration is reviewed`);
  };
  const refusing = (name: string): object => new Proxy({}, { get: (_, key) => refuse(`${name}.${String(key)}`) });
  return {
    db: openDatabase(link, database, null),
    use: (name: string) => {
      Object.defineProperty(globalThis, "db", { value: openDatabase(link, link.home(name), null), writable: true, configurable: true });
    },
    Mongo: function (): object {
      return openClient(link);
    },
    connect: () => openDatabase(link, database, null),
    passwordPrompt: () => crypto.randomUUID(),
    ...Object.fromEntries(["print", "printjson", "sleep"].map((name) => [name, quiet])),
    console: Object.fromEntries(["log", "warn", "error", "info", "debug", "table"].map((name) => [name, quiet])),
    ...Object.fromEntries(["quit", "exit", "load", "cat"].map((name) => [name, refuse(name)])),
    rs: refusing("rs"),
    sh: refusing("sh"),
  };
}
