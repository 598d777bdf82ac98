import type { FieldRow } from './field-rows.ts';
import { Inline } from './markup.tsx';

/** Fields or parameters as a table. `requests` tells which fields must be there; a reply has them all. */
export const FieldTable = ({
  rows,
  caption,
  requests,
}: {
  readonly rows: readonly FieldRow[];
  readonly caption: string;
  readonly requests: boolean;
}) => (
  <div class="scroll">
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">
              <code>{row.name}</code>
              {requests && row.required && <span class="required"> required</span>}
            </th>
            <td>{row.type}</td>
            <td>
              <Inline text={row.description} />
              {row.defaultText !== undefined && (
                <>
                  {' '}
                  Default <code>{row.defaultText}</code>.
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
