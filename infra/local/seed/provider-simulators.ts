import { z } from 'zod';
import { freePort } from '../emulators/free-port.ts';
import { behaviourSchema } from '../providers/kit/behaviour.ts';
import { makeSimulatorKeys } from '../providers/kit/start-simulator.ts';
import { SIMULATIONS } from '../providers/registry.ts';
import type { LocalState } from '../state/local-state.ts';

export const providerSimulatorSchema = z.object({
  provider: z.string(),
  port: z.int(),
  keys: z.object({
    platform: z.unknown(),
    merchants: z.array(z.object({ id: z.string(), keys: z.unknown() })),
  }),
});
export type ProviderSimulator = z.infer<typeof providerSimulatorSchema>;

/** What a simulator is started with; its books are kept under the name. */
export const playedProviderSchema = providerSimulatorSchema.extend({
  name: z.string(),
  behaviour: behaviourSchema.partial(),
});
export type PlayedProvider = z.infer<typeof playedProviderSchema>;

/**
 * Every simulated provider's port and keys, made on the first start and kept: channels hold them.
 * @param firstPort the port that the first one gets if it is free; 0 for any.
 */
export const providerSimulators = async (
  state: LocalState,
  firstPort: number,
): Promise<ProviderSimulator[]> => {
  const simulators: ProviderSimulator[] = [];
  for (const [index, [provider, load]] of Object.entries(SIMULATIONS).entries()) {
    const name = `simulated provider ${provider}`;
    const known = state.read(name);
    if (known !== undefined) {
      simulators.push(providerSimulatorSchema.parse(JSON.parse(known)));
      continue;
    }
    const keys = await makeSimulatorKeys(await load());
    const simulator: ProviderSimulator = {
      provider,
      port: await freePort(firstPort === 0 ? 0 : firstPort + index),
      keys: { ...keys, merchants: [...keys.merchants] },
    };
    state.write(name, JSON.stringify(simulator));
    simulators.push(simulator);
  }
  return simulators;
};
