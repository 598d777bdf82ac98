import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { ContactField } from './contact-field.tsx';
import {
  checkoutPath,
  formAction,
  isBusy,
  methodInText,
  type PageProps,
  pagePath,
} from './page.ts';

type Input = PageProps['page']['view']['inputs'][number];

/** What a method asks of the buyer before it can be paid with: the number that pays, a bank. */
export const InputForm = ({
  method,
  input,
  page,
}: PageProps & { readonly method: PaymentMethod; readonly input: Input | undefined }) => {
  const { language, token = '', problem, words, typed = {}, live } = page;
  const isPhoneMissing = problem === 'missing_phone' || problem === 'invalid_phone';
  const asksForPhone = input?.phone === true || isPhoneMissing;
  return (
    <section class="paper" aria-labelledby="inputs">
      <h2 id="inputs">{words.payTitle(methodInText(method, language))}</h2>
      <form method="post" action={formAction(page, 'pay')} aria-busy={isBusy(page)}>
        <input type="hidden" name="method" value={method} />
        {asksForPhone && (
          <div class="field">
            <label for="phone">{words.phone}</label>
            <input
              name="phone"
              type="tel"
              autocomplete="tel"
              required
              maxLength={24}
              placeholder="+86 138 0013 8000"
              defaultValue={typed.phone}
              id="phone"
              aria-invalid={isPhoneMissing || undefined}
              aria-describedby="phone-hint"
            />
            <small id="phone-hint">{words.phoneHint}</small>
          </div>
        )}
        {input !== undefined && input.banks.length > 0 && (
          <div class="field">
            <label for="bank">{words.bank}</label>
            <select name="bank" id="bank">
              <option value="">{words.anyBank}</option>
              {input.banks.map(({ code, ...name }) => (
                <option key={code} value={code} selected={code === typed.bank}>
                  {name[language]}
                </option>
              ))}
            </select>
          </div>
        )}
        <ContactField page={page} />
        <button class={live?.busy ? 'button busy' : 'button'} type="submit">
          {words.goOn(methodInText(method, language))}
        </button>
      </form>
      <a class="button quiet" href={pagePath(checkoutPath(token), language)} data-choice>
        {words.anotherWay}
      </a>
    </section>
  );
};
