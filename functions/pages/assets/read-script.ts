import { existsSync, readFileSync } from 'node:fs';
import { readScript as contract } from '#shared/contract/api/pages.ts';
import { notFound } from '#shared/domain/errors/app-error.ts';
import { acceptsEncoding } from '#shared/platform/http/accepts-encoding.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { RawReply } from '#shared/platform/http/call.ts';

const ENDINGS = { br: '.br', gzip: '.gz' } as const;

/** A script by its name, which changes with its content: whoever has it need never ask again. */
export const readScript = (folder: URL): BoundRoute =>
  bind(contract, async ({ params: { file } }, call) => {
    const encoding = acceptsEncoding(call.header('accept-encoding'));
    const path = new URL(`${file}${encoding ? ENDINGS[encoding] : ''}`, folder);
    if (!existsSync(path)) throw notFound('script');
    const headers = {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    };
    return new RawReply(200, headers, readFileSync(path));
  });
