import type { LocalQueue } from '../template/local-model.ts';
import { type ServiceCall, ServiceError } from './service-call.ts';

/** Creates the queues, and gives those of an earlier run the attributes that the template has now. */
export const createQueues = async (
  sqs: ServiceCall,
  queues: readonly LocalQueue[],
  urlOf: (queueName: string) => string,
): Promise<void> => {
  for (const { name, attributes } of queues) {
    try {
      await sqs('CreateQueue', { QueueName: name, Attributes: attributes });
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'QueueNameExists') throw error;
      await sqs('SetQueueAttributes', { QueueUrl: urlOf(name), Attributes: attributes });
    }
  }
};
