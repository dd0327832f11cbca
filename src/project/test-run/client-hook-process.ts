// Preloaded into the Node processes of a test suite (NODE_OPTIONS --import): tells which test and which line of code sent what to the database. It changes
// nothing that is sent, but for a name that its start-up message carries to the recorder. Whatever fails here must never fail a test.
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { openSync, writeSync } from "node:fs";
import Module from "node:module";
import { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { threadId } from "node:worker_threads";
import { startupWith, traceVariable, type TraceLine } from "./trace.ts";

interface Site {
  readonly file: string;
  readonly line: number;
}
interface Watched {
  readonly connection: string;
  frame: number;
  rest: Buffer;
}
type Callable = (this: unknown, ...args: readonly unknown[]) => unknown;

const ownFile = fileURLToPath(import.meta.url);
const place = process.env[traceVariable] ?? "";
const output = place === "" ? -1 : openSync(place, "a");
const asked = new AsyncLocalStorage<Site | null>();
const sockets = new WeakMap<object, Watched | "other">();
let connections = 0;
let currentTest: string | null = null;

/** The first line of the application on the way to here. */
function findSite(): Site | null {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = stackTraceLimit;
  for (const text of stack.split("\n").slice(1)) {
    const match = /\(?(?:file:\/\/)?(\/[^()]+?|[A-Za-z]:[^()]+?):(\d+):\d+\)?$/.exec(text);
    const file = match?.[1];
    if (file === undefined || file === ownFile || file.includes("node_modules")) continue;
    return { file: file.replace(/\?.*$/, ""), line: Number(match?.[2]) };
  }
  return null;
}

function testName(): string | null {
  if (currentTest !== null) return currentTest;
  const worker: unknown = Reflect.get(globalThis, "__vitest_worker__");
  const parts: string[] = [];
  for (let task = member(worker, "current"); typeof task === "object" && task !== null; task = member(task, "suite")) {
    const name = member(task, "name");
    if (typeof name === "string" && name !== "") parts.unshift(name);
  }
  return parts.length === 0 ? null : parts.join(" > ");
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function tell(watched: Watched): void {
  const site = asked.getStore() ?? findSite();
  const line: TraceLine = { c: watched.connection, n: watched.frame, t: testName(), f: site?.file ?? null, l: site?.line ?? null };
  writeSync(output, `${JSON.stringify(line)}\n`);
}

/** Counts what asks something, as the recorder counts. */
function look(watched: Watched, chunk: Buffer): void {
  let buffer = watched.rest.length === 0 ? chunk : Buffer.concat([watched.rest, chunk]);
  while (buffer.length >= 5) {
    const size = 1 + buffer.readInt32BE(1);
    if (buffer.length < size) break;
    if (buffer[0] === 0x51 || buffer[0] === 0x42) {
      tell(watched);
      watched.frame += 1;
    }
    buffer = buffer.subarray(size);
  }
  watched.rest = buffer.length === 0 ? Buffer.alloc(0) : Buffer.from(buffer);
}

/** Returns what is to be sent in its place. */
function see(socket: object, chunk: unknown): unknown {
  const known = sockets.get(socket);
  if (known === "other" || !(chunk instanceof Uint8Array)) return chunk;
  const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (known !== undefined) {
    look(known, buffer);
    return chunk;
  }
  const name = `${process.pid}-${threadId}-${connections}`;
  const started = startupWith(buffer, name);
  if (started === "asks-first") return chunk;
  if (started === null) {
    sockets.set(socket, "other");
    return chunk;
  }
  connections += 1;
  sockets.set(socket, { connection: name, frame: 0, rest: Buffer.alloc(0) });
  return started;
}

function replace(owner: object, name: string, make: (original: Callable) => Callable): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") return;
  const call: Callable = function (...args) {
    return Reflect.apply(original, this, args);
  };
  Object.defineProperty(owner, name, { value: make(call), writable: true, configurable: true, enumerable: false });
}

function watchSockets(): void {
  replace(Socket.prototype, "write", (original) => {
    return function (...args) {
      let [chunk] = args;
      try {
        if (typeof this === "object" && this !== null) chunk = see(this, chunk);
      } catch {
        // What cannot be told is not told.
      }
      return Reflect.apply(original, this, [chunk, ...args.slice(1)]);
    };
  });
}

/** Clients send later what they are told while they are busy: where it was asked is kept until then. */
function watchClient(prototype: object): void {
  replace(prototype, "query", (original) => {
    return function (...args) {
      const site = asked.getStore() ?? findSite();
      return asked.run(site, () => {
        const result = Reflect.apply(original, this, args);
        const queue = member(this, "_queryQueue") ?? member(this, "queryQueue");
        const last: unknown = Array.isArray(queue) ? queue.at(-1) : undefined;
        const submit = member(last, "submit");
        if (typeof last === "object" && last !== null && typeof submit === "function") {
          const bound = AsyncResource.bind((...given: readonly unknown[]): unknown => Reflect.apply(submit, last, given));
          Reflect.set(last, "submit", bound);
        }
        return result;
      });
    };
  });
}

function watchPool(prototype: object): void {
  replace(prototype, "query", (original) => {
    return function (...args) {
      return asked.run(findSite(), () => Reflect.apply(original, this, args));
    };
  });
}

/** Mocha's tests are known by the object that runs them. */
function watchMocha(prototype: object): void {
  replace(prototype, "run", (original) => {
    return function (...args) {
      const title = member(this, "fullTitle");
      if (member(this, "type") === "test" && typeof title === "function") currentTest = String(Reflect.apply(title, this, []));
      return Reflect.apply(original, this, args);
    };
  });
}

/** How the files of {@link watchers} are asked for. */
const watchedRequest = /(?:^|[\\/])(?:pg-pool|client|client\.js|runnable|runnable\.js|index\.js)$/;
const watchers: readonly (readonly [RegExp, (prototype: object) => void])[] = [
  [/[\\/]pg[\\/]lib[\\/]client\.js$/, watchClient],
  [/[\\/]pg-pool[\\/]index\.js$/, watchPool],
  [/[\\/]mocha[\\/]lib[\\/]runnable\.js$/, watchMocha],
];

function watchModules(): void {
  const seen = new Set<string>();
  const resolve: unknown = Reflect.get(Module, "_resolveFilename");
  replace(Module, "_load", (original) => {
    return function (...args) {
      const loaded = Reflect.apply(original, this, args);
      try {
        const request = String(args[0]);
        if (!watchedRequest.test(request) || typeof resolve !== "function") return loaded;
        const file = String(Reflect.apply(resolve, Module, [args[0], args[1], false]));
        const watcher = watchers.find(([pattern]) => pattern.test(file))?.[1];
        const prototype: unknown = typeof loaded === "function" ? Reflect.get(loaded, "prototype") : undefined;
        if (watcher !== undefined && typeof prototype === "object" && prototype !== null && !seen.has(file)) {
          seen.add(file);
          watcher(prototype);
        }
      } catch {
        // A module that is not found is the application's affair.
      }
      return loaded;
    };
  });
}

/** Only in the process that runs the tests of a file: a process that a test starts has the same variables. */
async function watchNodeTest(): Promise<void> {
  const taken = `${traceVariable}_TESTS`;
  if (process.env["NODE_TEST_CONTEXT"] === undefined || process.env[taken] !== undefined) return;
  process.env[taken] = "taken";
  const { beforeEach, afterEach } = await import("node:test");
  beforeEach((context) => {
    const name = member(context, "fullName") ?? member(context, "name");
    const file = member(context, "filePath");
    const shown = typeof file === "string" ? `${file.split(/[\\/]/).at(-1) ?? ""} > ` : "";
    currentTest = typeof name === "string" ? `${shown}${name}` : null;
  });
  afterEach(() => {
    currentTest = null;
  });
}

if (output >= 0) {
  try {
    watchSockets();
    watchModules();
    await watchNodeTest();
  } catch {
    // Then the tests run as they are.
  }
}
