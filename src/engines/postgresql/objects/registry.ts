import type { ObjectKind } from "../../step-draft.ts";
import type { Reader } from "../introspect/reader.ts";
import { columnKind, columnReader } from "./column.ts";
import { constraintKind, constraintReader } from "./constraint.ts";
import { domainKind, domainReader } from "./domain.ts";
import { enumKind, enumReader } from "./enum.ts";
import { extensionKind, extensionReader } from "./extension.ts";
import { functionKind, functionReader } from "./function.ts";
import { indexKind, indexReader } from "./index.ts";
import { materializedViewKind, materializedViewReader } from "./materialized-view.ts";
import { policyKind, policyReader } from "./policy.ts";
import { schemaKind, schemaReader } from "./schema.ts";
import { foundationKinds, overlayKinds } from "./stand-alone-kinds.ts";
import { sequenceKind, sequenceReader } from "./sequence.ts";
import { tableKind, tableReader } from "./table.ts";
import { triggerKind, triggerReader } from "./trigger.ts";
import { viewKind, viewReader } from "./view.ts";

/** An object kind as its file describes it: how it is read from the catalogue, and how it is made, changed and removed. */
export interface ModelledKind {
  readonly kind: ObjectKind;
  readonly reader: Reader;
}

/** Every kind that has a file here, parents before children. Grants and comments are read with what they stand on. */
export const modelledKinds: readonly ModelledKind[] = [
  { kind: schemaKind, reader: schemaReader },
  { kind: extensionKind, reader: extensionReader },
  { kind: enumKind, reader: enumReader },
  ...foundationKinds,
  { kind: domainKind, reader: domainReader },
  { kind: sequenceKind, reader: sequenceReader },
  { kind: functionKind, reader: functionReader },
  { kind: tableKind, reader: tableReader },
  { kind: columnKind, reader: columnReader },
  { kind: constraintKind, reader: constraintReader },
  { kind: viewKind, reader: viewReader },
  { kind: materializedViewKind, reader: materializedViewReader },
  { kind: indexKind, reader: indexReader },
  { kind: triggerKind, reader: triggerReader },
  { kind: policyKind, reader: policyReader },
  ...overlayKinds,
];
