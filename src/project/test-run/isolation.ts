import { spawnSync } from "node:child_process";

/** How a program is kept from everything but a socket. `command`: what the program is started with; empty: nothing. */
export interface Isolation {
  readonly command: readonly string[];
  readonly network: "own" | "shared";
  /** Whether every process that it starts ends with it. */
  readonly processes: "own" | "shared";
}

const loopbackUp = 'ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || exit 125; exec "$@"';
const shared: Isolation = { command: [], network: "shared", processes: "shared" };
let found: Isolation | undefined;

/** The most that the system allows; it is tried once. https://man7.org/linux/man-pages/man1/unshare.1.html */
export function findIsolation(): Isolation {
  found ??= process.platform === "linux" ? tryIsolation() : shared;
  return found;
}

function tryIsolation(): Isolation {
  const user = process.getuid?.() === 0 ? [] : ["--user", "--map-current-user", "--keep-caps"];
  for (const processes of ["own", "shared"] as const) {
    const rest = processes === "own" ? ["--pid", "--fork", "--kill-child", "--mount-proc"] : [];
    const command = ["unshare", ...user, "--net", ...rest, "--", "/bin/sh", "-c", loopbackUp, "sh"];
    const [program = "", ...args] = command;
    const probe = spawnSync(program, [...args, "true"], { stdio: "ignore", timeout: 10_000 });
    if (probe.status === 0) return { command, network: "own", processes };
  }
  return shared;
}
