import { randomBytes } from 'node:crypto';
import { ACCOUNT_ID } from './emulators/emulator-calls.ts';
import type { LocalState } from './state/local-state.ts';
import type { LocalModel } from './template/local-model.ts';
import type { LocalAddresses } from './template/resource-values.ts';

/** The emulators take any; functions read it from the environment. */
export const LOCAL_REGION = 'us-east-1';

/** Addresses for a first reading, which only asks what there is: nothing has started yet. */
export const PLANNED_ADDRESSES: LocalAddresses = {
  region: LOCAL_REGION,
  accountId: ACCOUNT_ID,
  queueUrl: (name) => `http://queues.invalid/${name}`,
  apiEndpoint: (name) => `http://${name.toLowerCase()}.invalid`,
  secret: () => 'planned',
};

/** Where things really are. Generated secrets are kept over a restart. */
export const runningAddresses = (
  ports: ReadonlyMap<string, number>,
  queueUrl: (queueName: string) => string,
  state: LocalState,
): LocalAddresses => ({
  region: LOCAL_REGION,
  accountId: ACCOUNT_ID,
  queueUrl,
  apiEndpoint: (name) => {
    const port = ports.get(name);
    if (port === undefined) throw new Error(`no port for the API ${name}`);
    return `http://127.0.0.1:${port}`;
  },
  secret: (name) => {
    const stateName = `secret ${name}`;
    const known = state.read(stateName) ?? randomBytes(24).toString('base64url');
    state.write(stateName, known);
    return known;
  },
});

/** The APIs in the order of their ports: the one behind the front door first. */
export const apisByPort = ({ apis }: LocalModel) =>
  apis.toSorted((a, b) => Number(!a.frontDoorHeaders) - Number(!b.frontDoorHeaders));
