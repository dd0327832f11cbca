import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { LeadError } from "../model/error.ts";
import { signingHint } from "./approvals.ts";
import type { LeadContext } from "./context.ts";

const namespace = "dblead";

/**
 * The text of a signature over `hash` that verifies for `role` against the allowed-signers file, whose principals are roles.
 * Throws `permission-missing` when it does not, or when the project has no such file; `file-unreadable`.
 */
export async function verifySignature(context: LeadContext, role: string, hash: string, signatureFile: string): Promise<string> {
  const { allowedSigners } = context;
  if (allowedSigners === null)
    throw new LeadError("permission-missing", "There is no allowed-signers file, so no signature can be verified.", {
      hint: "Without a signature the approval is recorded as advisory.",
    });
  const path = resolve(context.configuration.root, signatureFile);
  const text = await readFile(path, "utf8").catch(() => {
    throw new LeadError("file-unreadable", `${signatureFile} cannot be read.`);
  });
  // https://man.openbsd.org/ssh-keygen#Y~2: exit code 0 when the signature is valid for the identity.
  const code = await run(["-Y", "verify", "-f", allowedSigners, "-I", role, "-n", namespace, "-s", path], hash);
  if (code !== 0) {
    throw new LeadError("permission-missing", `The signature in ${signatureFile} is not one of ${role} over this plan.`, {
      hint: signingHint(hash),
    });
  }
  return text;
}

function run(args: readonly string[], input: string): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn("ssh-keygen", args, { stdio: ["pipe", "ignore", "ignore"] });
    child.on("error", () => fail(new LeadError("permission-missing", "ssh-keygen is not here, so the signature cannot be verified.")));
    child.on("close", (code) => done(code ?? 1));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
