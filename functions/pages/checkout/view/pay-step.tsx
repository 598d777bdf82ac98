import { amountDue } from './amount-due.ts';
import { CodeForm } from './code-form.tsx';
import { CopyButton } from './copy-button.tsx';
import { checkoutPath, methodInText, type PageProps, pagePath } from './page.ts';
import { type PaymentStep, paymentStep } from './payment-step.ts';
import { QrCode } from './qr-code.tsx';

type Attempt = NonNullable<PageProps['page']['view']['attempt']>;

/** What the buyer does next for the payment that is open. */
export const PayStep = ({ attempt, page }: PageProps & { readonly attempt: Attempt }) => {
  const { words, language } = page;
  const method = methodInText(attempt.method, language);
  if (!attempt.next_action) return <p class="wait">{words.asking}</p>;
  const step = paymentStep(attempt.next_action);
  if (step.kind === 'not_here') return <p class="note warn">{words.notHere}</p>;
  if (step.kind === 'code') {
    return attempt.codes_left === 0 ? (
      <p class="note warn">{words.noCodesLeft}</p>
    ) : (
      <CodeForm step={step} attemptId={attempt.id} page={page} />
    );
  }
  const goesOn = page.go && (step.kind === 'link' ? step.automatic : step.kind === 'form');
  return (
    <>
      <Step step={step} method={method} page={page} />
      <p class="wait">{goesOn ? words.goingOn(method) : words.waiting}</p>
      {step.kind !== 'wechat' && <PaidAlready page={page} />}
    </>
  );
};

/** Asks the provider at once. */
const PaidAlready = ({ page: { token = '', language, words } }: PageProps) => (
  <p class="soft">
    {words.paidAlready}{' '}
    <a href={pagePath(`${checkoutPath(token)}/return`, language)}>{words.checkNow}</a>
  </p>
);

const Step = ({
  step,
  method,
  page,
}: PageProps & {
  readonly step: Exclude<PaymentStep, { kind: 'not_here' | 'code' }>;
  readonly method: string;
}) => {
  const { words, live } = page;
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
        <form method="post" action={step.action} data-gateway>
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
        <div class="scan">
          <QrCode page={page} />
          <p class="center">{words.scan(method)}</p>
          {step.url !== undefined && (
            <a class="button on-phone" href={step.url} rel="noreferrer">
              {words.openInApp(method)}
            </a>
          )}
          <p class="soft on-phone">{words.scanOnPhone}</p>
        </div>
      );
    case 'address':
      return (
        <>
          <p>{words.sendExactly(step.network)}</p>
          <p class="with-tool">
            <code class="value">{amountDue(page, step.amount)}</code>
            <CopyButton page={page} value={amountDue(page, step.amount)} label={words.copyAmount} />
          </p>
          <QrCode page={page} />
          <p class="with-tool">
            <code class="value">{step.address}</code>
            <CopyButton page={page} value={step.address} label={words.copyAddress} />
          </p>
        </>
      );
    case 'wechat':
      return live?.inWechat ? (
        <button class="button" type="button" data-wechat>
          {words.goOn(method)}
        </button>
      ) : (
        <p class="note warn">{words.openInWechat}</p>
      );
  }
};
