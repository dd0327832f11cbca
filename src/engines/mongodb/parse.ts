export { parseScript } from "./parse/script.ts";
