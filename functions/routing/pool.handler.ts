import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { poolExperience } from '#shared/application/routing/pool-experience.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { observe } from '#shared/platform/observe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

const environment = readEnvironment(ENV.channelsTable);
const { log } = observe('routing');
const priors = dynamoPriorStore({
  documents: createDocumentClient(),
  tableName: environment[ENV.channelsTable],
});

/** Each hour: what shops know of providers is pooled for new shops. */
export const handler = async (): Promise<void> => {
  log.info('experience pooled', await poolExperience({ priors, runtime: systemRuntime }));
};
