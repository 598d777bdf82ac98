import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import { ENV } from '#shared/contract/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { DOMAIN_FILE_URL, readDomainFile } from './read-domain-file.ts';

export const handler = api(
  {
    stage: 'pages',
    // Apple reads it like anybody else: nobody is looked up and no reply is kept.
    authenticate: async () => undefined,
    replies: { once: (_request, answer) => answer() },
  },
  [
    readDomainFile({
      http: createProviderHttp({
        allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
      }),
      address: () => process.env[ENV.domainFileUrl] ?? DOMAIN_FILE_URL,
      now: systemRuntime.now,
    }),
  ],
);
