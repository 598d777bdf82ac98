/** The parts of a JSON Schema that samples are made from. */
export interface SampledSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly anyOf?: readonly SampledSchema[];
  readonly oneOf?: readonly SampledSchema[];
  readonly items?: SampledSchema;
  readonly properties?: Readonly<Record<string, SampledSchema>>;
  readonly required?: readonly string[];
}

export interface SampleOptions {
  /** Named schemas that `#/components/schemas/…` points to. */
  readonly named: Readonly<Record<string, SampledSchema>>;
  /** `least`: no more than a request needs. `whole`: every field, as a reply has them; what can be null is null. */
  readonly extent: 'least' | 'whole';
}

const ID_SUFFIX = '01jd3kqv8ye4xr7p9z2m5c6t';
const SAMPLE_TIME = '2026-01-15T08:30:00.000Z';
const SAMPLE_EXPIRY = '2026-01-15T08:45:00.000Z';

/** What a field of this name usually holds, so that an example reads like a sale and not like a type. */
const BY_NAME: Readonly<Record<string, string | number>> = {
  name: 'Game card 30 days',
  product_name: 'Game card 30 days',
  description: 'Delivered at once.',
  value: 'ABCD-EFGH-IJKL',
  contact: 'buyer@example.com',
  provider: 'epay',
  label: 'Main account',
  reason: 'The provider confirmed the payment by phone.',
  actor: 'Lin (support)',
  price_amount: 990,
  unit_amount: 990,
  amount: 990,
  quantity: 1,
  max_quantity: 10,
  checkout_url: 'https://pay.example.com/checkout/t01jd3kqv8y…',
  return_url: 'https://shop.example.com/thanks',
  notify_url: 'https://callbacks.example.com/callbacks/epay/ch_01jd3kqv8ye4xr7p9z2m5c6t03',
  url: 'https://shop.example.com/webhooks',
  day_zone: 'Asia/Shanghai',
  day: '2026-01-15',
  upstream: 'pay.example.net',
  exploration_share: 0.01,
  trial_share: 0.06,
  propensity: 0.99,
  success_probability: 0.87,
  account: '1001',
  file: 'checkout.en-ABCD2345.js',
  batch_id: 'june-1',
  body_base64: 'cGlkPTEwMDE=',
  http_method: 'POST',
  content_type: 'application/x-www-form-urlencoded',
  provider_status: 'TRADE_SUCCESS',
  token: 't01jd3kqv8ye4xr7p9z2m5c6t7g01jd3kqv8ye4xr7p9z2m5c6t00Yq3vXw8rT2mK5nB7cD9fG1hJ',
  merchant: `mer_${ID_SUFFIX}7g`,
  what: 'created',
  sequence: 1,
  rate_basis_points: 38,
  priority: 100,
  weight: 100,
  routing_reason: 'first by priority',
  credentials_set: 'key',
  provider_order_number: '01jd3kqv8ye4xr7p9z2m5c6t01',
  available: 128,
  imported: 2,
  param: 'credentials.merchantCertificate',
  days_left: 7,
};

/** A value that a schema accepts: what the documentation shows where a contract has no example of its own. */
export const sampleOf = (schema: SampledSchema, options: SampleOptions, name = ''): unknown => {
  if (schema.$ref !== undefined) {
    const target = options.named[schema.$ref.replace('#/components/schemas/', '')];
    return target && sampleOf(target, options, name);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (options.extent === 'whole' && isNullable(schema)) return null;
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return sampleOf(choice, options, name);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object':
      return sampleObject(schema, options);
    case 'array':
      return [sampleOf(schema.items ?? {}, options, name.replace(/s$/, ''))];
    case 'string':
      return sampleText(schema, name);
    case 'integer':
    case 'number':
      return schema.default ?? usualNumber(name) ?? Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return schema.default ?? false;
    default:
      return null;
  }
};

const isNullable = ({ type, anyOf }: SampledSchema): boolean =>
  (Array.isArray(type) && type.includes('null')) ||
  (anyOf ?? []).some((choice) => choice.type === 'null');

const sampleObject = (schema: SampledSchema, options: SampleOptions): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => options.extent === 'whole' || schema.required?.includes(name))
      .map(([name, property]) => [name, sampleOf(property, options, name)]),
  );

const sampleText = (schema: SampledSchema, name: string): unknown => {
  const idPrefix = /^\^([a-z]+)_\[0-7\]/.exec(schema.pattern ?? '')?.[1];
  if (idPrefix !== undefined) return sampleId(idPrefix);
  if (schema.format === 'date-time') return /expires|ends/.test(name) ? SAMPLE_EXPIRY : SAMPLE_TIME;
  return schema.default ?? usualText(name) ?? 'text'.padEnd(schema.minLength ?? 0, '.');
};

/** The ids of one story: the attempt's differs from its order's in the last characters only, as real ones do. */
const sampleId = (prefix: string): string => {
  const last: Readonly<Record<string, string>> = { ord: '00', att: '01', prod: '02', ch: '03' };
  return `${prefix}_${ID_SUFFIX}${last[prefix] ?? '7g'}`;
};

const usualNumber = (name: string): number | undefined => {
  const value = BY_NAME[name];
  return typeof value === 'number' ? value : undefined;
};

const usualText = (name: string): string | undefined => {
  const value = BY_NAME[name];
  return typeof value === 'string' ? value : undefined;
};
