import fc from "fast-check";
import { expect, test } from "vitest";
import type { Intent } from "../model/intent.ts";
import { groupIntents } from "./grouping.ts";

const add = (id: string, object: string, references?: string): Intent => ({
  id,
  kind: "add-object",
  body: {
    target: "shop",
    object,
    fields: { id: { type: "integer", key: true }, ...(references === undefined ? {} : { other: { type: "integer", references } }) },
  },
});
const field = (id: string, name: string): Intent => ({ id, kind: "add-field", body: { target: "shop", field: name, type: "text" } });
const drop = (id: string, name: string): Intent => ({ id, kind: "drop-field", body: { target: "shop", field: name } });
const index = (id: string, object: string, fields: string[]): Intent => ({
  id,
  kind: "add-index",
  body: { target: "shop", object, fields },
});
const shape = (intents: readonly Intent[]) =>
  groupIntents(intents, null, "by-change").map((group) => [group.intents.map((intent) => intent.id), group.dependsOn]);

test("different fields are different tasks, one field is one", () => {
  expect(shape([field("I1", "a.x"), drop("I2", "a.y"), index("I3", "a", ["x"])])).toEqual([
    [["I1", "I3"], []],
    [["I2"], []],
  ]);
});
test("two indexes that share a field are two tasks", () => {
  expect(shape([index("I1", "a", ["x", "y"]), index("I2", "a", ["x"])])).toHaveLength(2);
});
test("what refers to a new object waits for it, wherever it stands in the requirement", () => {
  expect(shape([add("I1", "b", "c.id"), add("I2", "c")])).toEqual([
    [["I2"], []],
    [["I1"], [0]],
  ]);
});
test("objects that refer to each other are made together", () => {
  expect(shape([add("I1", "b", "c.id"), add("I2", "c", "b.id")])).toEqual([[["I1", "I2"], []]]);
});
test("every intent is in one group, and groups depend only on earlier ones", () => {
  const names = fc.constantFrom("a", "b", "c", "d");
  const anyIntent = fc.oneof(
    fc
      .tuple(names, fc.option(names, { nil: undefined }))
      .map(([object, other]) => add("", `n_${object}`, other === undefined ? undefined : `n_${other}.id`)),
    fc.tuple(names, names).map(([object, name]) => field("", `n_${object}.${name}`)),
    fc.tuple(names, names).map(([object, name]) => index("", object, [name])),
  );
  fc.assert(
    fc.property(fc.array(anyIntent, { maxLength: 10 }), (made) => {
      const intents = made.map((intent, number): Intent => ({ ...intent, id: `I${number}` }));
      const groups = groupIntents(intents, null, "by-change");
      expect(groups.flatMap((group) => group.intents.map((intent) => intent.id)).sort()).toEqual(intents.map((intent) => intent.id).sort());
      for (const [at, group] of groups.entries()) for (const need of group.dependsOn) expect(need).toBeLessThan(at);
    }),
  );
});
