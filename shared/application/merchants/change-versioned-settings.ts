import { concurrentChange } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { VersionedSettings, VersionedSettingsStore } from '../ports/versioned-settings.ts';

const MAX_ROUNDS = 4;

/**
 * Changes a tenant's settings. A change that meets another one is made again on top of it.
 *
 * @param decide gives what is to be written, or nothing when all is as it should be
 * @param what the settings' name, for the error
 * @throws AppError concurrent_change
 */
export const changeVersionedSettings = async <Settings>(
  {
    store,
    runtime,
    what,
  }: {
    readonly store: VersionedSettingsStore<Settings>;
    readonly runtime: Pick<Runtime, 'now'>;
    readonly what: string;
  },
  tenant: Tenant,
  decide: (known: Settings) => Settings | undefined,
): Promise<VersionedSettings<Settings>> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const known = await store.readVersioned(tenant);
    const settings = decide(known.settings);
    if (!settings) return known;
    const at = runtime.now();
    if (await store.write(tenant, settings, { previousVersion: known.version, at })) {
      return { settings, version: known.version + 1, updatedAt: at.toISOString() };
    }
  }
  throw concurrentChange(`The ${what} are being changed by others at the same time. Try again.`);
};
