import { formAction, isBusy, type PageProps } from './page.ts';
import type { PaymentStep } from './payment-step.ts';
import { ProblemNote } from './problem-note.tsx';

/** Where the buyer types the code that they were sent; the number on their phone's keyboard, filled in by their phone. */
export const CodeForm = ({
  step,
  attemptId,
  page,
}: PageProps & {
  readonly step: Extract<PaymentStep, { kind: 'code' }>;
  readonly attemptId: string;
}) => {
  const { words, live, problem } = page;
  const isWrong = problem === 'invalid_code' || problem === 'code_not_accepted';
  return (
    <form method="post" action={formAction(page, 'code')} aria-busy={isBusy(page)}>
      <p>{step.sentTo === undefined ? words.codeSent : words.codeSentTo(step.sentTo)}</p>
      <input type="hidden" name="attempt" value={attemptId} />
      <ProblemNote page={page} />
      <div class="field">
        <label for="code">{words.code}</label>
        <input
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={12}
          id="code"
          aria-invalid={isWrong || undefined}
          aria-describedby={problem && 'problem'}
        />
      </div>
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
