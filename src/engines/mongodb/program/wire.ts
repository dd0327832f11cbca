// The frames that drivers and servers exchange. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
import type { BSON } from "mongodb";

type Bson = typeof BSON;
export type Plain = Readonly<Record<string, unknown>>;
export interface Frame {
  readonly id: number;
  readonly answers: number;
  readonly kind: "message" | "query" | "other";
  readonly bytes: Buffer;
}
const opMessage = 2013;
const opQuery = 2004;
const headerBytes = 16;

/** Whole frames of a stream of bytes; what is left waits for more. */
export function takeFrames(bytes: Buffer): { readonly frames: readonly Frame[]; readonly rest: Buffer } {
  const frames: Frame[] = [];
  let at = 0;
  while (bytes.length - at >= headerBytes) {
    const length = bytes.readInt32LE(at);
    if (length < headerBytes || bytes.length - at < length) break;
    const operation = bytes.readInt32LE(at + 12);
    frames.push({
      id: bytes.readInt32LE(at + 4),
      answers: bytes.readInt32LE(at + 8),
      kind: operation === opMessage ? "message" : operation === opQuery ? "query" : "other",
      bytes: bytes.subarray(at, at + length),
    });
    at += length;
  }
  return { frames, rest: bytes.subarray(at) };
}

/** The document of a message with the lists that stand in sections of their own; null: it cannot be read. */
export function readMessage(frame: Frame, bson: Bson): Record<string, unknown> | null {
  if (frame.kind === "query") {
    const named = frame.bytes.indexOf(0, 20);
    return named === -1 ? null : bson.deserialize(frame.bytes.subarray(named + 9));
  }
  if (frame.kind !== "message") return null;
  let document: Record<string, unknown> | null = null;
  const lists: [string, unknown[]][] = [];
  const end = frame.bytes.length - ((frame.bytes.readUInt32LE(headerBytes) & 1) === 1 ? 4 : 0);
  for (let at = headerBytes + 4; at < end; ) {
    const section = frame.bytes[at];
    const length = frame.bytes.readInt32LE(at + 1);
    const body = frame.bytes.subarray(at + 1, at + 1 + length);
    if (section === 0) document = bson.deserialize(body, { promoteValues: false, promoteLongs: false });
    else lists.push(readSection(body, bson));
    at += 1 + length;
  }
  return document === null ? null : Object.assign(document, Object.fromEntries(lists));
}

function readSection(body: Buffer, bson: Bson): [string, unknown[]] {
  const named = body.indexOf(0, 4);
  const documents: unknown[] = [];
  for (let at = named + 1; at < body.length; ) {
    const length = body.readInt32LE(at);
    documents.push(bson.deserialize(body.subarray(at, at + length), { promoteValues: false }));
    at += length;
  }
  return [body.toString("utf8", 4, named), documents];
}

/** The frame with one more text at the end of its document, all other bytes as they are. */
export function addText(frame: Frame, key: string, text: string): Buffer {
  const start = headerBytes + 5;
  const length = frame.bytes.readInt32LE(start);
  const value = Buffer.from(`${text}\0`);
  const size = Buffer.alloc(4);
  size.writeInt32LE(value.length);
  const element = Buffer.concat([Buffer.from([2]), Buffer.from(`${key}\0`), size, value]);
  const at = start + length - 1;
  const whole = Buffer.concat([frame.bytes.subarray(0, at), element, frame.bytes.subarray(at)]);
  whole.writeInt32LE(length + element.length, start);
  return withLength(withoutChecksum(whole));
}

/** A message that holds this document and nothing else. */
export function printMessage(id: number, answers: number, document: Plain, bson: Bson): Buffer {
  const header = Buffer.alloc(headerBytes + 5);
  header.writeInt32LE(id, 4);
  header.writeInt32LE(answers, 8);
  header.writeInt32LE(opMessage, 12);
  return withLength(Buffer.concat([header, bson.serialize(document)]));
}

function withoutChecksum(bytes: Buffer): Buffer {
  const flags = bytes.readUInt32LE(headerBytes);
  if ((flags & 1) === 0) return bytes;
  bytes.writeUInt32LE(flags & ~1, headerBytes);
  return bytes.subarray(0, bytes.length - 4);
}

function withLength(bytes: Buffer): Buffer {
  bytes.writeInt32LE(bytes.length, 0);
  return bytes;
}
