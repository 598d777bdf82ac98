/** How a local stack is started. */
export interface LocalStackOptions {
  /** Where it keeps everything. Two stacks never share one. */
  readonly directory: string;
  /** Port of the front API; callbacks get the next one, the simulated gateways those after it. 0: any free ports. */
  readonly port: number;
  /** Port of the callbacks API when it is not the next one. */
  readonly callbacksPort?: number;
  /** Empty the directory first. */
  readonly fresh: boolean;
  /** Start the simulated gateways and, once, make a demo shop with them. */
  readonly seed: boolean;
  /** Count the functions' SDK calls. */
  readonly measure?: boolean;
  /** Templates and bundles to run instead of this source tree's. */
  readonly assembly?: string;
  /** Another DynamoDB than the emulator from npm. */
  readonly dynamoDbEndpoint?: string;
  /** Told what it is doing when that takes seconds. */
  readonly progress?: (text: string) => void;
}
