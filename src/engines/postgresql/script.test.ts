import { expect, test } from "vitest";
import { renderScript } from "./script.ts";

const limits = { lockTimeoutMs: 3000 };

test("without limits a script is its statements", () => {
  expect(renderScript(["SELECT 1", "SELECT 2;\n"])).toBe("SELECT 1;\nSELECT 2;\n");
  expect(renderScript(["SELECT 1"], { limits: {}, transaction: "own", oneStatementOutsideTransaction: true })).toBe("SELECT 1;\n");
});

test("in a transaction a limit ends with it", () => {
  const frame = {
    limits: { lockTimeoutMs: 2500, statementTimeoutMs: 60_000 },
    transaction: "shared",
    oneStatementOutsideTransaction: true,
  } as const;
  expect(renderScript(["ALTER TABLE t ADD c text"], frame)).toBe(
    "SET LOCAL lock_timeout = '2500ms';\nSET LOCAL statement_timeout = '60s';\nALTER TABLE t ADD c text;\n",
  );
  expect(renderScript([], frame)).toBe("");
});

test("outside a transaction it is given up after, or not set where only one statement fits", () => {
  const statement = "ALTER TABLE t DETACH PARTITION p CONCURRENTLY";
  expect(renderScript([statement], { limits, transaction: "none", oneStatementOutsideTransaction: false })).toBe(
    `SET lock_timeout = '3s';\n${statement};\nRESET lock_timeout;\n`,
  );
  expect(renderScript([statement], { limits, transaction: "none", oneStatementOutsideTransaction: true })).toBe(`${statement};\n`);
});
