/** Stripe's form fields `a[b][0][c]=v` as an object. */
export interface Nested {
  readonly [name: string]: string | Nested;
}

export const nestedForm = (body: string): Nested => {
  const root: Record<string, string | Nested> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== '');
    let at = root;
    for (const part of path.slice(0, -1)) {
      const next = at[part];
      const child: Record<string, string | Nested> =
        typeof next === 'object' ? (next as Record<string, string | Nested>) : {};
      at[part] = child;
      at = child;
    }
    at[path.at(-1) ?? name] = value;
  }
  return root;
};

/** The text at a path; `''` when there is none. */
export const textAt = (form: Nested, ...path: readonly string[]): string => {
  let at: string | Nested | undefined = form;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : '';
};
