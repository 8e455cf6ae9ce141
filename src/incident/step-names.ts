/** Names that stand in no playbook but are addressed like a step. */

/** The gate of a stage: "contain.gate". */
export const gateStep = (stage: string) => `${stage}.gate`;

/** The step under which an undo's job and its answers are recorded. */
export const undoStep = 'undo';
