import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printCanonical } from "../../model/json.ts";
import { findMentions, parseScript, splitScript, treeOf } from "./parse.ts";
import { schemaOfText } from "./round-trip.ts";
import { readTokens } from "./tokens.ts";

const script = (text: string, line = 1) => ({ file: "0001.sql", line, text, transaction: "shared" as const });

describe("splitting", () => {
  test("strings, comments, quoted names and triggers keep their semicolons", () => {
    const text = `-- a; comment
create table "a;b" (x text default ';'); /* ; */
create trigger t after insert on "a;b" when new.x is not null begin update "a;b" set x = case when 1 then ';' else '' end; select 1; end;
select [;], \`;\` from "a;b"`;
    const statements = parseScript(script(text));
    expect(statements.map((statement) => [statement.line, statement.column, treeOf(statement).verb])).toEqual([
      [2, 1, "create table"],
      [3, 1, "create trigger"],
      [4, 1, "select"],
    ]);
    for (const statement of statements) expect(text.slice(statement.start, statement.end)).toBe(statement.text);
  });

  test("a syntax error names file, line of the file and excerpt", () => {
    expect(() => parseScript(script("select 1;\n\ncreate tabel x (a);", 10))).toThrow(
      /0001\.sql:12: near "tabel": syntax error: create tabel x/,
    );
    expect(() => parseScript(script("select 'open"))).toThrow(/0001\.sql:1/);
  });

  test("any text is cut into pieces that are found again, and never throws", () => {
    const piece = fc.constantFrom(
      "a",
      "'x;'",
      '"',
      "'",
      ";",
      " ",
      "\n",
      "--c;\n",
      "/*",
      "*/",
      "begin",
      "end",
      "case",
      "create trigger t",
      "(",
      ")",
      "[",
      "é",
      "x'0f'",
      "1e3",
      ":p",
      "||",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        for (const token of readTokens(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
        let at = 0;
        for (const statement of splitScript(text, 1)) {
          expect(text.slice(statement.start, statement.end)).toBe(statement.text);
          expect(statement.start).toBeGreaterThanOrEqual(at);
          at = statement.end;
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test("touches tell what is made, changed, dropped, read and written", () => {
    const touches = (text: string) => parseScript(script(text))[0]?.touches;
    expect(touches("create view v as select * from a join b on a.x = b.x")).toEqual([
      { name: "v", how: "create" },
      { name: "a", how: "read" },
      { name: "b", how: "read" },
    ]);
    expect(touches("with c as (select 1 from q) insert or replace into t select * from c")?.[0]).toEqual({ name: "t", how: "write" });
    expect(touches("alter table main.t rename x to y")).toEqual([{ name: "t", how: "alter" }]);
  });
});

describe("mentions of code", () => {
  test.each([
    [
      "select n.title, count(*) from notes n join tags t on t.note_id = n.id where body like ? order by created_at",
      ["body", "created_at", "notes", "notes.id", "notes.title", "tags", "tags.note_id"],
    ],
    ["insert into notes (title, body) values (:title, lower(?)) on conflict do nothing", ["notes", "notes.body", "notes.title"]],
    ["update notes set title = $1 where id = @id returning *", ["notes", "notes.id", "notes.title"]],
    ["delete from notes where created < datetime('now')", ["notes", "notes.created"]],
  ])("%s", (text, expected) => expect(findMentions(text)).toEqual(expected));

  test.each(["hello world", "select from where", "", "drop table notes", "SELECT * FROM users WHERE id = %s"])(
    "not of this engine: %s",
    (text) => expect(findMentions(text)).toBeNull(),
  );
});

describe("normal form", () => {
  const same = [
    "create table T (id integer primary key, name text not null default 'x' collate nocase check (length(name) > 0), p int references T (id), unique (name, p))",
    'CREATE  TABLE "T"([id] INTEGER PRIMARY KEY,/* c */ `name` TEXT COLLATE NoCase DEFAULT "x" NOT NULL, p INT, UNIQUE("NAME",P), FOREIGN KEY (P) REFERENCES t, CHECK((LENGTH("name")>0)))',
    "create table T (p int references T on delete no action not deferrable, name text default ('x') not null collate nocase, id integer not null, constraint_note text, primary key (id), unique (name, p), check (length(name) > 0))".replace(
      "constraint_note text, ",
      "",
    ),
  ];
  test("does not depend on spelling or on the order of columns", () => {
    const printed = same.map((text) => printCanonical(schemaOfText(text).objects[0]?.definition));
    expect(new Set(printed).size).toBe(1);
  });

  test.each(["check (length(name) >= 0)", "unique (p, name)", "default 'X'"])("does see %s", (part) => {
    const other = (same[0] ?? "").replace(/check \(length\(name\) > 0\)|unique \(name, p\)|default 'x'/, (found) =>
      found.split(" ")[0] === part.split(" ")[0] ? part : found,
    );
    const changed = part.startsWith("unique") ? (same[0] ?? "").replace("unique (name, p)", part) : other;
    const all = part.startsWith("check") ? (same[0] ?? "").replace("check (length(name) > 0)", part) : changed;
    expect(printCanonical(schemaOfText(all).objects[0]?.definition)).not.toBe(
      printCanonical(schemaOfText(same[0] ?? "").objects[0]?.definition),
    );
  });

  test("virtual tables are named, not modelled", () => {
    const schema = schemaOfText("create table t (a); create virtual table f using fts5 (body);");
    expect(schema.objects.map((object) => object.id)).toEqual(["table:t"]);
    expect(schema.unmodelled).toEqual(["virtual table f"]);
  });
});
