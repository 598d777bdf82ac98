import { getAddress, isAddress } from 'viem/utils';

/** Whether it is an address with the capitals of its own checksum (EIP-55): one without protects from no typing error. */
export const isEvmAddress = (text: string): boolean =>
  isAddress(text, { strict: false }) && getAddress(text) === text;

/** The address in an indexed topic, with its checksum. `undefined`: something else is in it. */
export const addressOfTopic = (topic: string): string | undefined =>
  /^0x0{24}[0-9a-f]{40}$/i.test(topic) ? getAddress(`0x${topic.slice(-40)}`) : undefined;

/** An address as an indexed topic has it. */
export const topicOf = (address: string): string =>
  `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
