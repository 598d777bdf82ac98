import fc from 'fast-check';
import {
  deviceSchema,
  type PaymentMethod,
  paymentMethodSchema,
} from '#shared/domain/channels/channel.ts';
import type { MethodFacts } from '#shared/domain/checkout/method-facts.ts';
import type { OrderedFor } from '#shared/domain/checkout/order-methods.ts';
import type { Visitor } from '#shared/domain/checkout/visitor.ts';

/** A method that is well and has nothing special, in the shop's first place. */
export const aMethod = (
  method: PaymentMethod,
  place = 0,
  changes: Partial<MethodFacts> = {},
): MethodFacts => ({
  method,
  place,
  failed: 0,
  success: 0.8,
  health: 'well',
  feeMinor: 0,
  asksFirst: false,
  ...changes,
});

const METHODS = [...paymentMethodSchema.options];

export const someMethods: fc.Arbitrary<MethodFacts[]> = fc.subarray(METHODS).chain((methods) =>
  fc.tuple(
    ...methods.map((method) =>
      fc.record<MethodFacts>({
        method: fc.constant(method),
        place: fc.integer({ min: 0, max: 4 }),
        failed: fc.constantFrom(0, 0, 0, 1, 2),
        success: fc.double({ min: 0, max: 1, noNaN: true }),
        health: fc.constantFrom('well', 'well', 'well', 'impaired', 'broken'),
        seconds: fc.option(fc.double({ min: 0, max: 300, noNaN: true }), { nil: undefined }),
        feeMinor: fc.integer({ min: 0, max: 500 }),
        asksFirst: fc.boolean(),
      }),
    ),
  ),
);

const maybeMethod = fc.option(fc.constantFrom(...METHODS), { nil: undefined });

export const someVisitor: fc.Arbitrary<Visitor> = fc.record({
  device: fc.constantFrom(...deviceSchema.options),
  platform: fc.constantFrom('ios' as const, 'android' as const, 'desktop' as const),
  browser: fc.constantFrom('safari' as const, 'chrome' as const, undefined),
  country: fc.constantFrom('CN', 'HK', 'SG', 'US', 'DE', undefined),
  language: fc.constantFrom('zh' as const, 'en' as const, undefined),
  lastMethod: maybeMethod,
  clientSdks: fc.constantFrom(undefined, [], ['wechat_jsapi' as const]),
});

export const somebody: fc.Arbitrary<OrderedFor> = fc.record({
  visitor: someVisitor,
  buyersMethod: maybeMethod,
  begun: fc.boolean(),
});
