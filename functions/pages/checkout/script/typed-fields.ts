/** What is shown again in a form for another method. */
const TYPED = ['phone', 'bank', 'contact'];

type Fields = Pick<FormData, 'get'> | Pick<URLSearchParams, 'get'>;

export const typedIn = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    TYPED.flatMap((name) => {
      const value = fields.get(name);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

/** What stands in the page's forms. */
export const typedNow = (): Record<string, string> =>
  Object.assign({}, ...[...document.forms].map((form) => typedIn(new FormData(form))));
