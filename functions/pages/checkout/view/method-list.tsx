import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { ContactField } from './contact-field.tsx';
import { checkoutPath, formAction, isBusy, methodName, type PageProps, pagePath } from './page.ts';

/**
 * Each method is a button of a form, so that one tap is enough and no script is needed; one that asks for something first
 * leads to the page that does. Ways to pay that are not there now say why, where the shop wants them shown.
 */
export const MethodList = ({
  page,
  without,
}: PageProps & { readonly without?: PaymentMethod | undefined }) => {
  const { view } = page;
  const suggested = view.suggested_method;
  return (
    <form method="post" action={formAction(page, 'pay')} aria-busy={isBusy(page)}>
      <ContactField page={page} />
      <ul class="methods">
        {view.methods
          .filter((method) => method !== without)
          .sort((a, b) => Number(b === suggested) - Number(a === suggested))
          .map((method) => (
            <li key={method}>
              <Choice method={method} page={page} />
            </li>
          ))}
        {view.unavailable_methods
          .filter(({ method }) => method !== without)
          .map(({ method, ...why }) => (
            <li key={method} class="method off">
              <Label method={method} page={page} remark={why[page.language]} />
            </li>
          ))}
      </ul>
    </form>
  );
};

type MethodProps = PageProps & { readonly method: PaymentMethod };

const Choice = ({ method, page }: MethodProps) => {
  const { view, language, token = '', live } = page;
  const isFirst = method === (view.suggested_method ?? view.leading_method);
  const style = `method of-${method}${isFirst ? ' first' : ''}`;
  const label = <Label method={method} page={page} remark={remarkOn(page, method)} />;
  if (view.inputs.some((input) => input.method === method))
    return (
      <a
        class={style}
        href={`${pagePath(checkoutPath(token), language)}&method=${method}`}
        data-choice
      >
        {label}
      </a>
    );
  return (
    <button
      class={live?.busy === method ? `${style} busy` : style}
      type="submit"
      name="method"
      value={method}
    >
      {label}
    </button>
  );
};

/** What a buyer wants to be reminded of; the rest of the ranking's reasons is for those who ask. */
const REMARKS: readonly string[] = ['paid_here_before', 'paid_before', 'this_app', 'device_wallet'];

const remarkOn = ({ view, language }: PageProps['page'], method: PaymentMethod) =>
  view.ranking
    .find((ranked) => ranked.method === method)
    ?.reasons.find(({ code }) => REMARKS.includes(code))?.[language];

/** One letter that stands for a method. */
const letter = (method: PaymentMethod, name: string): string =>
  method.startsWith('usdt') ? '₮' : name.charAt(0);

const Label = ({
  method,
  page: { view, language, words },
  remark,
}: MethodProps & { readonly remark: string | undefined }) => (
  <>
    <span class={`mark mark-${method}`} aria-hidden="true">
      {letter(method, methodName(method, language))}
    </span>
    <span class="name">
      {methodName(method, language)}
      {remark !== undefined && <small>{remark}</small>}
    </span>
    {method === view.suggested_method && <span class="hint">{words.suggested}</span>}
  </>
);
