import { AppError } from '../../domain/errors/app-error.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { WebhookUrlCheck } from '../ports/webhook-sender.ts';

/** @throws AppError `invalid_parameter` when webhooks may not go there */
export const checkEndpointUrl = async (urlCheck: WebhookUrlCheck, url: string): Promise<void> => {
  const verdict = await urlCheck.check(url);
  if (verdict.kind === 'refused') {
    throw new AppError('invalid_parameter', `"url" in the body: ${verdict.message}.`, {
      param: 'url',
    });
  }
};

/** @throws AppError `state_conflict` when another endpoint has the URL */
export const refuseSecondEndpoint = (url: string, others: readonly WebhookEndpoint[]): void => {
  const same = others.find((other) => new URL(other.url).href === new URL(url).href);
  if (same) {
    throw new AppError(
      'state_conflict',
      `${same.id} has this URL already. Change that one, or rotate its secret to get a new one.`,
      { param: 'url' },
    );
  }
};
