import type { Command } from 'commander';
import type { Turn } from '../turn.ts';

/** Adds one command, or a pair that belongs together, to the program; `run` carries it out and keeps its exit code. */
export type Add = (program: Command, turn: Turn, run: (work: () => Promise<number>) => Promise<void>) => void;

export const incidentArgument = ['<incident>', 'INC-7, 7, or the beginning of its id'] as const;
export const asOption = ['--as <person>', 'who you are in staunch.yml (else STAUNCH_PERSON, else by your account)'] as const;
