import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { QUEUES, type QueueName } from '#shared/contract/queues.ts';
import type { TableName } from '#shared/contract/tables.ts';
import { HttpFront } from '../constructs/http-front.ts';
import type { Monitoring } from '../constructs/monitoring.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { recordOf } from '../constructs/record-of.ts';
import type { Resources } from '../constructs/resources.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamRelay } from '../constructs/stream-relay.ts';
import type { FunctionDeclaration, QueueTrigger } from '../features/feature.ts';
import { functionsStartedBy } from '../features/features.ts';
import type { EnvironmentSettings } from '../stages.ts';
import { QUEUE_IMPACTS } from './queue-impacts.ts';

export interface PipelineStackProps {
  readonly settings: EnvironmentSettings;
  readonly tables: Readonly<Record<TableName, ITable>>;
  readonly sealingKey: IKey;
  readonly telemetryKey: IKey;
  readonly monitoring: Monitoring;
  readonly codeOf: (functionId: string) => Code;
}

/** The callback path and all work behind queues, the stream and schedules. */
export class PipelineStack extends Stack {
  readonly resources: Resources;

  constructor(scope: Construct, props: PipelineStackProps) {
    const { settings, monitoring } = props;
    super(scope, `${settings.prefix}-pipeline`, {
      description: 'Arteria: callbacks, queues, relay, schedules',
      terminationProtection: settings.deletionProtection,
    });
    const callbacksApi = new HttpFront(this, {
      name: 'callbacks',
      throttle: settings.callbacksThrottle,
      settings,
      telemetryKey: props.telemetryKey,
      monitoring,
      errorImpact:
        'Providers are not acknowledged: they repeat their notifications, and cards come late.',
      whyNoAuthorizer:
        "Providers sign their notifications each in their own way; the function verifies the raw bytes with that channel's key before anything is queued.",
    });
    const consumers = recordOf(QUEUES, (queue) => {
      const declaration = consumerOf(queue);
      const impact = QUEUE_IMPACTS[queue];
      return new QueueConsumer(this, { declaration, settings, monitoring, impact });
    });
    this.resources = {
      tables: props.tables,
      queues: recordOf(QUEUES, (queue) => consumers[queue].queue),
      sealingKey: props.sealingKey,
      telemetryKey: props.telemetryKey,
      callbacksBaseUrl: callbacksApi.url,
    };
    const functionOf = (declaration: FunctionDeclaration): ServiceFunction =>
      new ServiceFunction(this, {
        declaration,
        resources: this.resources,
        settings,
        monitoring,
        code: props.codeOf(declaration.id),
      });

    for (const declaration of functionsStartedBy('http')) {
      if (declaration.trigger.api !== 'callbacks') continue;
      callbacksApi.serve(functionOf(declaration), declaration.trigger.routes);
    }
    for (const queue of QUEUES) {
      consumers[queue].consumeWith(functionOf(consumerOf(queue)));
      this.#tellOperators(queue, consumers[queue].queue);
      this.#tellOperators(`${queue}-dead`, consumers[queue].deadLetters);
    }
    for (const declaration of functionsStartedBy('stream')) {
      const { onFailure } = new StreamRelay(this, {
        table: props.tables[declaration.trigger.table],
        relay: functionOf(declaration),
        trigger: declaration.trigger,
        settings,
        monitoring,
      });
      this.#tellOperators(`${declaration.id}-failed`, onFailure);
    }
    for (const declaration of functionsStartedBy('schedule')) {
      new ScheduledFunction(this, {
        scheduled: functionOf(declaration),
        trigger: declaration.trigger,
        settings,
        monitoring,
      });
    }
    new CfnOutput(this, 'CallbacksUrl', { value: callbacksApi.url });
  }

  /** Where `npm run admin -- queues …` finds a queue. */
  #tellOperators(name: string, { queueUrl }: IQueue): void {
    new CfnOutput(this, `${name}QueueUrl`, { value: queueUrl });
  }
}

const consumerOf = (queue: QueueName): FunctionDeclaration<QueueTrigger> => {
  const consumers = functionsStartedBy('queue').filter(({ trigger }) => trigger.queue === queue);
  const [consumer] = consumers;
  if (consumer === undefined || consumers.length > 1) {
    throw new Error(`queue ${queue} has ${consumers.length} consumers; it needs one`);
  }
  return consumer;
};
