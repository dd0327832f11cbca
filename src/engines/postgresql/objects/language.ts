import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface LanguageDefinition {
  readonly name: string;
  readonly trusted: boolean;
  readonly handler: string;
  readonly inline: string | null;
  readonly validator: string | null;
}

// Those that an extension brings (plpgsql, plperl …) belong to it.
const query = `
  select l.oid,
         l.lanname                                                              as name,
         l.lanpltrusted                                                         as trusted,
         l.lanplcallfoid::regproc::text                                         as handler,
         case when l.laninline <> 0 then l.laninline::regproc::text end         as "inline",
         case when l.lanvalidator <> 0 then l.lanvalidator::regproc::text end   as validator
    from pg_language l
   where l.oid >= 16384
     and l.lanplcallfoid <> 0
     and ${isOwnObject("pg_language", "l")}
   order by l.lanname`;

interface Row extends LanguageDefinition {
  readonly oid: number;
}
export const languageReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_language/${oid}`],
    object: { id: `language:${printName([rest.name])}`, kind: "language", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_language where oid >= 16384)",
);

function createSql(language: LanguageDefinition, verb = "CREATE"): string {
  return [
    `${verb}${language.trusted ? " TRUSTED" : ""} LANGUAGE ${quoteName(language.name)} HANDLER ${language.handler}`,
    ...(language.inline === null ? [] : [`INLINE ${language.inline}`]),
    ...(language.validator === null ? [] : [`VALIDATOR ${language.validator}`]),
  ].join(" ");
}

export const languageKind = standAlone<LanguageDefinition>({
  kind: "language",
  noun: "language",
  create: (language) => [createSql(language)],
  drop: ({ name }) => [`DROP LANGUAGE ${quoteName(name)}`],
  alter: (from, to, { id }) =>
    bothWays(from, to, (_, after) => [createSql(after, "CREATE OR REPLACE")], {
      hazards: to.trusted && !from.trusted ? [hazard("weakens-security", id, "Every role that may use it may write functions in it.")] : [],
    }),
  whenCreated: ({ trusted }, { id }) =>
    trusted ? { hazards: [hazard("weakens-security", id, "Every role may write functions in it.", "note")] } : {},
  whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-dependents", id, "Functions in the language cannot run.")] }),
});
