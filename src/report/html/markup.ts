/** A piece of HTML that is safe to embed; made only by {@link html} and {@link joinMarkup}. */
export interface Markup {
  readonly markup: string;
}
type Value = Markup | string | number | null | readonly Markup[];

/** A template of HTML in which every interpolated text is escaped; null is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: strings.map((text, index) => text + (index < values.length ? print(values[index] ?? null) : "")).join("") };
}

export function joinMarkup(parts: readonly Markup[], separator = ""): Markup {
  return { markup: parts.map((part) => part.markup).join(separator) };
}

export const nothing: Markup = { markup: "" };

function print(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escapeHtml(value);
  if ("markup" in value) return value.markup;
  return value.map((part) => part.markup).join("");
}

/** For text and for attributes in double or single quotes. Control characters that HTML forbids are replaced. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/(?![\t\n\f\r])\p{Cc}/gu, "\u{FFFD}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
