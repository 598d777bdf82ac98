import type { PaymentMethod } from '../../domain/channels/channel.ts';
import type { Name } from '../../domain/channels/channel-names.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { Candidate, RoutingRequest } from '../../domain/routing/candidate.ts';
import { eligible } from '../../domain/routing/constraints/eligible.ts';
import type { OpenedChannel } from '../routing/open-channel.ts';
import type { PayRequest } from './pay-request.ts';

/** What the buyer says before they can pay with a method. */
export interface MethodInput {
  readonly method: PaymentMethod;
  /** Without a phone number no channel takes it. */
  readonly phone: boolean;
  /** Banks that one channel or another can take the buyer to directly; they may choose none. */
  readonly banks: readonly ({ readonly code: string } & Name)[];
}

/** What the methods that are offered ask of the buyer; methods that ask nothing are left out. */
export const methodInputs = (
  offered: readonly { readonly method: PaymentMethod; readonly usable: readonly Candidate[] }[],
): MethodInput[] =>
  offered
    .filter(({ usable }) => asksFirst(usable))
    .map(({ method, usable }) => ({
      method,
      phone: needsPhone(usable),
      banks: [
        ...new Map(banksOf(usable).map(({ code, name }) => [code, { code, ...name }])).values(),
      ],
    }));

/** Whether the buyer has to say, or may say, something before they pay through one of these channels. */
export const asksFirst = (usable: readonly Candidate[]): boolean =>
  needsPhone(usable) || banksOf(usable).length > 0;

const needsPhone = (usable: readonly Candidate[]): boolean =>
  usable.every(({ capabilities }) => capabilities?.needsPhone === true);

const banksOf = (usable: readonly Candidate[]) =>
  usable.flatMap(({ capabilities }) => capabilities?.banks ?? []);

/**
 * Refuses a payment that only lacks what the buyer did not say.
 *
 * @throws AppError missing_parameter (`phone`)
 */
export const askForPhone = (candidates: readonly Candidate[], request: RoutingRequest): void => {
  const isMissing =
    request.hasPhone === false &&
    candidates.some(
      (candidate) =>
        candidate.capabilities?.needsPhone === true &&
        eligible(candidate, { ...request, hasPhone: true }).kind === 'eligible',
    );
  if (isMissing)
    throw new AppError(
      'missing_parameter',
      '"phone" is required for this way to pay: the number that pays, in E.164, for example +8613800138000.',
      { param: 'phone' },
    );
};

/**
 * Refuses a bank that no channel of the method knows: a buyer who chose one must not be taken to another.
 *
 * @throws AppError invalid_parameter (`bank`)
 */
export const checkBank = (
  candidates: readonly Candidate[],
  { method, bank }: { readonly method: PaymentMethod; readonly bank?: string | undefined },
): void => {
  const isKnown =
    bank === undefined ||
    candidates.some(
      ({ channel, capabilities }) =>
        channel.methods.includes(method) && capabilities?.banks?.some(({ code }) => code === bank),
    );
  if (!isKnown)
    throw new AppError('invalid_parameter', '"bank" is none of the banks of this way to pay.', {
      param: 'bank',
    });
};

/** The buyer's request as one channel understands it: a bank that it does not know is chosen again at the provider. */
export const requestFor = <Request extends PayRequest>(
  { port, context }: OpenedChannel,
  { bank, ...request }: Request,
): Omit<Request, 'bank'> & Pick<PayRequest, 'bank'> => {
  const { banks } = port.capabilitiesOf?.(context.config) ?? port.capabilities;
  return banks?.some(({ code }) => code === bank) ? { ...request, bank } : request;
};
