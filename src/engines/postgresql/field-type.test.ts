import { describe, expect, test } from "vitest";
import { conversionSql, printFieldType, typeChange } from "./field-type.ts";

describe("printFieldType", () => {
  test.each([
    ["text", "text"],
    ["decimal(12,2)", "numeric(12,2)"],
    ["timestamp", "timestamp with time zone"],
    ["timestamp(3)", "timestamp(3) with time zone"],
    ["timestamp without time zone", "timestamp without time zone"],
    ["json", "jsonb"],
    ["varchar(40)", "character varying(40)"],
    ["int[]", "integer[]"],
    ["public.mood", "public.mood"],
  ])("%s → %s", (from, to) => expect(printFieldType(from)).toBe(to));
});

describe("typeChange", () => {
  test.each([
    ["integer", "int4", "same"],
    ["character varying(20)", "varchar(40)", "widens-in-place"],
    ["varchar(40)", "varchar(20)", "may-fail"],
    ["varchar(40)", "text", "widens-in-place"],
    ["text", "varchar(40)", "may-fail"],
    ["numeric(8,2)", "numeric(12,2)", "widens-in-place"],
    ["numeric(8,2)", "numeric(12,4)", "rewrites"],
    ["numeric(8,4)", "numeric(12,2)", "loses"],
    ["numeric(12,2)", "numeric(8,2)", "may-fail"],
    ["numeric(8,2)", "numeric", "widens-in-place"],
    ["integer", "bigint", "rewrites"],
    ["bigint", "integer", "may-fail"],
    ["bigint", "double precision", "loses"],
    ["timestamp without time zone", "timestamptz", "rewrites"],
    ["timestamptz", "timestamp without time zone", "loses"],
    ["timestamptz", "date", "loses"],
    ["timestamptz(3)", "timestamptz(6)", "widens-in-place"],
    ["json", "jsonb", "rewrites"],
    ["jsonb", "json", "rewrites"],
    ["json", "json", "same"],
    ["text", "citext", "widens-in-place"],
    ["citext", "text", "widens-in-place"],
    ["citext", "character varying(5)", "may-fail"],
    ["text", "integer", "may-fail"],
    ["uuid", "text", "rewrites"],
    ["integer", "uuid", "impossible"],
    ["text", "public.mood", "may-fail"],
    ["integer[]", "bigint[]", "rewrites"],
    ["integer", "integer[]", "impossible"],
  ])("%s → %s: %s", (from, to, change) => expect(typeChange(from, to)).toBe(change));
});

test("values of one's own types pass through their text", () => {
  expect(conversionSql("mood", "public.mood", "public.temper")).toBe("mood::text::public.temper");
  expect(conversionSql("Mood", "text", "public.mood")).toBe('"Mood"::public.mood');
  expect(conversionSql("n", "integer", "bigint")).toBe("n::bigint");
});
