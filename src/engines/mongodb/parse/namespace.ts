/** `shop.orders.old` is the collection `orders.old` of `shop`. */
export function namespaceOf(text: string): { readonly db: string; readonly collection: string } {
  const cut = text.indexOf(".");
  return cut === -1 ? { db: "", collection: text } : { db: text.slice(0, cut), collection: text.slice(cut + 1) };
}
