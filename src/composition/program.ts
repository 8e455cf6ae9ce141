/** How a person starts this program here: it stands before every command that is shown. */
export const program = 'npx staunch';
