import fc from 'fast-check';
import {
  type ChannelStatus,
  type ClientSdk,
  clientSdkSchema,
  deviceSchema,
  paymentMethodSchema,
  type RiskLevel,
  riskLevelSchema,
} from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Candidate, Restriction, RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { type Knowledge, priorKey } from '#shared/domain/routing/knowledge.ts';
import { WEIGHT_COUNT } from '#shared/domain/routing/model/features.ts';
import { anAccount, channelId, someCapabilities } from '../../support/an-account.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const BASE = anAccount();
const START = Date.parse('2026-03-01T00:00:00Z');
const METHODS = paymentMethodSchema.options.slice(0, 4);
const DEVICES = [...deviceSchema.options];
const RISKS = riskLevelSchema.options;
const ISSUERS = ['icbc', 'ccb'];
const UPSTREAMS = ['gateway-1', 'gateway-2'];

const instant = fc.integer({ min: 0, max: 48 * 60 }).map((minutes) => START + minutes * 60_000);
const iso = (millis: number): string => new Date(millis).toISOString();
const amountMinor = fc.oneof(
  fc.integer({ min: 1, max: 2_000 }),
  fc.integer({ min: 1, max: 1_000_000 }),
);
const currency = fc.constantFrom('CNY' as const, 'CNY' as const, 'CNY' as const, 'USD' as const);

/** Mostly the harmless value: limits must be broken one at a time, too, and often not at all. */
const mostly = <Value>(value: Value, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });

const candidate = fc
  .record({
    status: mostly<ChannelStatus>('enabled', fc.constantFrom('draining', 'frozen')),
    role: fc.constantFrom('main' as const, 'backup' as const),
    priority: fc.integer({ min: 0, max: 2 }),
    weight: fc.integer({ min: 0, max: 3 }),
    methods: mostly(METHODS, fc.subarray(METHODS, { minLength: 1 })),
    currency,
    min: mostly<number | null>(null, amountMinor),
    max: mostly<number | null>(null, amountMinor),
    cap: mostly<number | null>(null, amountMinor),
    reserved: fc.option(amountMinor),
    upstream: fc.constantFrom(...UPSTREAMS),
    maintenance: mostly<[number, number][]>(
      [],
      fc.array(fc.tuple(instant, instant), { maxLength: 3 }),
    ),
    issuerLimit: mostly<number | null>(null, amountMinor),
    maxRisk: mostly<RiskLevel | undefined>(undefined, fc.constantFrom(...RISKS)),
    fee: fc.record({
      rateBasisPoints: fc.integer({ min: 0, max: 500 }),
      fixedMinor: fc.integer({ min: 0, max: 100 }),
    }),
    built: fc.integer({ min: 0, max: 9 }),
    devices: mostly(DEVICES, fc.subarray(DEVICES, { minLength: 1 })),
    provided: mostly(METHODS, fc.subarray(METHODS, { minLength: 1 })),
    clientSdk: mostly<ClientSdk | undefined>(
      undefined,
      fc.constantFrom(...clientSdkSchema.options),
    ),
    needsPhone: mostly<boolean | undefined>(undefined, fc.boolean()),
  })
  .map(
    (it): Candidate => ({
      channel: {
        ...BASE,
        ...it,
        minAmount: it.min === null ? undefined : money(it.currency, it.min),
        maxAmount: it.max === null ? undefined : money(it.currency, it.max),
        dailyCap: it.cap === null ? undefined : money(it.currency, it.cap),
        issuerLimits:
          it.issuerLimit === null
            ? undefined
            : [{ issuer: ISSUERS[0] ?? '', maxAmount: money(it.currency, it.issuerLimit) }],
        maintenance: it.maintenance.map(([startsAt, endsAt]) => ({
          startsAt: iso(startsAt),
          endsAt: iso(endsAt),
        })),
      },
      capabilities:
        it.built === 0
          ? undefined
          : {
              ...someCapabilities,
              methods: it.provided,
              devices: it.devices,
              needsPhone: it.needsPhone,
              clientSdks: it.clientSdk && { desktop: it.clientSdk, mobile: it.clientSdk },
            },
      reservedTodayMinor: it.reserved === null ? undefined : BigInt(it.reserved),
    }),
  );

/** Up to 12 accounts of every kind, with different ids. */
export const someCandidates: fc.Arbitrary<Candidate[]> = fc
  .array(candidate, { maxLength: 12 })
  .map((candidates) =>
    candidates.map((it, index) => ({
      ...it,
      channel: { ...it.channel, id: channelId(index + 1) },
    })),
  );

const restriction: fc.Arbitrary<Restriction> = fc.record({
  source: fc.constantFrom('product' as const, 'risk' as const),
  methods: fc.option(fc.subarray(METHODS), { nil: undefined }),
  channelIds: fc.option(fc.subarray([1, 2, 3, 4, 5, 6].map(channelId)), { nil: undefined }),
});

export const aRandomRequest: fc.Arbitrary<RoutingRequest> = fc
  .record({
    minor: amountMinor,
    currency,
    method: fc.constantFrom(...METHODS),
    device: fc.constantFrom(...DEVICES),
    now: instant,
    lifeMinutes: fc.integer({ min: 1, max: 120 }),
    tried: mostly<string[]>([], fc.subarray([channelId(1), channelId(2), channelId(3)])),
    failedUpstreams: mostly<string[]>([], fc.subarray(UPSTREAMS, { maxLength: 1 })),
    issuer: fc.constantFrom(undefined, ...ISSUERS),
    riskLevel: fc.constantFrom(undefined, ...RISKS),
    clientSdks: mostly<ClientSdk[] | undefined>(
      undefined,
      fc.subarray([...clientSdkSchema.options]),
    ),
    hasPhone: fc.constantFrom(undefined, true, false),
    hour: fc.integer({ min: 0, max: 23 }),
    paidOrders: fc.integer({ min: 0, max: 3 }),
    preferredChannelId: fc.constantFrom(undefined, channelId(1), channelId(4)),
    restrictions: mostly<Restriction[]>([], fc.array(restriction, { maxLength: 2 })),
  })
  .map((it) => ({
    amount: money(it.currency, it.minor),
    method: it.method,
    device: it.device,
    now: new Date(it.now),
    expiresAt: new Date(it.now + it.lifeMinutes * 60_000),
    triedChannelIds: it.tried,
    failedUpstreams: it.failedUpstreams,
    issuer: it.issuer,
    riskLevel: it.riskLevel,
    clientSdks: it.clientSdks,
    hasPhone: it.hasPhone,
    hour: it.hour,
    buyer: { paidOrders: it.paidOrders, preferredChannelId: it.preferredChannelId },
    restrictions: it.restrictions,
  }));

/** Anything that may have been learned of twelve channels, also of none of them. */
export const someKnowledge: fc.Arbitrary<Knowledge> = fc
  .record({
    healths: fc.array(
      fc.record({
        factor: fc.double({ min: 0, max: 1, noNaN: true }),
        dead: fc.double({ min: 0, max: 1, noNaN: true }),
        openedAt: fc.option(instant, { nil: undefined }),
        trialsFrom: instant,
        perSecond: fc.double({ min: 0, max: 50, noNaN: true }),
        perDayMinor: fc.nat(),
        tries: fc.integer({ min: 0, max: 500 }),
        bank: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 12 },
    ),
    hasSnapshot: mostly(true, fc.constant(false)),
    weightSeed: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(({ healths, hasSnapshot, weightSeed }) => ({
    snapshot: hasSnapshot
      ? {
          version: 1,
          takenAt: START,
          upTo: START,
          calibration: { offset: 0.1, slope: 0.9 },
          channels: healths.map(({ tries, bank, ...health }, index) => ({
            ...health,
            id: channelId(index + 1),
            p50: 20,
            p99: 200,
            methods: METHODS.map((method): [string, number, number] => [method, tries, tries / 2]),
            issuers: [[ISSUERS[1] ?? '', bank] as [string, number]],
          })),
        }
      : undefined,
    weights: weightSeed === undefined ? undefined : someWeights(weightSeed),
    weightsVersion: weightSeed === undefined ? 0 : 1,
    priors: new Map([[priorKey('fake', METHODS[0] ?? ''), 0.9]]),
  }));

/** A few sets of weights, made once: they are large. */
const WEIGHTS = Array.from({ length: 16 }, (_, seed) => {
  const random = seededRandom(seed);
  return Float32Array.from({ length: WEIGHT_COUNT }, () => 4 * random() - 2);
});

const someWeights = (seed: number): Float32Array | undefined => WEIGHTS[seed % WEIGHTS.length];
