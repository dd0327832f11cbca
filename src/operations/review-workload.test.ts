import { expect, test } from "vitest";
import { parseWorkload } from "./review-workload.ts";

const told = (file: string, text: string): readonly string[] => parseWorkload(file, text).map(({ line, query }) => `${line}: ${query}`);

test("a file of statements, each with its line", () => {
  expect(told("load.sql", "-- the list\nselect 1;\n\nupdate users\n  set a = ';'\n  where id = $1;\n")).toEqual([
    "2: select 1",
    "4: update users\n  set a = ';'\n  where id = $1",
  ]);
});

test("an export of pg_stat_statements, the busiest first", () => {
  const csv =
    'userid,query,calls,total_exec_time\n10,"select ""a"", b\nfrom users where id = $1",7,1.5\n10,update users set a = $1,9,22.5\r\n10,,1,99\n';
  const expected = ["4: update users set a = $1", '2: select "a", b\nfrom users where id = $1'];
  expect(told("load.csv", csv)).toEqual(expected);
  const records = [
    { query: "select 1", calls: 3 },
    { query: "select 2", calls: "30" },
  ];
  expect(told("load.json", JSON.stringify(records, null, 2))).toEqual(["1: select 2", "1: select 1"]);
  expect(told("load.ndjson", records.map((record) => JSON.stringify(record)).join("\n"))).toEqual(["2: select 2", "1: select 1"]);
});

test("what is none is said", () => {
  expect(() => parseWorkload("load.csv", "a,b\n1,2\n")).toThrow(
    "load.csv cannot be read as a workload: its first line names no column query.",
  );
  expect(() => parseWorkload("load.json", "{")).toThrow("it is no JSON");
});
