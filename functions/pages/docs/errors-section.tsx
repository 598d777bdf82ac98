import { ERROR_REFERENCE } from '#shared/contract/api/error-reference.ts';
import { Inline } from './markup.tsx';

const EXAMPLE = {
  error: {
    type: 'invalid_request',
    code: 'invalid_parameter',
    message: '"quantity" in the body: Too big: expected number to be <=50.',
    param: 'quantity',
    request_id: 'req_Zk3vXgW8vHcEJTQ=',
    retryable: false,
    doc_url: '/docs#invalid_parameter',
  },
};

/** Every error code, each with the anchor that `doc_url` points to. */
export const ErrorsSection = () => (
  <section id="errors">
    <h2>Errors</h2>
    <p>
      Every error has this form; <code>doc_url</code> leads to its line below.
    </p>
    <pre>
      <code>{JSON.stringify(EXAMPLE, null, 2)}</code>
    </pre>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Status</th>
            <th scope="col">Again?</th>
            <th scope="col">Meaning, and what to do</th>
          </tr>
        </thead>
        <tbody>
          {ERROR_REFERENCE.map((error) => (
            <tr key={error.code} id={error.code}>
              <th scope="row">
                <code>{error.code}</code>
              </th>
              <td>{error.status}</td>
              <td>{error.retryable ? 'repeating may help' : 'do not repeat'}</td>
              <td>
                <Inline text={`${error.meaning} ${error.remedy}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);
