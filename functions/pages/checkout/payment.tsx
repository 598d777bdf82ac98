import { amountText } from './amount-text.ts';
import { DICTIONARIES } from './dictionary.ts';
import { InputForm } from './input-form.tsx';
import { MethodList } from './method-list.tsx';
import { PayStep } from './pay-step.tsx';
import { methodInText, methodName, type ViewContext } from './view-context.ts';

/** The unpaid order: the payment that is open, or the choice of one. */
export const Payment = (context: ViewContext) => {
  const { view, language, token, go } = context;
  const words = DICTIONARIES[language];
  const { attempt } = view;
  if (token === undefined) return <p class="note warn">{words.lookupPayElsewhere}</p>;
  if (context.chosen !== undefined && view.methods.includes(context.chosen)) {
    const input = view.inputs.find(({ method }) => method === context.chosen);
    return <InputForm method={context.chosen} input={input} context={context} />;
  }
  if (!attempt || attempt.state === 'failed' || attempt.state === 'closed') {
    return (
      <>
        {attempt && !context.problem && (
          <p class="note bad" role="status">
            {words.attemptFailed(
              methodName(attempt.method, language),
              attempt.failure?.[language] ?? words.chooseAgain,
            )}
          </p>
        )}
        <Choice {...context} />
      </>
    );
  }
  // With no code left the same way can be started anew.
  const open = attempt.codes_left === 0 ? undefined : attempt.method;
  const others = view.methods.filter((method) => method !== open);
  return (
    <section class="paper" aria-labelledby="pay">
      <h2 id="pay">{words.payTitle(methodInText(attempt.method, language))}</h2>
      <PartlyPaid {...context} />
      <PayStep attempt={attempt} language={language} token={token} go={go} />
      {others.length > 0 && (
        <section aria-labelledby="another">
          <h2 id="another" class="another">
            {words.anotherWay}
          </h2>
          <MethodList {...context} without={open} />
        </section>
      )}
    </section>
  );
};

/** Where any amount can be sent, several transfers may pay an order together. */
const PartlyPaid = ({ view, language }: ViewContext) => {
  const paid = view.attempt?.paid_amount ?? 0;
  if (paid === 0 || paid >= view.amount) return null;
  const shown = (minor: number) => amountText(minor, view.currency, language);
  return (
    <p class="note warn" role="status">
      {DICTIONARIES[language].partlyPaid(shown(paid), shown(view.amount - paid))}
    </p>
  );
};

const Choice = (context: ViewContext) => {
  const words = DICTIONARIES[context.language];
  return (
    <section class="paper" aria-labelledby="choose">
      <h2 id="choose">{words.chooseTitle}</h2>
      {context.view.methods.length > 0 ? <MethodList {...context} /> : <p>{words.noMethods}</p>}
    </section>
  );
};
