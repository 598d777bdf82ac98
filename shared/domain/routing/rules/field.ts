import type { FieldType } from './operators.ts';

/** A word that rules may ask about: what it means, and which values make sense. */
export interface Field {
  readonly type: FieldType;
  /** What a number counts; `null` where there is nothing to count. */
  readonly unit: string | null;
  readonly en: string;
  readonly zh: string;
  /** The only texts it can be. */
  readonly values?: readonly string[];
  /** Least and greatest number it can be. */
  readonly min?: number;
  readonly max?: number;
}
