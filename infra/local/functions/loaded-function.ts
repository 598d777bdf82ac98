import type { Context } from 'aws-lambda';
import type { LocalFunction } from '../template/local-model.ts';

export type Handler = (event: unknown, context: Context) => unknown;

/** A function whose code is in memory. */
export interface LoadedFunction extends LocalFunction {
  readonly handler: Handler;
}
