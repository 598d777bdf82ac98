import type { ServiceCall } from '../emulators/service-call.ts';
import type { Invoker } from '../functions/invoker.ts';
import type { LocalState } from '../state/local-state.ts';
import type { StreamMapping } from '../template/local-model.ts';

/** A table's stream and the function that it feeds. */
export interface StreamFeed {
  readonly mapping: StreamMapping;
  /** The emulator's own name of the stream. */
  readonly emulatorStreamArn: string;
  /** The table was made just now: there is nothing that LATEST would have to skip. */
  readonly isNew: boolean;
  readonly streams: ServiceCall;
  readonly sqs: ServiceCall;
  readonly queueUrl: (queueName: string) => string;
  readonly invoker: Invoker;
  readonly state: LocalState;
  readonly region: string;
}
