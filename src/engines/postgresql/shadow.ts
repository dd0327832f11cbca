import { LeadError } from "../../model/error.ts";
import type { Shadow, ShadowProvider, ShadowRequest } from "../shadow.ts";
import { readShadowSettings, type ShadowSettings } from "./shadow/settings.ts";

/** A native server where one can be had (`[shadow.postgresql]` `url` or `bin`, an installed one, or npm's in the project), else embedded PGlite. */
export const postgresqlShadow: ShadowProvider = {
  open: async (request) => {
    const settings = readShadowSettings(request.settings);
    if (settings.kind === "auto") return openAny(request, settings);
    if (settings.kind === "embedded") return (await import("./shadow/embedded-shadow.ts")).openEmbedded(request, settings);
    return (await import("./shadow/native-shadow.ts")).openNative(request, settings);
  },
};

/** Set where a server that was found could not be started: it is not tried again in this process. */
let isNativeBroken = false;

async function openAny(request: ShadowRequest, settings: ShadowSettings): Promise<Shadow> {
  const { hasFittingServer, isExtensionMissing } = await import("./shadow/server-programs.ts");
  if (!isNativeBroken && hasFittingServer(request.version.split(".")[0] ?? "")) {
    const { openNative } = await import("./shadow/native-shadow.ts");
    try {
      return await openNative(request, { ...settings, kind: "native" }, extensionsOf(request));
    } catch (error) {
      if (!(error instanceof LeadError) || error.code !== "engine-missing") throw error;
      isNativeBroken ||= !isExtensionMissing(error);
    }
  }
  return (await import("./shadow/embedded-shadow.ts")).openEmbedded(request, settings);
}

/** Extensions that scripts name, by word: comments may name one too many, which costs nothing but the choice. */
function extensionsOf({ base, seed, later = [] }: ShadowRequest): readonly string[] {
  const texts = [...base, ...seed, ...later].map((script) => script.text);
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi)].map((match) => match[1] ?? ""),
  );
  return [...new Set(names)];
}
