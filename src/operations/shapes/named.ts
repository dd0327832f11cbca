import type { z } from "zod";
import type { Zod } from "../operation.ts";

const made = new WeakMap<Zod, Map<string, z.ZodType>>();

/** One shape under one name: in a JSON Schema it stands once, under `$defs`, and is referred to everywhere else. */
export function named<Value>(zod: Zod, id: string, make: () => z.ZodType<Value>): z.ZodType<Value> {
  const shapes = made.get(zod) ?? new Map<string, z.ZodType>();
  made.set(zod, shapes);
  const shape = shapes.get(id) ?? make().meta({ id });
  shapes.set(id, shape);
  return shape as z.ZodType<Value>;
}
