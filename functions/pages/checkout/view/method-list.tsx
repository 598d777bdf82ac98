import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { ContactField } from './contact-field.tsx';
import { checkoutPath, formAction, isBusy, methodName, type PageProps, pagePath } from './page.ts';

/** One letter that stands for a method. */
const letter = (method: PaymentMethod, name: string): string =>
  method.startsWith('usdt') ? '₮' : name.charAt(0);

/**
 * Each method is a button of a form, so that one tap is enough and no script is needed; one that asks for something first
 * leads to the page that does.
 */
export const MethodList = ({
  page,
  without,
}: PageProps & { readonly without?: PaymentMethod | undefined }) => {
  const { view, language, token = '', live } = page;
  const asks = new Set(view.inputs.map(({ method }) => method));
  return (
    <form method="post" action={formAction(page, 'pay')} aria-busy={isBusy(page)}>
      <ContactField page={page} />
      <ul class="methods">
        {view.methods
          .filter((method) => method !== without)
          .map((method) => (
            <li key={method}>
              {asks.has(method) ? (
                <a
                  class="method"
                  href={`${pagePath(checkoutPath(token), language)}&method=${method}`}
                >
                  <Label method={method} page={page} />
                </a>
              ) : (
                <button
                  class={live?.busy === method ? 'method busy' : 'method'}
                  type="submit"
                  name="method"
                  value={method}
                >
                  <Label method={method} page={page} />
                </button>
              )}
            </li>
          ))}
      </ul>
    </form>
  );
};

const Label = ({
  method,
  page: { view, language, words },
}: PageProps & { readonly method: PaymentMethod }) => (
  <>
    <span class={`mark mark-${method}`} aria-hidden="true">
      {letter(method, methodName(method, language))}
    </span>
    <span class="name">{methodName(method, language)}</span>
    {method === view.suggested_method && <span class="hint">{words.suggested}</span>}
  </>
);
