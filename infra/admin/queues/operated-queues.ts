import { QUEUES, type QueueName } from '#shared/contract/queues.ts';
import { functionsStartedBy } from '../../features/features.ts';
import { QUEUE_IMPACTS } from '../../stacks/queue-impacts.ts';

/** A queue that an operator can name, without the prefix of its environment. */
export type OperatedQueue =
  | { readonly kind: 'work'; readonly name: QueueName }
  /** What the consumer of `returnsTo` gave up. */
  | {
      readonly kind: 'dead';
      readonly name: string;
      readonly returnsTo: QueueName;
      readonly impact: string;
    }
  /** Positions in a table's stream that the relay gave up: reports, not messages that something could work on again. */
  | { readonly kind: 'gave_up'; readonly name: string; readonly impact: string };

export const OPERATED_QUEUES: readonly OperatedQueue[] = [
  ...QUEUES.flatMap((name): OperatedQueue[] => [
    { kind: 'work', name },
    {
      kind: 'dead',
      name: `${name}-dead`,
      returnsTo: name,
      impact: QUEUE_IMPACTS[name].dead,
    },
  ]),
  ...functionsStartedBy('stream').map(
    ({ id, trigger }): OperatedQueue => ({
      kind: 'gave_up',
      name: `${id}-failed`,
      impact: trigger.gaveUp.errorImpact,
    }),
  ),
];

/** Physical names end in the name: `arteria-prod-callbacks-dead`. */
export const queueUrlOf = (urls: readonly string[], name: string): string | undefined =>
  urls.find((url) => url.endsWith(`-${name}`));
