import { curlOf } from './curl-of.ts';
import { type FieldRow, fieldRows } from './field-rows.ts';
import { FieldTable } from './field-table.tsx';
import { Markup } from './markup.tsx';
import type { Media, Operation, Parameter } from './openapi-document.ts';
import type { DocumentedOperation } from './operations-of.ts';
import { nameOf, typeText } from './type-text.ts';

/** One route: how to call it, what it takes, what it answers, what can go wrong. */
export const OperationSection = ({
  documented,
  baseUrl,
}: {
  readonly documented: DocumentedOperation;
  readonly baseUrl: string;
}) => {
  const { method, path, operation } = documented;
  const parameters = operation.parameters ?? [];
  return (
    <section id={operation.operationId} class="operation">
      <h3>
        <a href={`#${operation.operationId}`}>{operation.summary}</a>
      </h3>
      <p class="route">
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
      </p>
      <p class="soft">{authText(documented)}</p>
      {operation.description !== undefined && <Markup text={operation.description} />}
      {parameters.length > 0 && (
        <FieldTable rows={parameters.map(parameterRow)} caption="Parameters" requests />
      )}
      {operation.requestBody && <RequestBody body={operation.requestBody} />}
      <pre>
        <code>{curlOf(documented, baseUrl)}</code>
      </pre>
      <Reply operation={operation} />
      <p class="errors">
        Errors:{' '}
        {errorCodes(operation).map((code, index) => (
          <>
            {index > 0 && ', '}
            <a href={`#${code}`}>{code}</a>
          </>
        ))}
      </p>
    </section>
  );
};

const authText = ({ path, operation }: DocumentedOperation): string => {
  if (operation.security.length > 0) return 'Needs an API key.';
  return path.includes('{token}') ? 'The token in the address is the key.' : 'Public.';
};

const parameterRow = (parameter: Parameter): FieldRow => ({
  name: parameter.name,
  type: `${typeText(parameter.schema ?? {})} (${parameter.in})`,
  required: parameter.required ?? false,
  description: parameter.description ?? '',
  defaultText:
    parameter.schema?.default === undefined ? undefined : JSON.stringify(parameter.schema.default),
});

const RequestBody = ({ body }: { readonly body: NonNullable<Operation['requestBody']> }) => {
  const json = body.content['application/json'];
  const others = Object.keys(body.content).filter((type) => type !== 'application/json');
  const rows = fieldRows(json?.schema ?? {});
  return (
    <>
      {rows.length > 0 && (
        <FieldTable
          rows={rows}
          caption={body.required ? 'Body' : 'Body (may be left out)'}
          requests
        />
      )}
      {others.length > 0 && (
        <p>
          {json ? 'Also takes' : 'Takes'} <code>{others.join(', ')}</code>.
        </p>
      )}
    </>
  );
};

const Reply = ({ operation }: { readonly operation: Operation }) => {
  const [status, response] =
    Object.entries(operation.responses).find(([code]) => Number(code) < 400) ?? [];
  const [type, media] = Object.entries(response?.content ?? {})[0] ?? [];
  if (status === undefined || !media || type !== 'application/json') {
    return (
      <p>
        Answers <strong>{status}</strong> with <code>{type}</code>.
      </p>
    );
  }
  return <JsonReply status={status} media={media} />;
};

const JsonReply = ({ status, media }: { readonly status: string; readonly media: Media }) => {
  const schema = media.schema ?? {};
  const name = nameOf(schema) ?? nameOf(schema.properties?.data?.items ?? {});
  const rows = fieldRows(schema);
  return (
    <details>
      <summary>
        Answers {status}
        {name !== undefined && ` with ${typeText(schema) === name ? name : `a list of ${name}`}`}
      </summary>
      {name !== undefined && (
        <p>
          See <a href={`#object-${name}`}>{name}</a>.
        </p>
      )}
      {rows.length > 0 && <FieldTable rows={rows} caption="Reply" requests={false} />}
      <pre>
        <code>{JSON.stringify(media.example, null, 2)}</code>
      </pre>
    </details>
  );
};

/** The codes that a route's error responses show examples of. */
const errorCodes = (operation: Operation): string[] =>
  Object.values(operation.responses).flatMap((response) =>
    Object.keys(response.content?.['application/json']?.examples ?? {}),
  );
