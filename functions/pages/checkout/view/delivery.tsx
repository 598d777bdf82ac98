import { CopyButton } from './copy-button.tsx';
import { checkoutPath, type PageProps, pagePath } from './page.ts';

/**
 * The cards. They lie open right after the purchase; later a tap uncovers them, because whoever looks over a shoulder could
 * use them. A tap selects a whole card, so that it can be copied without a script.
 */
export const Delivery = ({
  delivery: { cards, content },
  page,
}: PageProps & {
  readonly delivery: NonNullable<PageProps['page']['view']['delivery']>;
}) => {
  const { words, token, language } = page;
  const all = [...cards.map(({ value }) => value), ...(content === null ? [] : [content])];
  return (
    <section class="paper" aria-labelledby="delivery">
      <h2 id="delivery">{words.deliveredTitle}</h2>
      <details open={page.revealed}>
        <summary class="button quiet">{words.reveal}</summary>
        <ol class="cards">
          {cards.map((card, index) => (
            <li key={card.id}>
              <h3>{words.card(index + 1)}</h3>
              <div class="with-tool">
                <code class="value">{card.value}</code>
                <CopyButton page={page} value={card.value} label={words.copyCard(index + 1)} />
              </div>
            </li>
          ))}
          {content !== null && (
            <li>
              <h3>{words.content}</h3>
              <div class="with-tool">
                <code class="value">{content}</code>
                <CopyButton page={page} value={content} label={words.copyContent} />
              </div>
            </li>
          )}
        </ol>
        <p class="tools">
          {all.length > 1 && (
            <CopyButton
              page={page}
              value={all.join('\n')}
              label={words.copyAll}
              shown={words.copyAll}
            />
          )}
          {token !== undefined && (
            <a class="small" href={pagePath(`${checkoutPath(token)}/cards.txt`, language)} download>
              {words.download}
            </a>
          )}
        </p>
      </details>
      <p class="soft">{words.deliveredText}</p>
    </section>
  );
};
