import { createAuth } from '@agentcards/auth';

const auth = createAuth({
  baseUrl: 'https://gateway.example',
  github: {
    clientId: 'id of your OAuth app',
    clientSecret: 'its secret',
    allow: { logins: ['ada'], organizations: ['analytical'], emails: ['@lovelace.example'] },
  },
});
const response = await auth.handler(new Request('https://gateway.example/auth/github'));
const location = new URL(response.headers.get('location') ?? '');
console.log(response.status, location.host, location.searchParams.get('scope'));
