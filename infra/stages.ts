import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';

/** The environments that can be deployed; each is its own set of stacks named `arteria-<environment>-…`. */
export const ENVIRONMENTS = ['dev', 'prod'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export interface Domain {
  /** `pay.example.com` */
  readonly name: string;
  /** ARN of its certificate, in us-east-1 as CloudFront demands. */
  readonly certificateArn: string;
}

/** What differs between environments. Account and region come from the credentials that deploy. */
export interface EnvironmentSettings {
  readonly environment: Environment;
  /** Prefix of every physical name. */
  readonly prefix: string;
  /** What becomes of tables and keys when their stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /**
   * The same for queues and logs. They have fixed names: when a first deployment fails half-way they must go, or
   * the second one finds their names taken.
   */
  readonly namedRemovalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
  readonly logRetention: RetentionDays;
  /** Requests a second and burst of each API. */
  readonly frontThrottle: Throttle;
  readonly callbacksThrottle: Throttle;
  readonly domain: Domain | undefined;
}

export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

export const isEnvironment = (name: string): name is Environment =>
  (ENVIRONMENTS as readonly string[]).includes(name);

/** @throws when an environment of that name does not exist. */
export const environmentSettings = (environment: string, domain?: Domain): EnvironmentSettings => {
  if (!isEnvironment(environment)) {
    throw new Error(`no environment "${environment}"; there are: ${ENVIRONMENTS.join(', ')}`);
  }
  const disposable = environment === 'dev';
  return {
    environment,
    prefix: `arteria-${environment}`,
    removalPolicy: disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    namedRemovalPolicy: disposable
      ? RemovalPolicy.DESTROY
      : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    deletionProtection: !disposable,
    logRetention: disposable ? RetentionDays.TWO_WEEKS : RetentionDays.ONE_YEAR,
    frontThrottle: disposable
      ? { rateLimit: 200, burstLimit: 400 }
      : { rateLimit: 3_000, burstLimit: 5_000 },
    callbacksThrottle: disposable
      ? { rateLimit: 200, burstLimit: 400 }
      : { rateLimit: 2_000, burstLimit: 4_000 },
    domain,
  };
};
