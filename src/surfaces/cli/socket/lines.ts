/**
 * Cuts a byte stream into lines of at most `limitBytes`. `push` gives the lines that a chunk completes, or null once a line
 * is too long: the stream cannot be trusted from there on.
 */
export function lineCutter(limitBytes: number): { push(chunk: Buffer): string[] | null } {
  let pending: Buffer[] = [];
  let size = 0;
  return {
    push(chunk) {
      const lines: string[] = [];
      let start = 0;
      for (let end = chunk.indexOf(10, start); end !== -1; end = chunk.indexOf(10, start)) {
        const part = chunk.subarray(start, end);
        if (size + part.length > limitBytes) return null;
        lines.push(Buffer.concat([...pending, part]).toString('utf8'));
        pending = [];
        size = 0;
        start = end + 1;
      }
      const rest = chunk.subarray(start);
      size += rest.length;
      if (size > limitBytes) return null;
      if (rest.length > 0) pending.push(rest);
      return lines;
    },
  };
}
