import type { z } from 'zod';
import { AppError } from '../../domain/errors/app-error.ts';
import type { ChannelPort } from '../ports/channel-port.ts';

/** Settings and secrets of an account, keys as the provider names them. */
export interface ProviderSettings {
  readonly config: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
}

/**
 * Refuses settings that the provider's schemas refuse, fields it does not know, blank secrets, and combinations it
 * cannot work with. No message repeats a value: it may be a secret.
 *
 * @throws AppError invalid_channel_config with the path as the caller wrote it, e.g. `credentials.key`
 */
export const checkProviderSettings = (
  port: ChannelPort,
  { config, credentials }: ProviderSettings,
): void => {
  for (const [name, value] of Object.entries(credentials)) {
    if (value.trim() === '') throw refused(`credentials.${name}`, 'a secret must not be blank');
  }
  const parsedConfig = parsePart('config', port.configSchema, config);
  const parsedCredentials = parsePart('credentials', port.credentialsSchema, credentials);
  const [problem] = port.problems(parsedConfig, parsedCredentials);
  if (problem) throw refused(problem.param, problem.message);
};

const parsePart = (
  part: 'config' | 'credentials',
  schema: z.ZodType,
  value: Readonly<Record<string, unknown>>,
): unknown => {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [part, ...(issue?.path ?? []), ...key].map(String).join('.');
    const missing = issue?.code === 'invalid_type' && / undefined$/.test(issue.message);
    throw refused(path, missing ? 'is required' : (issue?.message ?? 'is not valid'));
  }
  const unknown = Object.keys(value).find((name) => !hasKey(result.data, name));
  if (unknown !== undefined) {
    throw refused(`${part}.${unknown}`, 'the provider knows no such setting; check the spelling');
  }
  return result.data;
};

const hasKey = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);

const refused = (param: string, message: string): AppError =>
  new AppError('invalid_channel_config', `"${param}": ${message.replace(/\.$/, '')}.`, { param });
