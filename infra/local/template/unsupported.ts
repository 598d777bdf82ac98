import { LocalStackError } from '../local-stack-error.ts';

/** The template uses something whose behaviour the local stack would have to copy and does not. */
export const unsupported = (where: string, what: string): LocalStackError =>
  new LocalStackError(
    `${where}: ${what} has no counterpart in infra/local yet. Add it there, so that a laptop runs what deploys.`,
  );
