/** Every character that GBK has, with its two bytes: the runtime can only read GBK. */
const table = new Map<string, number>();

const fillTable = (): void => {
  const decoder = new TextDecoder('gbk');
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\uFFFD' && !table.has(character))
        table.set(character, lead * 256 + trail);
    }
};

/** Text in GBK; what GBK lacks is a question mark. */
export const inGbk = (text: string): Buffer => {
  if (table.size === 0) fillTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const pair = table.get(character);
    if (code < 0x80) bytes.push(code);
    else if (pair === undefined) bytes.push(0x3f);
    else bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
};
