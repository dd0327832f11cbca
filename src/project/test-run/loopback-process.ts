// Runs a command where a network of its own has nothing but a loopback: listens on a port there and passes everything on to a socket outside.
// Arguments: port, socket, command for /bin/sh. Ends as the command ends.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { constants } from "node:os";

const [port = "0", socket = "", command = ""] = process.argv.slice(2);
const server = createServer((client) => {
  const outside = connect(socket);
  for (const [from, to] of [
    [client, outside],
    [outside, client],
  ] as const) {
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  }
});
server.on("error", () => process.exit(126));
server.listen(Number(port), "127.0.0.1", () => {
  const env = { ...process.env };
  const options = env["DBLEAD_NODE_OPTIONS"];
  delete env["DBLEAD_NODE_OPTIONS"];
  const child = spawn("/bin/sh", ["-c", command], {
    stdio: "inherit",
    env: options === undefined ? env : { ...env, NODE_OPTIONS: options },
  });
  child.on("error", () => process.exit(126));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
});
