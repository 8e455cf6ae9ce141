import pg from 'pg';

/** A role's name as it stands in a statement. */
export function identifier(name: string): string {
  return pg.escapeIdentifier(name);
}

/** A text as it stands in a statement that takes no parameters (ALTER ROLE). */
export function literal(text: string): string {
  return pg.escapeLiteral(text);
}
