import { type App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, type NagPack, PCIDSS321Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { ENVIRONMENTS } from '#infra/stages.ts';
import { anApp } from './template.ts';

const PACKS = [
  (app: App): NagPack => new AwsSolutionsChecks(app),
  (app: App): NagPack => new PCIDSS321Checks(app),
];

const findings = (app: App, scope: IConstruct): string[] =>
  PACKS.flatMap((pack) =>
    pack(app)
      .validateScope(scope)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      ),
  );

interface Acknowledgement {
  readonly construct: IConstruct;
  readonly id: string;
  readonly reason: string;
  /** Takes it back, and returns how to give it again. */
  readonly withdraw: () => () => void;
}

const acknowledgements = (app: App): Acknowledgement[] =>
  app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Record<string, string>).map(([key, reason]) => ({
          construct,
          id: key.replace(/^annotation::/i, ''),
          reason,
          withdraw: () => {
            delete data[key];
            return () => {
              data[key] = reason;
            };
          },
        })),
      ),
  );

describe.each(ENVIRONMENTS)('the security rule packs on %s', (environment) => {
  const app = anApp(environment);
  const accepted = acknowledgements(app);

  test('AWS Solutions and PCI DSS 3.2.1 find nothing that was not accepted with a reason', () => {
    expect(findings(app, app)).toEqual([]);
  });

  test('every accepted finding carries a whole sentence of reason', () => {
    expect(accepted.length).toBeGreaterThan(0);
    for (const { id, reason } of accepted) {
      expect(reason.length, id).toBeGreaterThanOrEqual(40);
      expect(reason, id).toMatch(/\.$/);
    }
  });

  test('nothing is accepted that would not be found: without its acknowledgement, each appears', () => {
    for (const { construct, id, withdraw } of accepted) {
      const giveAgain = withdraw();
      expect(
        findings(app, construct).filter((finding) => finding.startsWith(`${id} at `)),
        `${id} at ${construct.node.path}`,
      ).not.toEqual([]);
      giveAgain();
    }
    expect(findings(app, app)).toEqual([]);
  });

  test('acknowledgements sit beside the resource they speak of, not on a stack', () => {
    for (const { construct, id } of accepted) {
      expect(construct.node.scopes.length, `${id} at ${construct.node.path}`).toBeGreaterThan(2);
    }
  });
});
