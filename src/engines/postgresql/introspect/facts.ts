import { modelledKinds } from "../objects/registry.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { commentQuery, type CommentRow } from "../objects/comment.ts";
import { grantQuery, type GrantRow } from "../objects/grant.ts";
import { ownerQuery, type OwnerRow } from "../objects/owner.ts";
import { readSecurityLabels } from "../objects/security-label.ts";
import type { AttachedFacts } from "./attached.ts";
import { type BodyMentions, readBodies } from "./bodies.ts";
import {
  catalogueQuery,
  type CatalogueRow,
  dependencyColumns,
  dependencyQuery,
  type DependencyRow,
  identitySequenceQuery,
  type IdentitySequenceRow,
  memberQuery,
  type MemberRow,
} from "./dependencies.ts";
import type { EdgeFacts } from "./edges.ts";
import { type Found, presentReaders, type Reader } from "./reader.ts";
import { askColumns, askRows, parseColumns, parseRows, readRows, type RunQuery } from "./rows.ts";
import { unmodelledQuery } from "./unmodelled.ts";

/** What the catalogue says, before anybody puts it together. */
export interface Facts extends EdgeFacts, AttachedFacts {
  readonly version: string;
  readonly unmodelled: readonly { readonly name: string }[];
  readonly bodies: BodyMentions;
}

export async function readFacts(run: RunQuery): Promise<Facts> {
  const [server] = await readRows<{ readonly version: string }>(run, "select current_setting('server_version') as version");
  const version = (server?.version ?? "").split(" ")[0] ?? "";
  const { found, clones, bodies } = await readObjects(run, Number.parseInt(version, 10));
  const dependencies = await askColumns(run, dependencyQuery, dependencyColumns);
  return {
    version,
    found,
    clones,
    bodies,
    grants: await readRows<GrantRow>(run, grantQuery),
    comments: await readRows<CommentRow>(run, commentQuery),
    owners: await readRows<OwnerRow>(run, ownerQuery),
    labels: await readSecurityLabels(run, found),
    catalogues: await readRows<CatalogueRow>(run, catalogueQuery),
    dependencies: parseColumns<DependencyRow>(dependencies, dependencyColumns),
    members: await readRows<MemberRow>(run, memberQuery),
    identities: await readRows<IdentitySequenceRow>(run, identitySequenceQuery),
    unmodelled: await readRows<{ readonly name: string }>(run, unmodelledQuery),
  };
}

interface Objects {
  readonly found: readonly Found[];
  readonly clones: readonly Found[];
  readonly bodies: BodyMentions;
}

/** Objects of all kinds, parents before children. While one answer is worked on, the server is at work on the next. */
async function readObjects(run: RunQuery, major: number): Promise<Objects> {
  const all = modelledKinds.map(({ reader }) => reader);
  const readers = await presentReaders(run, all, major);
  const [found, clones, known]: readonly [Found[], Found[], Set<string>] = [[], [], new Set()];
  const functions: SchemaObject[] = [];
  let bodies: BodyMentions | null = null;
  let asked = ask(run, readers[0], major);
  for (const [at, reader] of readers.entries()) {
    const answer = await asked;
    const next = readers[at + 1];
    asked = ask(run, next, major);
    try {
      for (const one of parse(reader, answer)) {
        const { id, parent, kind } = one.object;
        if (parent !== undefined && !known.has(parent)) continue;
        known.add(id);
        (one.isClone === true ? clones : found).push(one);
        if (kind === "function") functions.push(one.object);
      }
      // Bodies take long to read, and so does the server with what there is most of.
      if (bodies === null && next?.columns !== undefined) bodies = await readBodies(functions);
    } catch (error) {
      await asked.catch(() => undefined);
      throw error;
    }
  }
  return { found, clones, bodies: bodies ?? (await readBodies(functions)) };
}

async function ask(run: RunQuery, reader: Reader | undefined, major: number): Promise<string> {
  if (reader === undefined) return "[]";
  const query = reader.query(major);
  return reader.columns === undefined ? askRows(run, query) : askColumns(run, query, reader.columns);
}

function* parse(reader: Reader, answer: string): Generator<Found> {
  const rows = reader.columns === undefined ? parseRows<unknown>(answer) : parseColumns<unknown>(answer, reader.columns);
  for (const row of rows) yield reader.read(row);
}
