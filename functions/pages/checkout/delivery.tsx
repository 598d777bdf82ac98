import { DICTIONARIES } from './dictionary.ts';
import type { ViewContext } from './view-context.ts';

/** The cards. A tap selects a whole card, so that it can be copied without a script. */
export const Delivery = ({
  delivery,
  language,
}: {
  readonly delivery: NonNullable<ViewContext['view']['delivery']>;
  readonly language: ViewContext['language'];
}) => {
  const words = DICTIONARIES[language];
  return (
    <section class="paper" aria-labelledby="delivery">
      <h2 id="delivery">{words.deliveredTitle}</h2>
      {delivery.cards.length > 0 && (
        <ol class="cards">
          {delivery.cards.map((card, index) => (
            <li key={card.id}>
              <h3>{words.card(index + 1)}</h3>
              <code class="value">{card.value}</code>
            </li>
          ))}
        </ol>
      )}
      {delivery.content !== null && (
        <div class="cards">
          <h3>{words.content}</h3>
          <code class="value">{delivery.content}</code>
        </div>
      )}
      <p class="soft">{words.deliveredText}</p>
    </section>
  );
};
