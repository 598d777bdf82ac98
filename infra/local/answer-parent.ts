import { type FromChild, toChildSchema } from './child-messages.ts';
import type { LocalStack } from './local-stack.ts';
import type { Demo } from './seed/demo-file.ts';

/** Tells the process that started this one; `false` when it was started from a terminal and nobody listens. */
export const tellParent = (message: FromChild): Promise<boolean> =>
  new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve(true));
    else resolve(false);
  });

/** Says that the stack is ready and answers questions until it ends. */
export const answerParent = (stack: LocalStack, demo: Demo | undefined): void => {
  if (!process.send) return;
  process.on('message', (message: unknown) => {
    const { kind } = toChildSchema.parse(message);
    void stack
      .measure(kind === 'reset')
      .then((measurements) => tellParent({ kind: 'measurements', measurements }));
  });
  const { baseUrl, callbackBaseUrl, emulators, model } = stack;
  const queues = model.queues.map(({ name }) => [name, emulators.queueUrl(name)]);
  void tellParent({
    kind: 'ready',
    baseUrl,
    callbackBaseUrl,
    demo,
    emulators: {
      dynamoDbEndpoint: emulators.dynamoDbEndpoint,
      sqsEndpoint: emulators.sqsEndpoint,
      region: stack.region,
      tables: model.tables.map(({ name }) => name),
      queueUrls: Object.fromEntries(queues),
    },
  });
};
