import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { openQuestion } from "./question.ts";

const terminal = (kind: "terminal" | "pipe") => ({
  stdin: Object.assign(new PassThrough(), { isTTY: kind === "terminal" }),
  stderr: Object.assign(new PassThrough(), { isTTY: kind === "terminal" }),
});

async function answer(typed: string | null): Promise<{ readonly said: string; readonly answer: string | undefined }> {
  const { stdin, stderr } = terminal("terminal");
  let said = "";
  stderr.on("data", (text: Buffer) => (said += text.toString()));
  const ask = openQuestion({ err: (text) => void stderr.write(text) }, { stdin, stderr, env: {} }, () => undefined);
  const asked = ask?.("+ a line", "Write this file?");
  setTimeout(() => (typed === null ? stdin.end() : stdin.write(typed)), 20);
  const given = await asked;
  return { said, answer: given };
}

test("only yes is yes, and what the question is about stands before it", async () => {
  const yes = await answer("y\n");
  expect(yes.answer).toBe("yes");
  expect(yes.said).toMatch(/^\+ a line\n[\s\S]*Write this file\? \[y\/N\] /);
  for (const typed of ["\n", "no\n", "yeah\n", null]) expect((await answer(typed)).answer).toBe("no");
});

test("where nobody sits, nobody is asked", () => {
  const nobody = terminal("pipe");
  const person = terminal("terminal");
  const output = { err: () => undefined };
  expect(openQuestion(output, { ...nobody, env: {} }, () => undefined)).toBeNull();
  expect(openQuestion(output, { ...person, stdin: nobody.stdin, env: {} }, () => undefined)).toBeNull();
  expect(openQuestion(output, { ...person, env: { CI: "true" } }, () => undefined)).toBeNull();
});
