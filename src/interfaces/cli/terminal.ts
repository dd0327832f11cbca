/** The process as the command line sees it; tests run the real one. */
export type Process = NodeJS.Process;
export interface Terminal {
  /** Data: what was asked for. */
  readonly out: (text: string) => void;
  /** Everything else: progress and errors. */
  readonly err: (text: string) => void;
  /** Where progress may move: only a terminal that is not told otherwise. */
  readonly progress: "moving" | "plain";
}

const codes = { red: 31, yellow: 33, green: 32, dim: 2 } as const;
type Colour = keyof typeof codes;

export function openTerminal(process: Process): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    // A reader that has seen enough (head, less) is no error.
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(process.exitCode ?? 0);
    });
  }
  return {
    out: (text) => void process.stdout.write(hasColour(process, process.stdout) ? paint(text) : text),
    err: (text) => void process.stderr.write(hasColour(process, process.stderr) ? paint(text) : text),
    progress: process.stderr.isTTY && process.env["TERM"] !== "dumb" && process.env["CI"] === undefined ? "moving" : "plain",
  };
}

/** https://no-color.org: set and not empty means no colour. */
function hasColour(process: Process, stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
}

/** Colour is for levels only, and stands on symbols that say the same without it. */
function paint(text: string): string {
  return text
    .replaceAll(/^(\s*)(✗)/gm, (_, margin: string, mark: string) => margin + colour("red", mark))
    .replaceAll(/^(\s*)(!)(?= )/gm, (_, margin: string, mark: string) => margin + colour("yellow", mark))
    .replaceAll(/^(\s*)(✓)/gm, (_, margin: string, mark: string) => margin + colour("green", mark))
    .replaceAll(/^error(?= {2})/gm, (word) => colour("red", word))
    .replaceAll(/ (executed|planned|parsed)$/gm, (_, word: string) => ` ${colour("dim", word)}`);
}

function colour(name: Colour, text: string): string {
  return `\u{1B}[${codes[name]}m${text}\u{1B}[${name === "dim" ? 22 : 39}m`;
}
