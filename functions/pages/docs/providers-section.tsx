import type { OpenapiDocument, Provider } from './openapi-document.ts';

/** Every provider that a channel can be at: what it carries, and what it usually charges. */
export const ProvidersSection = ({ document }: { readonly document: OpenapiDocument }) => (
  <section id="providers">
    <h2>Providers</h2>
    <p>
      What the field <code>provider</code> of a channel can be. Fees and limits are what accounts
      there usually get; figures that no public document confirms are marked. Your own contract
      decides: enter its figures in the channel.
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Methods</th>
            <th scope="col">Currencies</th>
            <th scope="col">Fee</th>
            <th scope="col">Settled</th>
            <th scope="col">One payment</th>
            <th scope="col">Refunds</th>
          </tr>
        </thead>
        <tbody>
          {(document['x-providers'] ?? []).map((provider) => (
            <tr key={provider.provider} id={`provider-${provider.provider}`}>
              <th scope="row">
                <code>{provider.provider}</code>
              </th>
              <td>{methodsText(provider)}</td>
              <td>{provider.currencies.join(', ')}</td>
              <td>{provider.fees}</td>
              <td>{provider.settlement}</td>
              <td>{provider.limits}</td>
              <td>{refundText(provider)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

const methodsText = ({ methods, banks, needs_phone }: Provider): string =>
  [
    methods.join(', '),
    ...(banks.length === 0 ? [] : [`${banks.length} banks to choose from`]),
    ...(needs_phone ? ['the buyer’s phone number is needed'] : []),
  ].join('; ');

const refundText = ({ refund, refund_window }: Provider): string =>
  refund === 'none' || refund_window === '' ? refund : `${refund}, within ${refund_window}`;
