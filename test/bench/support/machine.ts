import { availableParallelism, cpus, totalmem } from 'node:os';

/** What figures were measured on: part of every JSON document. */
export const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memory_gigabytes: Math.round(totalmem() / 2 ** 30),
  node: process.version,
});
