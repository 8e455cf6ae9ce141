/** One figure of ours beside a named peer's, measured in the same run. */
import type { Spread } from './spread.ts';

export type Row = {
  name: string;
  /** Ours. Null only where `note` says why. */
  value: number | null;
  unit: string;
  peer: string;
  peerValue: number | null;
  /** value / peerValue. */
  ratio: number | null;
  /** Lowest and highest of the runs behind a median. */
  range?: [number, number];
  peerRange?: [number, number];
  /** What the figure does not say by itself. */
  note?: string;
};

/** Why there is no figure. */
export type Absent = { absent: string };
type Figure = number | Spread | Absent;

export function compared(name: string, unit: string, ours: Figure, peer: { name: string; figure: Figure }): Row {
  const value = middleOf(ours);
  const peerValue = middleOf(peer.figure);
  const ratio = value === null || peerValue === null || peerValue === 0 ? null : rounded(value / peerValue);
  const range = rangeOf(ours);
  const peerRange = rangeOf(peer.figure);
  const notes = [ours, peer.figure].flatMap((figure) =>
    typeof figure === 'object' && 'absent' in figure ? figure.absent : [],
  );
  return {
    name,
    value,
    unit,
    peer: peer.name,
    peerValue,
    ratio,
    ...(range === null ? {} : { range }),
    ...(peerRange === null ? {} : { peerRange }),
    ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
  };
}

function middleOf(figure: Figure): number | null {
  if (typeof figure === 'number') return rounded(figure);
  return 'absent' in figure ? null : rounded(figure.median);
}

function rangeOf(figure: Figure): [number, number] | null {
  if (typeof figure === 'number' || 'absent' in figure) return null;
  return [rounded(figure.min), rounded(figure.max)];
}

/** Four digits are more than a bench knows. */
const rounded = (value: number) => Number(value.toPrecision(4));
