/** What has to be ended, in the reverse of the order in which it began. */
export interface Closing {
  add(close: () => Promise<void> | void): void;
  /** Ends everything once; later calls wait for the same end. */
  close(): Promise<void>;
}

export const createClosing = (): Closing => {
  const closers: (() => Promise<void> | void)[] = [];
  let closed: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const close of closers.toReversed()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
  };
  return {
    add: (close) => {
      closers.push(close);
    },
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
};
