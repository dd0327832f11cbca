import {
  type Application,
  ArgumentParseError,
  buildApplication,
  buildCommand,
  buildRouteMap,
  type Command,
  type CommandContext,
  EnumValidationError,
  FlagNotFoundError,
  formatMessageForArgumentScannerError,
  type RouteMap,
  run,
  text_en,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from "@stricli/core";
import { release } from "../../database-lead.ts";
import { LeadError } from "../../model/error.ts";
import { findNearest } from "../../model/name.ts";
import { verbs } from "../../operations/manifest.ts";
import type { Verb, VerbParameter } from "../../operations/verb.ts";
import { carryOut, fail, stopOnInterrupt } from "./invocation.ts";
import { openTerminal, type Process, type Terminal } from "./terminal.ts";

type Values = Readonly<Record<string, unknown>>;
/** What stricli found wrong; kept, so that it is shown as every other error is. */
interface Session {
  readonly terminal: Terminal;
  readonly process: Process;
  exitCode: number;
  fault: LeadError | null;
}

/** Parses, carries out and answers with the exit code. */
export async function runCommandLine(inputs: readonly string[], process: Process): Promise<number> {
  const terminal = openTerminal(process);
  const session: Session = { terminal, process, exitCode: 0, fault: null };
  stopOnInterrupt(terminal, process);
  const streams = {
    stdout: { write: terminal.out },
    stderr: { write: (text: string) => void (session.fault === null && terminal.err(text)) },
  };
  const asked = inputs.length === 0 ? ["--help"] : inputs;
  await run(buildFace(session), asked, { process: { ...streams, env: process.env } });
  if (session.fault === null) return session.exitCode;
  return fail(session.fault, formatOf(inputs), terminal, process);
}

/** Which format the caller wants an error in, when the command line itself could not be read. */
function formatOf(inputs: readonly string[]): string {
  const at = inputs.findIndex((input) => input === "--format" || input.startsWith("--format="));
  return at === -1 ? "text" : (inputs[at]?.split("=")[1] ?? inputs[at + 1] ?? "text");
}

function buildFace(session: Session): Application<CommandContext> {
  const routes = routesOf(verbs, 0, session);
  const docs = {
    brief: "Hand it a data requirement; it returns a proven change.",
    fullDescription:
      "Hand it a data requirement; it returns a proven change: designed, executed on shadow databases,\nreviewed, reversible, reported.\n\n  dblead run dblead/requirements/REQ-0001.md\n  dblead review db/migrations/V31__email_not_null.sql",
  };
  return buildApplication(buildRouteMap({ routes, docs }), {
    name: "dblead",
    versionInfo: { currentVersion: release },
    scanner: { caseStyle: "original", allowArgumentEscapeSequence: true },
    documentation: { caseStyle: "original", disableAnsiColor: true, onlyRequiredInUsageLine: true },
    localization: { text: { ...text_en, ...faultTexts(session) } },
  });
}

type Routes = Readonly<Record<string, Command<CommandContext> | RouteMap<CommandContext>>>;

function routesOf(group: readonly Verb[], depth: number, session: Session): Routes {
  const words = [...new Set(group.map((verb) => verb.command[depth] ?? ""))];
  const routes: Record<string, Command<CommandContext> | RouteMap<CommandContext>> = {};
  for (const word of words) {
    const inside = group.filter((verb) => verb.command[depth] === word);
    const [only] = inside;
    const brief = inside.length === 1 && only !== undefined ? only.summary : `${word} …`;
    routes[word] =
      only !== undefined && only.command.length === depth + 1
        ? commandOf(only, session)
        : buildRouteMap({ routes: routesOf(inside, depth + 1, session), docs: { brief } });
  }
  return routes;
}

function commandOf(verb: Verb, session: Session): Command<CommandContext> {
  const flags = Object.fromEntries([...verb.flags.map((flag) => [flag.name, flagOf(flag)] as const), ...sharedFlags(verb)]);
  const invoke = async (values: Values, ...args: readonly unknown[]): Promise<void> => {
    const { format, "wait-is-failure": waits, ...rest } = values;
    const given = Object.entries(rest).filter(([, value]) => value !== undefined);
    const input = { ...Object.fromEntries(given), ...positionalInput(verb, args) };
    const invocation = { verb, input, format: String(format), waiting: waits === true ? "failure" : "success" } as const;
    session.exitCode = await carryOut(invocation, session.terminal, session.process);
  };
  return buildCommand<Values, unknown[]>({
    loader: async () => invoke,
    parameters: { flags: flags as never, positional: positionalsOf(verb) as never },
    docs: { brief: verb.summary, fullDescription: `${verb.summary}\n\nEXAMPLE\n  ${verb.example}\n\n${exitCodes}` },
  });
}

const exitCodes = `EXIT CODES
    0  done, or stopped where a person decides
    1  findings or a refusal
    2  usage or input is not valid
    3  the surroundings: unreachable, no permission, disk full
    4  a bug of Database Lead
    5  a person has to decide, with --wait-is-failure
  130  interrupted`;

function sharedFlags(verb: Verb): readonly (readonly [string, unknown])[] {
  return [
    ["format", { kind: "enum", values: verb.formats, default: "text", brief: "How the result is printed." }],
    ["wait-is-failure", { kind: "boolean", optional: true, withNegated: false, brief: "Exit with 5 when a person has to decide." }],
  ];
}

function flagOf(flag: VerbParameter): unknown {
  const optional = flag.isRequired ? {} : { optional: true };
  const variadic = flag.isMany ? { variadic: true } : {};
  switch (flag.kind) {
    case "switch":
      return { kind: "boolean", brief: flag.brief, withNegated: false, ...optional };
    case "choice":
      // A long list of values would drown the help; explain tells them.
      if ((flag.values ?? []).length > 6)
        return {
          kind: "parsed",
          parse: (text: string) => chooseValue(text, flag.values ?? []),
          brief: flag.brief,
          ...optional,
          ...variadic,
        };
      return { kind: "enum", values: flag.values ?? [], brief: flag.brief, ...optional, ...variadic };
    case "number":
      return { kind: "parsed", parse: parseNumber, brief: flag.brief, ...optional, ...variadic };
    case "text":
      return { kind: "parsed", parse: String, brief: flag.brief, placeholder: flag.name, ...optional, ...variadic };
  }
}

function chooseValue(text: string, values: readonly string[]): string {
  if (values.includes(text)) return text;
  const nearest = findNearest(text, values);
  throw new Error(`not one of ${values.join(", ")}.${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`);
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new Error(`${text} is not a number`);
  return value;
}

function positionalsOf(verb: Verb): unknown {
  const [first] = verb.positionals;
  if (verb.positionals.length === 1 && first?.isMany === true) {
    return { kind: "array", minimum: first.isRequired ? 1 : 0, parameter: { brief: first.brief, parse: String, placeholder: first.name } };
  }
  if (verb.positionals.at(-1)?.isMany === true) {
    const names = verb.positionals.map((parameter) => parameter.name).join(" ");
    const minimum = verb.positionals.filter((parameter) => parameter.isRequired).length;
    return {
      kind: "array",
      minimum,
      parameter: { brief: verb.positionals.map((parameter) => parameter.brief).join(" "), parse: String, placeholder: names },
    };
  }
  const parameters = verb.positionals.map((parameter) => ({
    brief: parameter.brief,
    parse: String,
    placeholder: parameter.name,
    optional: !parameter.isRequired,
  }));
  return { kind: "tuple", parameters };
}

/** Positional values by name; the last one takes all that is left where it is a list. */
function positionalInput(verb: Verb, args: readonly unknown[]): Values {
  return Object.fromEntries(
    verb.positionals.flatMap((parameter, index) => {
      const value = parameter.isMany ? args.slice(index) : args[index];
      return value === undefined ? [] : [[parameter.name, value] as const];
    }),
  );
}

/** The words of stricli's own faults, turned into ours. */
function faultTexts(
  session: Session,
): Pick<typeof text_en, "noCommandRegisteredForInput" | "exceptionWhileParsingArguments" | "exceptionWhileRunningCommand"> {
  const keep = (message: string, hint: string): string => {
    session.fault = new LeadError("usage-invalid", message, { hint });
    return "";
  };
  return {
    noCommandRegisteredForInput: ({ input, corrections }) => {
      const known = verbs.map((verb) => verb.command.join(" "));
      const nearest = corrections[0]?.replaceAll("`", "") ?? findNearest(input, known);
      const kind = input.startsWith("-") ? "flag" : "command";
      return keep(
        `There is no ${kind} ${input}.${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`,
        `Commands: ${known.join(", ")}.`,
      );
    },
    exceptionWhileParsingArguments: (error) => keep(describeFault(error), "--help shows what is allowed, with an example."),
    exceptionWhileRunningCommand: (error) => {
      session.exitCode = fail(error, "text", session.terminal, session.process);
      return "";
    },
  };
}

function describeFault(error: unknown): string {
  if (error instanceof FlagNotFoundError) {
    const nearest = error.corrections[0];
    return `There is no flag --${error.input}.${nearest === undefined ? "" : ` Did you mean --${nearest}?`}`;
  }
  if (error instanceof EnumValidationError) {
    const nearest = findNearest(error.input, error.values);
    return `--${error.externalFlagName} ${error.input} is not one of ${error.values.join(", ")}.${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`;
  }
  if (error instanceof UnsatisfiedPositionalError) return `${error.placeholder} is missing.`;
  if (error instanceof UnsatisfiedFlagError) return `--${error.externalFlagName} needs a value.`;
  if (error instanceof UnexpectedPositionalError) return `${error.input} is one argument too many.`;
  if (error instanceof ArgumentParseError)
    return `--${error.externalFlagNameOrPlaceholder} ${error.input}: ${error.exception instanceof Error ? error.exception.message : "not valid"}`;
  return formatMessageForArgumentScannerError(error as never, {});
}
