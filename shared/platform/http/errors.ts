import type { z } from 'zod';
import type { ErrorEnvelope } from '../../contract/api/error-envelope.ts';
import { AppError, ERROR_CODES } from '../../domain/errors/app-error.ts';

/** The API's one error format. */
export const errorEnvelope = (error: AppError, requestId: string): ErrorEnvelope => {
  const { type, retryable } = ERROR_CODES[error.code];
  return {
    error: {
      type,
      code: error.code,
      message: error.message,
      ...(error.param === undefined ? {} : { param: error.param }),
      request_id: requestId,
      retryable,
      doc_url: `/docs#${error.code}`,
    },
  };
};

/** The path of a zod issue as a caller writes it: `cards[3].value`. */
const paramOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number'
        ? `${text}[${part}]`
        : text
          ? `${text}.${String(part)}`
          : String(part),
    '',
  );

/** Turns the first thing that is wrong with an input into a sentence and the offending field. */
export const invalidInput = (error: z.ZodError, where: 'body' | 'query' | 'path'): AppError => {
  const issue = error.issues[0];
  if (!issue) return new AppError('invalid_parameter', `The ${where} is not valid.`);
  if (issue.code === 'unrecognized_keys') {
    const key = paramOf([...issue.path, issue.keys[0] ?? '']);
    return new AppError(
      'unknown_parameter',
      `Unknown field "${key}" in the ${where}. Remove it or check its spelling.`,
      { param: key },
    );
  }
  const param = paramOf(issue.path);
  const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
  if (missing && param) {
    return new AppError('missing_parameter', `"${param}" is required in the ${where}.`, { param });
  }
  const message = param
    ? `"${param}" in the ${where}: ${issue.message}.`
    : `The ${where} is not valid: ${issue.message}.`;
  return new AppError('invalid_parameter', message, param ? { param } : {});
};
