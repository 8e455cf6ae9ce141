/** What was seen of the record outside the database, while things happened, against the record as it is here. */
import { readRegisterHeader } from '../../timeline/bundle/headers.ts';
import { signedStatement } from '../../timeline/bundle/witnessed.ts';
import type { WitnessStatement } from '../../timeline/witness.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import type { Material } from './material.ts';
import type { Finding } from './verdict.ts';

/** The lines that came with the bundle: each must hold, and none is an outside anchor. */
export function checkOwnWitness(material: Material): Finding {
  const { opening, witness } = material;
  const faults = witness.flatMap((text, index): RecordFault[] => {
    const said = signedStatement(text, opening.recordKey);
    if (said?.incident !== opening.incident) {
      return [
        {
          seq: null,
          what: `Witness line ${index + 1} of the bundle is not signed by its record key, or is of another incident.`,
        },
      ];
    }
    return contradiction(material, said);
  });
  return { checked: `Witness lines in the bundle: ${witness.length}, each against the entry it saw`, faults };
}

/** Lines of witness files: a torn one, or one of another bot, says nothing; files in which no line does are no witness. */
export function checkOutsideWitness(material: Material, lines: readonly string[]): Finding & { anchors: number } {
  const { opening } = material;
  const given = lines.filter((line) => line.trim() !== '');
  const statements = given.flatMap((line) => signedStatement(line, opening.recordKey) ?? []);
  const mine = statements.filter(({ incident }) => incident === opening.incident);
  const passedOver = given.length - statements.length;
  const rest = passedOver === 0 ? '' : ` (${passedOver} more without a valid signature of this key, passed over)`;
  const silent = mine.length === 0 && lines.length > 0 ? [nothingOf(opening.number)] : [];
  const faulty = new Set(mine.filter((said) => contradiction(material, said).length > 0));
  return {
    checked: `Witness files: ${statements.length} signed lines${rest}, ${mine.length} of this incident, against entries and register`,
    faults: [...statements.flatMap((said) => contradiction(material, said)), ...silent],
    anchors: mine.length - faulty.size,
  };
}

/** Else whoever changed the record would only have to empty the file. */
function nothingOf(number: number): RecordFault {
  const what = `The witness files given say nothing of this incident (INC-${number}): no line of them is of it and signed by its key`;
  return { seq: null, what: `${what}. Are they the right ones, as they were kept outside?` };
}

function contradiction(material: Material, said: WitnessStatement): RecordFault[] {
  const fault = said.incident === material.opening.incident ? ownFault(material, said) : otherFault(material, said);
  return fault === null ? [] : [fault];
}

function ownFault({ opening, entries, register }: Material, said: WitnessStatement): RecordFault | null {
  const saw = `A witness saw this incident at ${said.at}`;
  if (said.number !== opening.number)
    return { seq: null, what: `${saw} as INC-${said.number}, and here it is INC-${opening.number}.` };
  const entry = entries[said.seq - 1];
  if (entry === undefined) {
    const so = 'its end was cut off, or the bundle is older than that: export it anew';
    return { seq: said.seq, what: `${saw} with ${said.seq} entries, and here are ${entries.length}: ${so}.` };
  }
  if (entry.hash !== said.head) {
    const what = `${saw} with another entry ${said.seq}: what stands up to there was changed afterwards.`;
    return { seq: said.seq, what };
  }
  const row = register[said.number - 1];
  return row?.hash === said.register ? null : { seq: null, what: `${saw} with another row in the register.` };
}

function otherFault({ register }: Material, said: WitnessStatement): RecordFault | null {
  const saw = `A witness saw INC-${said.number} (${said.incident}) at ${said.at}`;
  const row = register[said.number - 1];
  if (row === undefined) {
    const so = 'incidents are missing at its end, or the bundle is older than that: export it anew';
    return { seq: null, what: `${saw}, and the register here ends at ${register.length}: ${so}.` };
  }
  if (readRegisterHeader(row.header)?.incident !== said.incident) {
    return { seq: null, what: `${saw}, and here another incident has that number: a whole incident vanished.` };
  }
  return row.hash === said.register ? null : { seq: null, what: `${saw} with another row in the register.` };
}
