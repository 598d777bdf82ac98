const EVENT = 'unhandledRejection';
let occupied = false;

/**
 * Runs `work` and hands over every rejection in it that nobody handled, instead of letting it end this process or
 * fail the test: in a simulation it ends a simulated process.
 */
export const catchingStrays = async <Result>(
  onStray: (error: unknown) => void,
  work: () => Promise<Result>,
): Promise<Result> => {
  if (occupied) throw new Error('one simulation runs at a time: a stray rejection names no owner');
  occupied = true;
  const others = process.rawListeners(EVENT) as NodeJS.UnhandledRejectionListener[];
  process.removeAllListeners(EVENT);
  process.on(EVENT, onStray);
  try {
    return await work();
  } finally {
    process.removeListener(EVENT, onStray);
    for (const listener of others) process.on(EVENT, listener);
    occupied = false;
  }
};
