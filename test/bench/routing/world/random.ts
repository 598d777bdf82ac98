/** What a random number is for: numbers of different streams have nothing to do with each other. */
export const STREAMS = {
  arrival: 1,
  amount: 2,
  method: 3,
  issuer: 4,
  device: 5,
  region: 6,
  risk: 7,
  returning: 8,
  preferred: 9,
  outcome: 10,
  delay: 11,
  refusal: 12,
  patience: 13,
  retry: 14,
  silence: 15,
  effects: 16,
  drift: 17,
  incidents: 18,
  faults: 19,
} as const;
export type Stream = keyof typeof STREAMS;

/** One round of mixing (multiply, shift and exclusive or), bijective on 32 bits. */
const mix = (value: number): number => {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
};

/**
 * Counter-based random numbers: a uniform number in [0, 1) that is a pure function of seed, stream and two counters.
 * What a policy does never shifts the numbers of what happens next, so that policies are compared on the same buyers,
 * the same outages and the same luck (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
 */
export const uniform = (seed: number, stream: Stream, a: number, b = 0): number => {
  let x = mix(seed + 0x9e3779b9);
  x = mix(x + Math.imul(STREAMS[stream], 0x85ebca6b));
  x = mix(x + a);
  x = mix(x + Math.imul(b + 1, 0xc2b2ae35));
  return (mix(x) >>> 0) / 4_294_967_296;
};

/** A standard normal number (Box and Muller, 1958). */
export const normal = (seed: number, stream: Stream, a: number, b = 0): number =>
  Math.sqrt(-2 * Math.log(1 - uniform(seed, stream, a, 2 * b))) *
  Math.cos(2 * Math.PI * uniform(seed, stream, a, 2 * b + 1));
