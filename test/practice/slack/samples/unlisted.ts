/** Codes that Slack answers though no page lists them, and where that is known from. */
export const unlisted = new Map([
  ['unknown_method', 'the answer to any name that is no method; https://docs.slack.dev/apis/web-api'],
  ['blocks.validate invalid_blocks', 'its page is younger than the vendored ones'],
]);
