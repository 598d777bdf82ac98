import { AppError } from '#shared/domain/errors/app-error.ts';
import type { Connection } from './connection.ts';

/** What stood on the command line, not yet checked. */
export interface CommandOptions {
  readonly name: string | undefined;
  readonly merchant: string | undefined;
  readonly mode: string | undefined;
  readonly label: string | undefined;
  readonly key: string | undefined;
  readonly overlapHours: string | undefined;
  readonly queue: string | undefined;
  readonly limit: string | undefined;
  readonly days: string | undefined;
  readonly dryRun: boolean | undefined;
  readonly evenUnreadable: boolean | undefined;
}

/** Named values, printed as lines for people or as JSON for programs. */
export type CommandResult = Record<string, string> | Record<string, string>[];

export interface Command {
  readonly usage: string;
  /** @param note tells a person something beside the result */
  readonly run: (
    connection: Connection,
    options: CommandOptions,
    note: (line: string) => void,
  ) => Promise<CommandResult>;
}

/** An option that cannot be used, with what it must be. */
export const wrongOption = (option: string, text: string): AppError =>
  new AppError('invalid_parameter', `--${option} ${text}.`, { param: option });
