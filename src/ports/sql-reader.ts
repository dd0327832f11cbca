/** What the project reader needs of an engine's parser, and nothing more. */
export interface SqlReader {
  /** Dotted names that a statement found in code uses; null: not a statement of this engine. */
  mentions(text: string): Promise<readonly string[] | null>;
}
