import { Webhook } from 'standardwebhooks';
import { startHttpServer } from '#test/support/http-server.ts';

/** The shop's own server: takes webhooks, now and then not at once. */
export interface Receiver {
  readonly url: string;
  /** Id → how often it arrived and was taken. */
  readonly taken: ReadonlyMap<string, number>;
  /** Messages whose signature did not verify. */
  readonly forged: readonly string[];
  readonly turnedAway: number;
  trust(secret: string): void;
  stop(): Promise<void>;
}

/** Every so many-th new message is turned away once; the second pause of the schedule is short, the third is not. */
const TURNS_AWAY_EVERY = 9;

export const startReceiver = async (): Promise<Receiver> => {
  const taken = new Map<string, number>();
  const seen = new Set<string>();
  const forged: string[] = [];
  let verifier: Webhook | undefined;
  let turnedAway = 0;
  const server = await startHttpServer((response, { headers, body }) => {
    const id = headers['webhook-id'] ?? '';
    if (!verifies(verifier, body, headers)) forged.push(id);
    const isNew = !seen.has(id);
    seen.add(id);
    if (isNew && seen.size % TURNS_AWAY_EVERY === 0) {
      turnedAway += 1;
      response.writeHead(500).end('busy');
      return;
    }
    taken.set(id, (taken.get(id) ?? 0) + 1);
    response.end('ok');
  });
  return {
    url: `${server.url}/hook`,
    taken,
    forged,
    get turnedAway() {
      return turnedAway;
    },
    trust: (secret) => {
      verifier = new Webhook(secret);
    },
    stop: () => server.stop(),
  };
};

const verifies = (
  verifier: Webhook | undefined,
  body: string,
  headers: Readonly<Record<string, string>>,
): boolean => {
  try {
    return verifier?.verify(body, { ...headers }) !== undefined;
  } catch {
    return false;
  }
};
