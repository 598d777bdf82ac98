import type { IncomingMessage } from 'node:http';

/** API Gateway's limit. */
export const MAX_REQUEST_BYTES = 10_000_000;

const NOTHING = Buffer.alloc(0);

/** The whole body, or `too_large` as soon as that is known. */
export const readBody = (request: IncomingMessage): Promise<Buffer | 'too_large'> => {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    return Promise.resolve(NOTHING);
  }
  if (Number(headers['content-length']) > MAX_REQUEST_BYTES) return Promise.resolve('too_large');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_REQUEST_BYTES) resolve('too_large');
      else chunks.push(chunk);
    });
    request.once('end', () =>
      resolve(chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks)),
    );
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client went away')));
  });
};
