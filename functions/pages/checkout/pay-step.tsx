import { CodeForm } from './code-form.tsx';
import { DICTIONARIES, type Dictionary } from './dictionary.ts';
import { type PaymentStep, paymentStep } from './payment-step.ts';
import { QrCode } from './qr-code.tsx';
import { methodInText, type ViewContext } from './view-context.ts';

type Attempt = NonNullable<ViewContext['view']['attempt']>;

/** What the buyer does next for the payment that is open. */
export const PayStep = ({
  attempt,
  language,
  token,
  go = false,
}: { readonly attempt: Attempt } & Pick<ViewContext, 'language' | 'token' | 'go'>) => {
  const words = DICTIONARIES[language];
  const method = methodInText(attempt.method, language);
  if (!attempt.next_action) return <p class="wait">{words.asking}</p>;
  const step = paymentStep(attempt.next_action);
  if (step.kind === 'not_here') return <p class="note warn">{words.notHere}</p>;
  if (step.kind === 'code') {
    return attempt.codes_left === 0 ? (
      <p class="note warn">{words.noCodesLeft}</p>
    ) : (
      <CodeForm step={step} attemptId={attempt.id} language={language} token={token} />
    );
  }
  return (
    <>
      <Step step={step} method={method} words={words} />
      {go && step.kind === 'link' && step.automatic ? (
        <p class="wait">{words.goingOn(method)}</p>
      ) : (
        <p class="wait">{words.waiting}</p>
      )}
    </>
  );
};

const Step = ({
  step,
  method,
  words,
}: {
  readonly step: Exclude<PaymentStep, { kind: 'not_here' | 'code' }>;
  readonly method: string;
  readonly words: Dictionary;
}) => {
  switch (step.kind) {
    case 'link':
      return (
        <>
          <a class="button" href={step.url} rel="noreferrer">
            {words.goOn(method)}
          </a>
          <p class="soft">{words.comeBack}</p>
        </>
      );
    case 'form':
      return (
        <form method="post" action={step.action}>
          {Object.entries(step.fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="button" type="submit">
            {words.goOn(method)}
          </button>
          <p class="soft">{words.comeBack}</p>
        </form>
      );
    case 'qr':
      return (
        <>
          <QrCode content={step.content} label={words.qrLabel} tooLong={words.qrTooLong} />
          <p class="center">{words.scan(method)}</p>
          {step.url !== undefined && (
            <a class="button quiet" href={step.url} rel="noreferrer">
              {words.openInApp(method)}
            </a>
          )}
          <p class="soft">{words.scanOnPhone}</p>
        </>
      );
    case 'address':
      return (
        <>
          <p>{words.sendExactly(step.amount, step.network)}</p>
          <QrCode content={step.address} label={words.qrLabel} tooLong={words.qrTooLong} />
          <code class="value">{step.address}</code>
        </>
      );
  }
};
