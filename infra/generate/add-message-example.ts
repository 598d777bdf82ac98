import type { ExampleTarget } from './add-examples.ts';
import { type SampledSchema, sampleOf } from './sample-of.ts';

interface Message {
  object_id: string;
  data: { object: string; id: string; state?: string };
}

/** Adds an example of a webhook's message whose parts belong together: the order is in the state that the event tells. */
export const addMessageExample = (
  operation: ExampleTarget,
  type: string,
  named: Readonly<Record<string, SampledSchema>>,
): void => {
  const media = operation.requestBody?.content['application/json'];
  if (!media) return;
  const message = sampleOf(media.schema ?? {}, { named, extent: 'whole' }) as Message;
  message.object_id = message.data.id;
  if (message.data.object === 'order') message.data.state = type.replace('order.', '');
  media.example = message;
};
