#!/usr/bin/env node
// Nothing is imported before the version is known: what follows does not even parse on an old Node.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(`Database Lead needs Node.js 24 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 3;
} else {
  const { runCommandLine } = await import("./command-line.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2), process);
}

export {};
