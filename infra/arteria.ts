import type { Code } from 'aws-cdk-lib/aws-lambda';
import { App } from 'aws-cdk-lib/core';
import { Monitoring } from './constructs/monitoring.ts';
import { ApiStack } from './stacks/api.ts';
import { EdgeStack } from './stacks/edge.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { PipelineStack } from './stacks/pipeline.ts';
import { StatefulStack } from './stacks/stateful.ts';
import { type Domain, environmentSettings } from './stages.ts';

export interface ArteriaProps {
  readonly outdir: string;
  readonly environment: string;
  readonly domain?: Domain;
  /** Also checks the templates against CloudFormation's own schemas, offline; takes a second. */
  readonly validate?: boolean;
  /** The code of a function, by its id. */
  readonly codeOf: (functionId: string) => Code;
}

const CONTEXT = {
  // Names the bundle's folder in the template: the local stack loads the same code.
  'aws:cdk:enable-asset-metadata': true,
  // A finding of that check fails the synthesis instead of being printed.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  'aws:cdk:disable-stack-trace': true,
};

/** The whole of one environment. Looks nothing up: no account, no region, no network. */
export const createArteria = (props: ArteriaProps): App => {
  const { codeOf } = props;
  const settings = environmentSettings(props.environment, props.domain);
  const app = new App({
    outdir: props.outdir,
    context: CONTEXT,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: props.validate ?? false,
  });
  const monitoring = new Monitoring();
  new EdgeStack(app, settings);
  const { tables, sealingKey, telemetryKey } = new StatefulStack(app, { settings, monitoring });
  const { resources } = new PipelineStack(app, {
    settings,
    tables,
    sealingKey,
    telemetryKey,
    monitoring,
    codeOf,
  });
  new ApiStack(app, { settings, resources, monitoring, codeOf });
  new ObservabilityStack(app, { settings, telemetryKey, monitoring });
  return app;
};
