const TEXT_TYPES = new Set(['application/json', 'application/javascript', 'application/xml']);

/**
 * Whether API Gateway hands a request's body to the function as text. HTTP APIs have no setting for it: `text/*`,
 * JSON, JavaScript and XML are text; everything else, form posts included, arrives base64 encoded.
 */
export const isText = (contentType: string | undefined, contentEncoding: string | undefined) => {
  if (contentType === undefined || (contentEncoding && contentEncoding !== 'identity'))
    return false;
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  return type.startsWith('text/') || TEXT_TYPES.has(type);
};
