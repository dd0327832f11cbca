/** Names the file into which the hook writes, one line of JSON for each thing that was asked. */
export const traceVariable = "DBLEAD_TRACE";
/** The start-up parameter that carries the hook's name of a connection; the recorder takes it out again. */
const hookParameter = "_pq_.dblead";

/** Connection, number of what it asked, test, file and line. */
export interface TraceLine {
  readonly c: string;
  readonly n: number;
  readonly t: string | null;
  readonly f: string | null;
  readonly l: number | null;
}

const version3 = 196608;
const questions = [80877103, 80877104];

/** A start-up message of PostgreSQL with a name in it; `asks-first`: encryption is asked for before; null: something else. */
export function startupWith(message: Buffer, name: string): Buffer | "asks-first" | null {
  if (message.length < 8 || message.readInt32BE(0) !== message.length) return null;
  const code = message.readInt32BE(4);
  if (questions.includes(code)) return "asks-first";
  if (code !== version3) return null;
  const parameter = Buffer.from(`${hookParameter}\0${name}\0`, "utf8");
  const head = Buffer.alloc(4);
  head.writeInt32BE(message.length + parameter.length, 0);
  return Buffer.concat([head, message.subarray(4, message.length - 1), parameter, Buffer.from([0])]);
}

const mostLines = 500_000;
const longest = 300;

/** Reads what a hook wrote. It ran among code that nobody trusts: what is not as it should be is left out. */
export function parseTrace(text: string): readonly TraceLine[] {
  return text.split("\n", mostLines).flatMap((line): readonly TraceLine[] => {
    if (line === "") return [];
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== "object" || value === null) return [];
      const { c, n, t, f, l } = value as Readonly<Record<string, unknown>>;
      if (typeof c !== "string" || typeof n !== "number") return [];
      return [{ c, n, t: readName(t), f: readName(f), l: typeof l === "number" && Number.isInteger(l) && l > 0 ? l : null }];
    } catch {
      return [];
    }
  });
}

function readName(value: unknown): string | null {
  return typeof value === "string" ? value.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, longest) : null;
}
