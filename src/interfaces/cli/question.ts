import type { Confirm } from "../../operations/operation.ts";
import type { Terminal } from "./terminal.ts";

/** What is read of a process. */
interface Asking {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks on the error stream and reads the answer from the terminal; null where there is nobody to ask (a pipe, a build server). Only `y` and `yes` mean yes.
 * `before` is called before anything is shown.
 */
export function openQuestion(terminal: Pick<Terminal, "err">, process: Asking, before: () => void): Confirm | null {
  const { stdin, stderr } = process;
  if (stdin.isTTY !== true || stderr.isTTY !== true || (process.env["CI"] ?? "") !== "") return null;
  return async (shown, question) => {
    before();
    terminal.err(shown.endsWith("\n") ? shown : `${shown}\n`);
    const { createInterface } = await import("node:readline/promises");
    const lines = createInterface({ input: stdin, output: stderr });
    try {
      // The end of the input (Ctrl-D) is an answer too: no.
      const ended = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
      const answer = await Promise.race([lines.question(`\n${question} [y/N] `), ended]);
      return /^\s*y(?:es)?\s*$/i.test(answer) ? "yes" : "no";
    } finally {
      lines.close();
    }
  };
}
