import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { connectPostgresql } from "./connect.ts";

const request = (url: string) => ({ url, target: "shop", access: "read-only" as const });

describe("connectPostgresql", () => {
  it.each(["postgres://u:secret-word@127.0.0.1:1/x", "postgres://u:secret-word@no-such-host.invalid/x"])(
    "says that %s is unreachable, without the password",
    async (url) => {
      const error = await connectPostgresql(request(url)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "target-unreachable" });
      expect(JSON.stringify(error) + String(error)).not.toContain("secret-word");
    },
  );

  it("tells a refused password from an absent server", async () => {
    const server = createServer((socket) => {
      socket.once("data", () => {
        const fields = Buffer.from('SFATAL\0C28P01\0Mpassword authentication failed for user "u"\0\0');
        const head = Buffer.alloc(5);
        head.write("E");
        head.writeInt32BE(fields.length + 4, 1);
        socket.end(Buffer.concat([head, fields]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const error = await connectPostgresql(request(`postgres://u:secret-word@127.0.0.1:${port}/x`)).catch((thrown: unknown) => thrown);
    server.close();
    expect(error).toMatchObject({ code: "target-unauthorised" });
    expect(String(error)).not.toContain("secret-word");
  });
});
