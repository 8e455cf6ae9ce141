/** The register of all incidents: a chain without gaps, in which this incident has its number and its first entry. */
import { type RegisterHeader, readRegisterHeader } from '../../timeline/bundle/headers.ts';
import type { RegisterLine } from '../../timeline/bundle/lines.ts';
import { hashOf, noHead } from '../../timeline/chain.ts';
import type { Material } from './material.ts';
import type { Finding } from './verdict.ts';

export function checkRegister({ opening, register, entries }: Material): Finding {
  const faults: string[] = [];
  const seen = new Set<string>();
  let prev = noHead;
  for (const [index, row] of register.entries()) {
    const header = readRegisterHeader(row.header);
    const fault =
      rowFault(row, header, index + 1, prev) ?? (seen.has(header?.incident ?? '') ? 'names an incident twice' : null);
    if (fault !== null) faults.push(`Row ${row.number} of the register ${fault}.`);
    if (header !== null) seen.add(header.incident);
    prev = Buffer.from(row.hash, 'hex');
  }
  const mine = register.find((row) => row.number === opening.number);
  const header = mine === undefined ? null : readRegisterHeader(mine.header);
  if (header?.incident !== opening.incident) {
    faults.push(`The register has ${header === null ? 'no' : 'another'} incident under number ${opening.number}.`);
  } else if (header.first !== entries[0]?.hash) {
    faults.push(`The register says that INC-${opening.number} began with another first entry.`);
  }
  return {
    checked: `Register: ${register.length} numbers in one chain without a gap, INC-${opening.number} at its number, bound to its first entry`,
    faults: faults.map((what) => ({ seq: null, what })),
  };
}

function rowFault(row: RegisterLine, header: RegisterHeader | null, expected: number, prev: Buffer): string | null {
  if (row.number !== expected) return `stands where row ${expected} belongs`;
  if (hashOf(prev, row.header).toString('hex') !== row.hash) return 'does not follow the row before it: it was changed';
  if (header === null) return 'has a header that is no canonical JSON of its kind';
  return header.number === row.number ? null : 'has a header of another number';
}
