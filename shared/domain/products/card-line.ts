/** One line of an import as it came, before anything is trimmed or refused. */
export interface CardLine {
  /** From 1: the line of the text as an editor counts, or the place in the JSON array. */
  readonly line: number;
  readonly text: string;
}
