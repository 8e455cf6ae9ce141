/** What a team would write about Acorn: one file, in which nothing but its administrator's secret is missing. */
export const acornService = `service: acorn
title: Acorn
sources: [ "https://acorn.example/docs" ]
identities:
  admin: { title: Deletes tokens, permissions: [ "administrator" ] }
kinds:
  acorn-token:
    title: Acorn token
    value: { prefixes: [ acorn_ ], min: 20, max: 60, checksum: none }
    locator:
      user: { title: The user it belongs to, required: true }
    lookups:
      - name: token
        request: { method: GET, path: [ tokens ], auth: { bearer: { $identity: admin } } }
        found: [ { status: 200 } ]
        list: /tokens
        where:
          /user: { $locator: user }
          /hint: { $derived: { first: 10, last: 4, between: "..." } }
        take: { id: /id }
    probe:
      request: { method: GET, path: [ me ], auth: { bearer: { $value: leaked } } }
      alive: [ { status: 200, body: { /user: { $locator: user } } } ]
      refused: [ { status: 401, body: { /error: invalid_token } } ]
      facts: { user: /user }
    inspect: { lookup: token, none: cut-off }
    revoke:
      title: Delete it
      request: { method: DELETE, path: [ tokens, { $id: id } ], auth: { bearer: { $identity: admin } } }
      done: [ { status: 204 }, { status: 202 } ]
      already: [ { status: 404, body: { /error: not_found } } ]
      breaks: every client that uses it
      who: an administrator
      reversible: false
    settle: { looks: 3, every: 2s, lag: 60s }
    exercised: our stand-in
`;
