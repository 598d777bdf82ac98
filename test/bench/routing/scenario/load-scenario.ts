import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CHANNELS } from './default-channels.ts';
import { type Scenario, scenarioSchema } from './scenario-schema.ts';

const FOLDER = join(import.meta.dirname, 'scenarios');

export class ScenarioError extends Error {}

/** Reads a scenario by the name of a file beside this one, or by a path. @throws ScenarioError with file and field */
export const loadScenario = (nameOrPath: string): Scenario => {
  const known = join(FOLDER, `${nameOrPath}.json`);
  const file = existsSync(known) ? known : nameOrPath;
  if (!existsSync(file)) throw new ScenarioError(`there is no scenario ${nameOrPath}`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ScenarioError(
      `${file} is no JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  return parseScenario(content, nameOrPath);
};

/** @throws ScenarioError with the field that is wrong */
export const parseScenario = (content: unknown, name = 'scenario'): Scenario => {
  const given = typeof content === 'object' && content !== null ? content : { content };
  const result = scenarioSchema.safeParse({ name, channels: DEFAULT_CHANNELS, ...given });
  if (!result.success) {
    const [issue] = result.error.issues;
    const keys = issue?.code === 'unrecognized_keys' ? [issue.keys[0] ?? ''] : [];
    throw new ScenarioError(
      `${name}: "${[...(issue?.path ?? []), ...keys].map(String).join('.')}": ${issue?.message}`,
    );
  }
  checkNames(result.data, name);
  return result.data;
};

/** Names must be those of lists; what the schema alone cannot see. */
const checkNames = (scenario: Scenario, name: string): void => {
  const { channels, methods, issuers, incidents } = scenario;
  const refuse = (path: string, text: string): never => {
    throw new ScenarioError(`${name}: "${path}": ${text}`);
  };
  if (scenario.method_shares.length !== methods.length) {
    refuse('method_shares', `needs ${methods.length} numbers, one a method`);
  }
  const names = new Set(channels.map((channel) => channel.name));
  if (names.size !== channels.length) refuse('channels', 'two channels have the same name');
  for (const [index, channel] of channels.entries()) {
    for (const method of channel.methods) {
      if (!methods.includes(method)) refuse(`channels.${index}.methods`, `no method ${method}`);
    }
    for (const issuer of Object.keys(channel.issuer_max)) {
      if (!issuers.includes(issuer)) refuse(`channels.${index}.issuer_max`, `no issuer ${issuer}`);
    }
  }
  const upstreams = new Set(channels.map(({ upstream }) => upstream));
  for (const [index, { kind, channel, issuer }] of incidents.entries()) {
    const known = kind === 'correlated' ? upstreams.has(channel) : names.has(channel);
    if (!known) refuse(`incidents.${index}.channel`, `no such channel or upstream: ${channel}`);
    if (kind === 'issuer' && !issuers.includes(issuer ?? '')) {
      refuse(`incidents.${index}.issuer`, 'names no issuer');
    }
  }
};
