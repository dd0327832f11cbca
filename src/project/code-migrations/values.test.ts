import { expect, test } from "vitest";
import { literalOf, writeValues } from "./values.ts";

test("values are written where the statement asks for them, and nowhere else", () => {
  expect(writeValues("select $1, '$2', \"$1\", $$ $1 $$, $3 -- $1\n, $2", ["it's", null, 5])).toBe(
    "select 'it''s', '$2', \"$1\", $$ $1 $$, '5' -- $1\n, null",
  );
});

test.each([
  [new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 6)), "'2024-01-02T03:04:05.006+00:00'"],
  [Buffer.from([0, 255]), "'\\x00ff'"],
  [["a", null, ['b"', "c\\"]], `'{"a",NULL,{"b\\"","c\\\\"}}'`],
  [{ a: ["it's"] }, `'{"a":["it''s"]}'`],
  [true, "'true'"],
  [undefined, "null"],
])("%j", (value, expected) => {
  expect(literalOf(value)).toBe(expected);
});
