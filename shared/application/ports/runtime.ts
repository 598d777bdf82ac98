import type { DurationName, MetricName } from '../../contract/metrics.ts';
import type { IdKind } from '../../domain/identity/ids.ts';

/** What a use case needs from the machine it runs on. */
export interface Runtime {
  now(): Date;
  /** A fresh TypeID of that kind. Ids of orders end in `00` (see toOrderId). */
  newId(kind: IdKind): string;
  /** A uniform number in [0, 1): picks, jitter. Never for secrets. */
  random(): number;
  /** 128 random bits or more, base64url: tokens and keys. */
  newSecret(bytes?: number): string;
  /** SHA-256 of a text, hex. */
  sha256(text: string): string;
  /** Waits; only between bounded retries, and between looks at what is watched. */
  pause(millis: number): Promise<void>;
}

/** Structured log lines; secrets never get here. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Counters by the names in contract/metrics.ts. */
export interface Metrics {
  count(name: MetricName, value?: number, dimensions?: Record<string, string>): void;
}

/** Measures steps: the clock is the machine's, not the use case's. */
export interface Stopwatch {
  /** Does `work` and notes how long it took, also when it throws. */
  time<Value>(name: DurationName, work: () => Promise<Value>): Promise<Value>;
}
