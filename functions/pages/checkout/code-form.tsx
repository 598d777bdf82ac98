import { DICTIONARIES } from './dictionary.ts';
import type { PaymentStep } from './payment-step.ts';
import { checkoutPath, pagePath, type ViewContext } from './view-context.ts';

/** Where the buyer types the code that they were sent; the number on their phone's keyboard, filled in by their phone. */
export const CodeForm = ({
  step,
  attemptId,
  token = '',
  language,
}: {
  readonly step: Extract<PaymentStep, { kind: 'code' }>;
  readonly attemptId: string;
} & Pick<ViewContext, 'token' | 'language'>) => {
  const words = DICTIONARIES[language];
  return (
    <form method="post" action={pagePath(`${checkoutPath(token)}/code`, language)}>
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
      <button class="button" type="submit">
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
