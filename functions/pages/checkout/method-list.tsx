import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { ContactField } from './contact-field.tsx';
import { DICTIONARIES } from './dictionary.ts';
import { checkoutPath, methodName, pagePath, type ViewContext } from './view-context.ts';

/** One letter that stands for a method until the real marks come. */
const letter = (method: PaymentMethod, name: string): string =>
  method.startsWith('usdt') ? '₮' : name.charAt(0);

/**
 * Each method is a button of a form, so that one tap is enough and no script is needed; one that asks for something first
 * leads to the page that does.
 */
export const MethodList = ({
  view,
  language,
  token = '',
  without,
  typed,
  problem,
}: ViewContext & { readonly without?: PaymentMethod | undefined }) => {
  const asks = new Set(view.inputs.map(({ method }) => method));
  return (
    <form method="post" action={pagePath(`${checkoutPath(token)}/pay`, language)}>
      <ContactField
        contact={view.contact}
        language={language}
        value={typed?.contact}
        problem={problem}
      />
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
                  <Label method={method} view={view} language={language} />
                </a>
              ) : (
                <button class="method" type="submit" name="method" value={method}>
                  <Label method={method} view={view} language={language} />
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
  view,
  language,
}: { readonly method: PaymentMethod } & Pick<ViewContext, 'view' | 'language'>) => (
  <>
    <span class={`mark mark-${method}`} aria-hidden="true">
      {letter(method, methodName(method, language))}
    </span>
    {methodName(method, language)}
    {method === view.suggested_method && (
      <span class="hint">{DICTIONARIES[language].suggested}</span>
    )}
  </>
);
