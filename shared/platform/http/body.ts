import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { MAX_BODY_BYTES } from '../../contract/environment.ts';
import { AppError } from '../../domain/errors/app-error.ts';

/** The request's body as bytes, exactly as the client sent them. API Gateway encodes what is not text as base64. */
export const bodyBytes = (event: APIGatewayProxyEventV2): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

const mediaType = (contentType: string): string =>
  (contentType.split(';')[0] ?? '').trim().toLowerCase();

export type ParsedBody =
  | { kind: 'none' }
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string };

/**
 * Reads a body as JSON, or as text when the route takes that media type.
 *
 * @throws AppError `body_too_large`, `unsupported_media_type` or `invalid_json`
 */
export const parseBody = (
  event: APIGatewayProxyEventV2,
  contentType: string,
  textBodies: readonly string[],
): ParsedBody => {
  const bytes = bodyBytes(event);
  if (bytes.length > MAX_BODY_BYTES) {
    throw new AppError(
      'body_too_large',
      `The body has ${bytes.length} bytes; at most ${MAX_BODY_BYTES} are taken. Send less in one call.`,
    );
  }
  if (bytes.length === 0) return { kind: 'none' };
  const type = mediaType(contentType);
  const text = decodeUtf8(bytes);
  if (textBodies.includes(type)) return { kind: 'text', text };
  if (type !== '' && type !== 'application/json') {
    const accepted = ['application/json', ...textBodies].join(', ');
    throw new AppError(
      'unsupported_media_type',
      `Content-Type "${type}" is not taken here. Use one of: ${accepted}.`,
    );
  }
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch (cause) {
    throw new AppError(
      'invalid_json',
      'The body is not valid JSON. Check for a missing quote, comma or bracket.',
      { cause },
    );
  }
};

const decodeUtf8 = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError(
      'invalid_json',
      'The body is not valid UTF-8. Save the file as UTF-8 and send it again.',
      { cause },
    );
  }
};
