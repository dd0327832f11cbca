import fc from "fast-check";
import { expect, test } from "vitest";
import { isEqualJson, type JsonValue, printCanonical } from "./json.ts";

test("values are equal exactly when they print equally", () => {
  const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(isEqualJson(a, b)).toBe(printCanonical(a) === printCanonical(b));
    }),
  );
  fc.assert(
    fc.property(value, (a) => {
      expect(isEqualJson(a, JSON.parse(printCanonical(a)) as JsonValue)).toBe(true);
    }),
  );
});

test("the order of members does not count, an undefined one is none", () => {
  expect(printCanonical({ b: 1, a: [null, "x"], c: undefined })).toBe('{"a":[null,"x"],"b":1}');
  expect(isEqualJson({ b: 1, a: undefined }, { b: 1 })).toBe(true);
  expect(isEqualJson({ a: null }, {})).toBe(false);
  expect(isEqualJson([], {})).toBe(false);
});
