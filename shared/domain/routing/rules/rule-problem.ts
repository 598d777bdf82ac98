/** What is wrong with a set of rules: where, as a caller writes it (`rules[2].when.all[0].op`), and why. */
export interface RuleProblem {
  readonly path: string;
  /** One sentence without its end, to be put after the path. */
  readonly message: string;
}

/** The path of a part of what is at `path`. */
export const partOf = (path: string, part: string | number): string =>
  typeof part === 'number' ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`;

/** The first problem among the members of a list. */
export const firstProblem = <Member>(
  members: readonly Member[],
  check: (member: Member, index: number) => RuleProblem | undefined,
): RuleProblem | undefined => {
  for (const [index, member] of members.entries()) {
    const problem = check(member, index);
    if (problem) return problem;
  }
  return undefined;
};

/** `a, b or c`. */
export const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const SHOWN_CHARACTERS = 60;

/** A value as it was sent, cut when it is long. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…"` : text;
};

/** Keys that an object may not have, and keys that it lacks. */
export const checkKeys = (
  value: JsonObject,
  path: string,
  { required, optional = [] }: { required: readonly string[]; optional?: readonly string[] },
): RuleProblem | undefined => {
  const known = [...required, ...optional];
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    return {
      path: partOf(path, unknown),
      message: `${shown(unknown)} is not known here: use ${oneOf(known)}`,
    };
  }
  const missing = required.find((key) => value[key] === undefined);
  return missing === undefined
    ? undefined
    : { path: partOf(path, missing), message: `"${missing}" is missing` };
};
