import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where a local stack keeps everything: data, logs, keys. */
export interface LocalDirectory {
  readonly root: string;
  readonly state: string;
  readonly sourceState: string;
  readonly dynamoDb: string;
  readonly sqs: string;
  readonly simulators: string;
  readonly logs: string;
  readonly functionLog: string;
  readonly emulatorLog: string;
  readonly sealingKey: string;
  readonly demo: string;
  readonly stack: string;
}

/** Creates the directory for its owner only: it holds API keys and the sealing key. */
export const localDirectory = (path: string): LocalDirectory => {
  const root = resolve(path);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const logs = join(root, 'logs');
  mkdirSync(logs, { recursive: true });
  return {
    root,
    state: join(root, 'state.sqlite'),
    sourceState: join(root, 'sources.sqlite'),
    dynamoDb: join(root, 'dynamodb'),
    sqs: join(root, 'sqs'),
    simulators: join(root, 'simulators'),
    logs,
    functionLog: join(logs, 'functions.log'),
    emulatorLog: join(logs, 'dynamodb.log'),
    sealingKey: join(root, 'sealing.key'),
    demo: join(root, 'demo.json'),
    stack: join(root, 'stack.json'),
  };
};
