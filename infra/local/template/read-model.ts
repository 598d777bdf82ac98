import type { LocalModel } from './local-model.ts';
import { readApis } from './read-apis.ts';
import type { CloudAssembly } from './read-assembly.ts';
import { readEventSources } from './read-event-sources.ts';
import { readFunctions } from './read-functions.ts';
import { readQueues } from './read-queues.ts';
import { readSchedules } from './read-schedules.ts';
import { readTables } from './read-tables.ts';
import { checkResourceTypes } from './resource-types.ts';
import type { LocalAddresses } from './resource-values.ts';

/**
 * Reads out of the templates what a local stack has to run.
 * @throws LocalStackError when a template uses something that the local stack does not copy.
 */
export const readModel = (assembly: CloudAssembly, addresses: LocalAddresses): LocalModel => {
  checkResourceTypes(assembly);
  const source = { assembly, addresses };
  return {
    tables: readTables(source),
    queues: readQueues(source),
    functions: readFunctions(source),
    apis: readApis(source),
    ...readEventSources(source),
    schedules: readSchedules(source),
  };
};
