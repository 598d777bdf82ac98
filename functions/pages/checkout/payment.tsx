import { amountText } from './amount-text.ts';
import { DICTIONARIES } from './dictionary.ts';
import { MethodList } from './method-list.tsx';
import { PayStep } from './pay-step.tsx';
import { methodName, type ViewContext } from './view-context.ts';

/** The unpaid order: the payment that is open, or the choice of one. */
export const Payment = (context: ViewContext) => {
  const { view, language, token, go } = context;
  const words = DICTIONARIES[language];
  const { attempt } = view;
  if (token === undefined) return <p class="note warn">{words.lookupPayElsewhere}</p>;
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
  const others = view.methods.filter((method) => method !== attempt.method);
  return (
    <section class="paper" aria-labelledby="pay">
      <h2 id="pay">{words.payTitle(methodName(attempt.method, language))}</h2>
      <PartlyPaid {...context} />
      <PayStep attempt={attempt} language={language} go={go} />
      {others.length > 0 && (
        <section aria-labelledby="another">
          <h2 id="another" class="another">
            {words.anotherWay}
          </h2>
          <MethodList {...context} without={attempt.method} />
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
