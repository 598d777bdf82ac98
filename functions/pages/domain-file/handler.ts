import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import { ENV } from '#shared/contract/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { publicServices } from '../../wiring/public-services.ts';
import { DOMAIN_FILE_URL, readDomainFile } from './read-domain-file.ts';

/** Apple reads it like anybody else. */
export const handler = api(publicServices('pages'), [
  readDomainFile({
    http: createProviderHttp({
      allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
    }),
    address: () => process.env[ENV.domainFileUrl] ?? DOMAIN_FILE_URL,
    now: systemRuntime.now,
  }),
]);
