import { CURRENCY_EXPONENTS, type Currency } from '#shared/domain/money/currency.ts';

/** Weights of a model: 32 KB as 32-bit floats. */
export const WEIGHT_COUNT = 8_192;

/** What is known of a payment when a channel is chosen for it. Unknown words are empty. */
export interface PaymentContext {
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly method: string;
  readonly device: string;
  /** Country or province of the buyer. */
  readonly region: string;
  /** The buyer's bank. */
  readonly issuer: string;
  /** 0–23 at the shop. */
  readonly hour: number;
  readonly riskLevel: 'low' | 'medium' | 'high';
  readonly returningBuyer: boolean;
  /** The channel that this buyer paid through last. */
  readonly preferredChannelId: string | undefined;
}

/** Features that a channel has of its own: itself, and itself with one property of the payment. */
export const CHANNEL_FEATURES = 8;
/** Features that all channels share. */
export const SHARED_FEATURES = 4;
export const FEATURE_COUNT = CHANNEL_FEATURES + SHARED_FEATURES;

/** Largest hundredth of a currency unit of each band: 5, 20, 50, 100, 300, 1,000, 5,000. */
const BAND_LIMITS = [500, 2_000, 5_000, 10_000, 30_000, 100_000, 500_000] as const;

/** Place of an amount among the bands, 0 the smallest. */
export const amountBand = ({
  amountMinor,
  currency,
}: Pick<PaymentContext, 'amountMinor' | 'currency'>): number => {
  const hundredths = amountMinor * 10 ** (2 - CURRENCY_EXPONENTS[currency]);
  let band = 0;
  while (band < BAND_LIMITS.length && hundredths > (BAND_LIMITS[band] ?? 0)) band += 1;
  return band;
};

/** 32-bit FNV-1a of a text (Fowler, Noll, Vo): the key of a word among the hashed features. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
};

const KEPT_HASHES = 4_096;
const keptHashes = new Map<string, number>();

/** The hash of a word that is met again and again. */
const hashOf = (word: string): number => {
  const known = keptHashes.get(word);
  if (known !== undefined) return known;
  const hash = hashText(word);
  if (keptHashes.size >= KEPT_HASHES) keptHashes.clear();
  keptHashes.set(word, hash);
  return hash;
};

/** Place of a feature among the weights (the hashing trick: Weinberger et al., 2009). */
const place = (salt: number, value: number): number => {
  let mixed = Math.imul(salt ^ value, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca77);
  return (mixed ^ (mixed >>> 13)) & (WEIGHT_COUNT - 1);
};

/** Salts of a channel's features, made once: so that a decision hashes no text. */
export const channelSalts = (channelId: string): Int32Array => {
  const salts = new Int32Array(CHANNEL_FEATURES);
  const hash = hashText(channelId);
  for (let kind = 0; kind < CHANNEL_FEATURES; kind += 1) {
    salts[kind] = Math.imul(hash ^ Math.imul(kind + 1, 0xc2b2ae35), 0x27d4eb2f);
  }
  return salts;
};

const SHARED_SALTS = channelSalts('*');

/** The payment's side of every feature: computed once a decision, used for every channel. */
export interface ContextValues {
  readonly channel: Int32Array;
  readonly shared: Int32Array;
}

export const newContextValues = (): ContextValues => ({
  channel: new Int32Array(CHANNEL_FEATURES),
  shared: new Int32Array(SHARED_FEATURES),
});

const RISK = { low: 1, medium: 2, high: 3 } as const;

/** Fills the values of a payment; the last channel feature depends on the channel and is left to `placeFeatures`. */
export const readContext = (context: PaymentContext, values: ContextValues): void => {
  const { channel, shared } = values;
  const issuer = hashOf(context.issuer);
  const device = hashOf(context.device);
  const method = hashOf(context.method);
  const band = amountBand(context) + 1;
  channel[0] = 0;
  channel[1] = issuer;
  channel[2] = device;
  channel[3] = band;
  channel[4] = method;
  channel[5] = hashOf(context.region);
  channel[6] = (context.hour >> 2) + 1;
  shared[0] = issuer;
  shared[1] = RISK[context.riskLevel] * 2 + (context.returningBuyer ? 1 : 0);
  shared[2] = band;
  shared[3] = device ^ Math.imul(method, 31);
};

/** Places of the shared features among the weights. */
export const placeShared = (values: ContextValues, places: Int32Array, from: number): void => {
  for (let kind = 0; kind < SHARED_FEATURES; kind += 1) {
    places[from + kind] = place((SHARED_SALTS[kind] ?? 0) + kind, values.shared[kind] ?? 0);
  }
};

/** Places of a channel's own features among the weights. */
export const placeChannel = (
  salts: Int32Array,
  values: ContextValues,
  preferred: boolean,
  places: Int32Array,
): void => {
  for (let kind = 0; kind < CHANNEL_FEATURES - 1; kind += 1) {
    places[kind] = place(salts[kind] ?? 0, values.channel[kind] ?? 0);
  }
  places[CHANNEL_FEATURES - 1] = place(salts[CHANNEL_FEATURES - 1] ?? 0, preferred ? 1 : 0);
};
