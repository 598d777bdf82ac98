import { amountText } from './amount-text.ts';
import { InputForm } from './input-form.tsx';
import { MethodList } from './method-list.tsx';
import { methodInText, methodName, type PageProps } from './page.ts';
import { PayStep } from './pay-step.tsx';

/** The unpaid order: the payment that is open, or the choice of one. */
export const Payment = ({ page }: PageProps) => {
  const { view, words, language, chosen } = page;
  const { attempt } = view;
  if (page.token === undefined) return <p class="note warn">{words.lookupPayElsewhere}</p>;
  if (chosen !== undefined && view.methods.includes(chosen)) {
    const input = view.inputs.find(({ method }) => method === chosen);
    return <InputForm method={chosen} input={input} page={page} />;
  }
  if (!attempt || attempt.state === 'failed' || attempt.state === 'closed') {
    return (
      <>
        {attempt && !page.problem && (
          <p class="note bad" role="status">
            {words.attemptFailed(
              methodName(attempt.method, language),
              attempt.failure?.[language] ?? words.chooseAgain,
            )}
          </p>
        )}
        <Choice page={page} />
      </>
    );
  }
  // With no code left, or on another device than it was made for, the same way can be started anew.
  const isSpent = attempt.codes_left === 0 || !attempt.for_this_device;
  const open = isSpent ? undefined : attempt.method;
  const others = view.methods.filter((method) => method !== open);
  return (
    <section class="paper" aria-labelledby="pay">
      <h2 id="pay">{words.payTitle(methodInText(attempt.method, language))}</h2>
      <PartlyPaid page={page} />
      <PayStep attempt={attempt} page={page} />
      {others.length > 0 && (
        <section aria-labelledby="another">
          <h2 id="another" class="another">
            {words.anotherWay}
          </h2>
          <MethodList page={page} without={open} />
        </section>
      )}
    </section>
  );
};

/** Where any amount can be sent, several transfers may pay an order together. */
const PartlyPaid = ({ page: { view, language, words } }: PageProps) => {
  const paid = view.attempt?.paid_amount ?? 0;
  if (paid === 0 || paid >= view.amount) return null;
  const shown = (minor: number) => amountText(minor, view.currency, language);
  return (
    <p class="note warn" role="status">
      {words.partlyPaid(shown(paid), shown(view.amount - paid))}
    </p>
  );
};

const Choice = ({ page }: PageProps) => (
  <section class="paper" aria-labelledby="choose">
    <h2 id="choose">{page.words.chooseTitle}</h2>
    {page.view.methods.length > 0 ? <MethodList page={page} /> : <p>{page.words.noMethods}</p>}
  </section>
);
