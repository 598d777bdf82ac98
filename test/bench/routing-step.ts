import { stepsInProcess } from './routing-step/in-process.ts';
import { stepsOnStack } from './routing-step/on-stack.ts';
import { rowsOf } from './routing-step/rows.ts';
import { atMost, type Bench } from './support/bench.ts';

const MAX_P99_MILLIS = 5;
const STRETCH_P99_MILLIS = 2;

/**
 * How long routing one payment takes: inside the warm checkout function of the local stack, as the function itself
 * writes it to its log, and beside that the same code in a process that does nothing else.
 */
const routingStep: Bench = async ({ progress }) => {
  const lambda = rowsOf('lambda', await stepsOnStack(progress));
  const process = rowsOf('process', await stepsInProcess(progress));
  const p99 = lambda.find(({ metric }) => metric === 'lambda, all: p99')?.value ?? Number.NaN;
  const unit = 'ms';
  return {
    rows: [
      ...lambda,
      atMost('lambda, all: p99, required', p99, { unit, threshold: MAX_P99_MILLIS }),
      // Told, not failed: further than what is required.
      {
        metric: `lambda, all: p99, of the ${STRETCH_P99_MILLIS} ms we would like`,
        value: (100 * p99) / STRETCH_P99_MILLIS,
        unit: '%',
      },
      ...process,
    ],
  };
};

export default routingStep;
