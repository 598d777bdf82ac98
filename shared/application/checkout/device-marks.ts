import { type DeviceMarks, deviceMarkText } from '../../domain/checkout/device-mark.ts';
import type { KnownDevice } from '../../domain/checkout/known-device.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import type { Runtime } from '../ports/runtime.ts';

/** What a request says of the browser that it comes from. */
export interface SeenDevice {
  /** From our own signed cookie. */
  readonly device?: KnownDevice | undefined;
  /** A visitor id that a script computed: two browsers may share it, and anybody can send any. */
  readonly fingerprint?: string | undefined;
}

/** The marks that an attempt remembers of it; `undefined` when there are none. */
export const deviceMarks = (
  { sha256 }: Pick<Runtime, 'sha256'>,
  tenant: Tenant,
  { device, fingerprint }: SeenDevice,
): DeviceMarks | undefined => {
  const hashOf = (kind: keyof DeviceMarks, value: string): string =>
    sha256(deviceMarkText(tenantKey(tenant), kind, value));
  if (!device && fingerprint === undefined) return undefined;
  return {
    ...(device ? { device: hashOf('device', device.id) } : {}),
    ...(fingerprint === undefined ? {} : { fingerprint: hashOf('fingerprint', fingerprint) }),
  };
};
