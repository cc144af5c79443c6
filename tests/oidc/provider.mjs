// A real OpenID Connect provider on loopback, with three people, for the test of single sign-on.
// Prints its address once it answers. Usage: node provider.mjs REDIRECT_URI
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const people = {
  bea: { sub: 'bea-17', email: 'Bea.Lund@harbour.example', email_verified: true, name: 'Bea Lund' },
  cy: { sub: 'cy-18', email: 'cy.hale@harbour.example', email_verified: true, name: 'Cy Hale' },
  // Somebody who has claimed an address that nobody has checked.
  eve: { sub: 'eve-19', email: 'bea.lund@harbour.example', email_verified: false, name: 'Eve' },
}

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'sightline',
      client_secret: 'a secret that only the two of them know',
      redirect_uris: [process.argv[2]],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    scopes: ['openid', 'email', 'profile'],
    pkce: { required: () => true, methods: ['S256'] },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => people[id] },
  })
  server.on('request', provider.callback())
  console.log(issuer)
})
