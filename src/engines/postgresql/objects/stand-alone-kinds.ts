import type { ObjectKind } from "../../step-draft.ts";
import type { Reader } from "../introspect/reader.ts";
import { aggregateKind, aggregateReader } from "./aggregate.ts";
import { baseTypeKind, baseTypeReader } from "./base-type.ts";
import { castKind, castReader } from "./cast.ts";
import { collationKind, collationReader } from "./collation.ts";
import { compositeTypeKind, compositeTypeReader } from "./composite-type.ts";
import { conversionKind, conversionReader } from "./conversion.ts";
import { defaultPrivilegesKind, defaultPrivilegesReader } from "./default-privileges.ts";
import { eventTriggerKind, eventTriggerReader } from "./event-trigger.ts";
import { foreignDataWrapperKind, foreignDataWrapperReader } from "./foreign-data-wrapper.ts";
import { foreignServerKind, foreignServerReader } from "./foreign-server.ts";
import { foreignTableKind, foreignTableReader } from "./foreign-table.ts";
import { languageKind, languageReader } from "./language.ts";
import { operatorClassKind, operatorClassReader } from "./operator-class.ts";
import { operatorFamilyKind, operatorFamilyReader } from "./operator-family.ts";
import { operatorKind, operatorReader } from "./operator.ts";
import { publicationMemberKind, publicationMemberReader } from "./publication-member.ts";
import { publicationKind, publicationReader } from "./publication.ts";
import { rangeTypeKind, rangeTypeReader } from "./range-type.ts";
import { ruleKind, ruleReader } from "./rule.ts";
import { statisticsKind, statisticsReader } from "./statistics.ts";
import { subscriptionKind, subscriptionReader } from "./subscription.ts";
import { textSearchConfigurationKind, textSearchConfigurationReader } from "./text-search-configuration.ts";
import { textSearchDictionaryKind, textSearchDictionaryReader } from "./text-search-dictionary.ts";
import { textSearchParserKind, textSearchParserReader } from "./text-search-parser.ts";
import { textSearchTemplateKind, textSearchTemplateReader } from "./text-search-template.ts";
import { transformKind, transformReader } from "./transform.ts";
import { userMappingKind, userMappingReader } from "./user-mapping.ts";

interface StandAloneKind {
  readonly kind: ObjectKind;
  readonly reader: Reader;
}

/** Kinds that others are made of: read, and where nothing else decides planned, before functions and tables. */
export const foundationKinds: readonly StandAloneKind[] = [
  { kind: collationKind, reader: collationReader },
  { kind: baseTypeKind, reader: baseTypeReader },
  { kind: compositeTypeKind, reader: compositeTypeReader },
  { kind: rangeTypeKind, reader: rangeTypeReader },
  { kind: languageKind, reader: languageReader },
  { kind: foreignDataWrapperKind, reader: foreignDataWrapperReader },
  { kind: foreignServerKind, reader: foreignServerReader },
  { kind: userMappingKind, reader: userMappingReader },
  { kind: foreignTableKind, reader: foreignTableReader },
  { kind: castKind, reader: castReader },
  { kind: textSearchTemplateKind, reader: textSearchTemplateReader },
  { kind: textSearchParserKind, reader: textSearchParserReader },
  { kind: textSearchDictionaryKind, reader: textSearchDictionaryReader },
  { kind: textSearchConfigurationKind, reader: textSearchConfigurationReader },
];

/** Kinds made of functions, tables and views. */
export const overlayKinds: readonly StandAloneKind[] = [
  { kind: aggregateKind, reader: aggregateReader },
  { kind: operatorKind, reader: operatorReader },
  { kind: operatorFamilyKind, reader: operatorFamilyReader },
  { kind: operatorClassKind, reader: operatorClassReader },
  { kind: conversionKind, reader: conversionReader },
  { kind: transformKind, reader: transformReader },
  { kind: ruleKind, reader: ruleReader },
  { kind: statisticsKind, reader: statisticsReader },
  { kind: publicationKind, reader: publicationReader },
  { kind: publicationMemberKind, reader: publicationMemberReader },
  { kind: subscriptionKind, reader: subscriptionReader },
  { kind: defaultPrivilegesKind, reader: defaultPrivilegesReader },
  { kind: eventTriggerKind, reader: eventTriggerReader },
];

/** Kinds that give way for a moment when what they are made of changes under them: taken away and put back, they lose nothing. */
export const yieldingKinds: ReadonlySet<string> = new Set([
  ...["aggregate", "operator", "operator-class", "operator-family", "cast", "conversion", "transform", "rule", "statistics"],
  ...["publication-member", "event-trigger", "text-search-configuration", "text-search-dictionary", "foreign-table", "language"],
]);

/** Kinds that are dropped and made anew where the server has no ALTER for a difference, with what rests on them taken away meanwhile. */
export const replacedKinds: ReadonlySet<string> = new Set([
  ...yieldingKinds,
  ...["base-type", "composite-type", "range-type", "collation", "foreign-server", "foreign-data-wrapper", "subscription"],
  ...["text-search-parser", "text-search-template"],
]);
