// A run that kills its own process at the n-th durable effect: before it, or right after it.
import { runRequirement } from "../../src/lead/lead.ts";
import { openContext } from "./project.ts";

const [root = "", count = "0", when = "after"] = process.argv.slice(2);
let left = Number(count);

async function around<T>(effect: () => Promise<T>): Promise<T> {
  left -= 1;
  if (left === 0 && when === "before") process.kill(process.pid, "SIGKILL");
  const result = await effect();
  if (left === 0) process.kill(process.pid, "SIGKILL");
  return result;
}

await using context = await openContext(root);
const { store, records } = context;
await runRequirement(
  {
    ...context,
    store: {
      ...store,
      append: (lease, events) => around(() => store.append(lease, events)),
      keep: (key, value) => around(() => store.keep(key, value)),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    },
    records: {
      ...records,
      write: (path, text) => around(() => records.write(path, text)),
      remove: (path) => around(() => records.remove(path)),
    },
  },
  "wish.md",
);
