import type { ShadowProvider } from "../shadow.ts";
import { readShadowSettings } from "./shadow/settings.ts";

/** Embedded PGlite unless `[shadow.postgresql]` names a server (`url`), its programs (`bin`) or `kind = "native"`. */
export const postgresqlShadow: ShadowProvider = {
  open: async (request) => {
    const settings = readShadowSettings(request.settings);
    if (settings.kind === "embedded") return (await import("./shadow/embedded-shadow.ts")).openEmbedded(request, settings);
    return (await import("./shadow/native-shadow.ts")).openNative(request, settings);
  },
};
