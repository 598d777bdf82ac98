import { fieldRows } from './field-rows.ts';
import { FieldTable } from './field-table.tsx';
import { Inline, Markup } from './markup.tsx';
import type { OpenapiDocument } from './openapi-document.ts';
import { nameOf } from './type-text.ts';

/** What we send to merchants, and how they check that it came from us. */
export const WebhooksSection = ({ document }: { readonly document: OpenapiDocument }) => {
  const webhooks = Object.entries(document.webhooks ?? {});
  const media = webhooks[0]?.[1].post.requestBody?.content['application/json'];
  const name = nameOf(media?.schema ?? {});
  const schema = name === undefined ? media?.schema : document.components.schemas[name];
  return (
    <section id="webhooks">
      <h2>Webhooks</h2>
      <Markup text={document['x-webhooks-description'] ?? ''} />
      <div class="scroll">
        <table>
          <caption>Events</caption>
          <tbody>
            {webhooks.map(([type, { post }]) => (
              <tr key={type} id={`event-${type}`}>
                <th scope="row">
                  <code>{type}</code>
                </th>
                <td>
                  <Inline text={post.summary} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {schema && <FieldTable rows={fieldRows(schema)} caption="Message" requests={false} />}
      {media?.example !== undefined && (
        <pre>
          <code>{JSON.stringify(media.example, null, 2)}</code>
        </pre>
      )}
    </section>
  );
};
