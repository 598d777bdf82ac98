import { hash } from 'node:crypto';
import { TypeID } from 'typeid-js';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { ID_PREFIXES, toOrderId } from '#shared/domain/identity/ids.ts';
import { seededRandom } from '#test/support/seeded-random.ts';
import type { Process } from './process.ts';

const TWO_TO_16 = 0x1_0000;
const TWO_TO_32 = 0x1_0000_0000;

/** A runtime on virtual time whose luck comes from a seed. */
export const simulatedRuntime = (process: Process, seed: number): Runtime => {
  const random = seededRandom(seed);
  const word = (): number => Math.floor(random() * TWO_TO_32);
  const uuid = uuids(word);
  return {
    now: () => new Date(process.now()),
    newId: (kind) => {
      const id = TypeID.fromUUIDBytes(ID_PREFIXES[kind], uuid(process.now())).toString();
      return kind === 'order' ? toOrderId(id) : id;
    },
    random,
    newSecret: (bytes = 24) =>
      Buffer.from(Array.from({ length: bytes }, () => word() & 0xff)).toString('base64url'),
    sha256: (text) => hash('sha256', text, 'hex'),
    pause: (millis) => process.pause(millis),
  };
};

/**
 * UUIDv7 (RFC 9562, 5.7): those of one process are in the order they were made, as the real ones are; those that two
 * processes made in one millisecond are in no order.
 */
const uuids = (word: () => number): ((atMillis: number) => Uint8Array) => {
  let count = word() & 0x3ff;
  return (atMillis) => {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, Math.floor(atMillis / TWO_TO_16));
    view.setUint16(4, atMillis % TWO_TO_16);
    view.setUint16(6, 0x7000 | (count++ & 0xfff));
    view.setUint32(8, 0x8000_0000 | (word() >>> 2));
    view.setUint32(12, word());
    return bytes;
  };
};
