import middy from '@middy/core';
import { type Observe, observe } from './observe.ts';

/** The Lambda of a schedule. A run that throws is an error of the function; the next one starts afresh. */
export const scheduleHandler = (
  stage: string,
  build: (observed: Observe) => () => Promise<unknown>,
): (() => Promise<void>) => {
  const observed = observe(stage);
  const run = build(observed);
  return middy<unknown, void>()
    .after(() => observed.flush())
    .onError(() => observed.flush())
    .handler(async () => {
      await run();
    }) as unknown as () => Promise<void>;
};
