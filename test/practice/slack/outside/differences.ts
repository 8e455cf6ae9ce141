/** Where the two do not say the same, and why ours is what Slack says. */
export const differences: Record<string, { ours: string; theirs: string; because: string }> = {
  'create without a name': {
    ours: 'invalid_name_required',
    theirs: 'invalid_name_specials',
    because: 'the page of conversations.create: "Value passed for name was empty"',
  },
  'replies of no message': {
    ours: 'thread_not_found',
    theirs: 'ok',
    because: 'the page of conversations.replies lists it; an emulated thread is whatever has this thread_ts',
  },
  'another token': {
    ours: 'invalid_auth',
    theirs: 'missing_scope',
    because: 'whoever comes to the emulated Slack with a token it does not know is its first user, without scopes',
  },
};
