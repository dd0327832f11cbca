/** One message of the protocol with its type byte: https://www.postgresql.org/docs/18/protocol-message-formats.html */
export interface Frame {
  readonly type: string;
  readonly body: Buffer;
  /** As it was sent. */
  readonly whole: Buffer;
}

/** Cuts a stream into messages; what is left of one waits for the rest. */
export function makeFrameReader(): (chunk: Buffer) => readonly Frame[] {
  let rest: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    rest.push(chunk);
    length += chunk.length;
    if (rest.length > 1 && length < needed(rest[0] ?? chunk)) return [];
    let buffer = rest.length === 1 ? chunk : Buffer.concat(rest);
    const frames: Frame[] = [];
    while (buffer.length >= 5) {
      const size = 1 + buffer.readInt32BE(1);
      if (buffer.length < size) break;
      const whole = buffer.subarray(0, size);
      frames.push({ type: String.fromCharCode(whole[0] ?? 0), body: whole.subarray(5), whole });
      buffer = buffer.subarray(size);
    }
    rest = buffer.length === 0 ? [] : [buffer];
    length = buffer.length;
    return frames;
  };
}

function needed(first: Buffer): number {
  return first.length < 5 ? 0 : 1 + first.readInt32BE(1);
}

export function makeFrame(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, "utf8");
}

/** The text up to the next zero byte, and where the next field begins. */
export function readText(body: Buffer, at: number): { readonly value: string; readonly next: number } {
  const end = body.indexOf(0, at);
  return end === -1 ? { value: "", next: body.length } : { value: body.toString("utf8", at, end), next: end + 1 };
}

const version3 = 196608;
export const startupCodes = { version3, ssl: 80877103, gss: 80877104, cancel: 80877102 } as const;

/** Names and values of a start-up message, without its length and version. */
export function readParameters(body: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < body.length && body[at] !== 0; ) {
    const name = readText(body, at);
    const value = readText(body, name.next);
    found.set(name.value, value.value);
    at = value.next;
  }
  return found;
}

export function makeStartup(parameters: ReadonlyMap<string, string>): Buffer {
  const pairs = [...parameters].flatMap(([name, value]) => [text(name), text(value)]);
  const body = Buffer.concat([...pairs, Buffer.from([0])]);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(version3, 4);
  return Buffer.concat([head, body]);
}

/** Fields of an error or a notice by their letter. */
export function readFields(body: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < body.length && body[at] !== 0; ) {
    const field = readText(body, at + 1);
    found.set(String.fromCharCode(body[at] ?? 0), field.value);
    at = field.next;
  }
  return found;
}

/** Names of the fields of a row description. */
export function readFieldNames(body: Buffer): readonly string[] {
  const names: string[] = [];
  const count = body.readInt16BE(0);
  for (let at = 2, index = 0; index < count; index += 1) {
    const name = readText(body, at);
    names.push(name.value);
    at = name.next + 18;
  }
  return names;
}

export const sync: Buffer = makeFrame("S");
export const terminate: Buffer = makeFrame("X");
export const simpleQuery = (sql: string): Buffer => makeFrame("Q", text(sql));
