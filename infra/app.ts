import { isEnvironment } from './stages.ts';
import { synth } from './synth.ts';

/**
 * `node infra/app.ts` writes the templates to cdk.out; the CDK command line runs the same through cdk.json.
 * `ARTERIA_ENVIRONMENT` is dev or prod (default dev); `ARTERIA_DOMAIN` and `ARTERIA_CERTIFICATE_ARN` give the front
 * door a name of its own.
 */
const { ARTERIA_ENVIRONMENT = 'dev', ARTERIA_DOMAIN, ARTERIA_CERTIFICATE_ARN } = process.env;
if (!isEnvironment(ARTERIA_ENVIRONMENT)) {
  throw new Error(`no environment "${ARTERIA_ENVIRONMENT}"`);
}
const { outdir, bundleMillis, synthMillis } = await synth({
  outdir: process.env.CDK_OUTDIR ?? 'cdk.out',
  environment: ARTERIA_ENVIRONMENT,
  validate: true,
  domain:
    ARTERIA_DOMAIN && ARTERIA_CERTIFICATE_ARN
      ? { name: ARTERIA_DOMAIN, certificateArn: ARTERIA_CERTIFICATE_ARN }
      : undefined,
});
console.error(`${outdir}: bundled in ${bundleMillis} ms, synthesised in ${synthMillis} ms`);
