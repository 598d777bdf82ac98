import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { ContactField } from './contact-field.tsx';
import { DICTIONARIES } from './dictionary.ts';
import { checkoutPath, methodInText, pagePath, type ViewContext } from './view-context.ts';

type Input = ViewContext['view']['inputs'][number];

/** What a method asks of the buyer before it can be paid with: the number that pays, a bank. */
export const InputForm = ({
  method,
  input,
  context: { view, language, token = '', problem, typed },
}: {
  readonly method: PaymentMethod;
  readonly input: Input | undefined;
  readonly context: ViewContext;
}) => {
  const words = DICTIONARIES[language];
  const asksForPhone =
    input?.phone === true || problem === 'missing_phone' || problem === 'invalid_phone';
  return (
    <section class="paper" aria-labelledby="inputs">
      <h2 id="inputs">{words.payTitle(methodInText(method, language))}</h2>
      <form method="post" action={pagePath(`${checkoutPath(token)}/pay`, language)}>
        <input type="hidden" name="method" value={method} />
        {asksForPhone && (
          <label class="field">
            <span>{words.phone}</span>
            <input
              name="phone"
              type="tel"
              autocomplete="tel"
              required
              maxLength={24}
              value={typed?.phone}
              placeholder="+86 138 0013 8000"
              aria-describedby="phone-hint"
            />
            <small id="phone-hint">{words.phoneHint}</small>
          </label>
        )}
        {input !== undefined && input.banks.length > 0 && (
          <label class="field">
            <span>{words.bank}</span>
            <select name="bank">
              <option value="">{words.anyBank}</option>
              {input.banks.map(({ code, ...name }) => (
                <option key={code} value={code}>
                  {name[language]}
                </option>
              ))}
            </select>
          </label>
        )}
        <ContactField
          contact={view.contact}
          language={language}
          value={typed?.contact}
          problem={problem}
        />
        <button class="button" type="submit">
          {words.goOn(methodInText(method, language))}
        </button>
      </form>
      <a class="button quiet" href={pagePath(checkoutPath(token), language)}>
        {words.anotherWay}
      </a>
    </section>
  );
};
