import { crc32 } from 'node:zlib';

interface ZippedFile {
  readonly name: Buffer;
  readonly content: Buffer;
}

/** DOS spells midnight of 1 January 1980 so. */
const DATE = 0x21;

/** A zip whose files are stored as they are. Source: PKWARE's APPNOTE. */
export const zipOf = (files: readonly ZippedFile[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const shared = sharedHeader(name, content);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), shared, name, content]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    parts.push(local);
    directory.push(
      Buffer.from('504b01020a00', 'hex'),
      shared,
      // Comment, disk and attributes are empty; the file's offset ends them.
      central,
      name,
    );
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
};

/** What a file's own header and its entry in the directory have in common. */
const sharedHeader = (name: Buffer, content: Buffer): Buffer => {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(10, 0);
  header.writeUInt16LE(DATE, 8);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(content.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
};
