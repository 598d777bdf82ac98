import { type FromChild, type Question, toChildSchema } from './child-messages.ts';
import type { LocalStack } from './local-stack.ts';
import type { Measurements } from './measure/measurements.ts';
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
    const { id, question } = toChildSchema.parse(message);
    answer(stack, question).then(
      (measurements) => tellParent({ kind: 'answer', id, measurements }),
      (error: Error) => tellParent({ kind: 'answer', id, refusal: error.message }),
    );
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

const answer = async (stack: LocalStack, question: Question): Promise<Measurements | undefined> => {
  switch (question.kind) {
    case 'pause':
      await stack.pauseQueue(question.queue);
      return undefined;
    case 'resume':
      await stack.resumeQueue(question.queue);
      return undefined;
    case 'measure':
    case 'reset':
      return stack.measure(question.kind === 'reset');
  }
};
