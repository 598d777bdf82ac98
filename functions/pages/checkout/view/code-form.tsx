import { formAction, isBusy, type PageProps } from './page.ts';
import type { PaymentStep } from './payment-step.ts';

/** Where the buyer types the code that they were sent; the number on their phone's keyboard, filled in by their phone. */
export const CodeForm = ({
  step,
  attemptId,
  page,
}: PageProps & {
  readonly step: Extract<PaymentStep, { kind: 'code' }>;
  readonly attemptId: string;
}) => {
  const { words, live } = page;
  return (
    <form method="post" action={formAction(page, 'code')} aria-busy={isBusy(page)}>
      <p>{step.sentTo === undefined ? words.codeSent : words.codeSentTo(step.sentTo)}</p>
      <input type="hidden" name="attempt" value={attemptId} />
      <label class="field">
        <span>{words.code}</span>
        <input
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={12}
        />
      </label>
      <button class={live?.busy === '' ? 'button busy' : 'button'} type="submit">
        {words.confirmCode}
      </button>
      {step.canResend && (
        <button class="button quiet" type="submit" name="resend" value="1" formNoValidate>
          {words.resendCode}
        </button>
      )}
    </form>
  );
};
