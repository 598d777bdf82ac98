import document from '#shared/contract/generated/openapi.json' with { type: 'json' };

/** The parts of a JSON Schema that the page shows. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

export interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  /** By error code. */
  readonly examples?: Readonly<Record<string, unknown>>;
}

export interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, Media>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, Media>> }>
  >;
}

export interface Webhook {
  readonly post: Pick<Operation, 'summary' | 'description' | 'requestBody'>;
}

export interface Provider {
  readonly provider: string;
  readonly methods: readonly string[];
  readonly currencies: readonly string[];
  readonly refund: string;
  readonly refund_window: string;
  readonly needs_phone: boolean;
  readonly banks: readonly string[];
  readonly fees: string;
  readonly settlement: string;
  readonly limits: string;
}

export interface OpenapiDocument {
  readonly openapi: string;
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
  };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  /** How messages are signed, repeated and checked. */
  readonly 'x-webhooks-description'?: string;
  /** What channels can be at. */
  readonly 'x-providers'?: readonly Provider[];
  readonly webhooks?: Readonly<Record<string, Webhook>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The generated document, inside the bundle. Its shape is checked by the generator's tests, not at every start. */
export const openapi = document as unknown as OpenapiDocument;
