import { openCheckout } from '#shared/application/checkout/open-checkout.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import type { OrderAggregate } from '#shared/application/ports/order-store.ts';
import type { Call, RawReply } from '#shared/platform/http/call.ts';
import type { Language } from '../language.ts';
import type { PageServices } from './page-services.ts';
import { pageState, type Remarks } from './page-state.ts';
import { pageVisitor } from './page-visitor.ts';
import { renderCheckout } from './render-checkout.tsx';
import { seeOther } from './see-other.ts';
import { asksForState, stateReply } from './state-reply.ts';
import { checkoutPath } from './view/page.ts';

export interface AnsweredForm {
  readonly token: string;
  readonly language: Language;
}

/**
 * Answers a form of the page. The page's script gets the page's new state. A browser without it is sent to the page anew, so
 * that a refresh sends nothing twice; unless something was typed, which the address bar is no place for.
 *
 * @param known the order as the form has left it, where somebody has it at hand: it is not read once more
 */
export const answerForm = async (
  deps: PageServices,
  call: Call,
  { token, language }: AnsweredForm,
  { typed = {}, ...remarks }: Omit<Remarks, 'token'>,
  known?: OrderAggregate,
): Promise<RawReply> => {
  const keeps = remarks.problem !== undefined && Object.keys(typed).length > 0;
  const isForScript = asksForState(call);
  if (!keeps && !isForScript) return seeOther(addressOf({ token, language }, remarks));
  const order = known ?? (await openCheckout(deps, token));
  const view = await presentCheckout(deps, order, pageVisitor(call, language));
  const state = pageState(view, language, { ...remarks, token, ...(keeps ? { typed } : {}) });
  return isForScript
    ? stateReply(state)
    : renderCheckout(state, { status: 422, scripts: deps.scripts });
};

const addressOf = (
  { token, language }: AnsweredForm,
  { go, problem, chosen, why }: Omit<Remarks, 'token' | 'typed'>,
): string => {
  const query = Object.entries({ lang: language, go: go && '1', problem, method: chosen, why });
  const said = query.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return `${checkoutPath(token)}?${new URLSearchParams(said)}`;
};
