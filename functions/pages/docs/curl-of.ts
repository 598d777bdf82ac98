import type { DocumentedOperation } from './operations-of.ts';

/** A call that can be pasted into a shell; every value is quoted. */
export const curlOf = (
  { method, path, operation }: DocumentedOperation,
  baseUrl: string,
): string => {
  const filled = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, example }) => text.replace(`{${name}}`, String(example)), path);
  const body = operation.requestBody?.content['application/json']?.example;
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quote(`${baseUrl}${filled}`)}`,
    ...(operation.security.length > 0 ? [`-H 'Authorization: Bearer sk_test_…'`] : []),
    ...(takesIdempotencyKey(operation) ? [`-H "Idempotency-Key: $(uuidgen)"`] : []),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
};

const takesIdempotencyKey = ({ parameters }: DocumentedOperation['operation']): boolean =>
  (parameters ?? []).some(({ name }) => name === 'Idempotency-Key');

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
