import { createAuth } from '@agentcards/auth';

const auth = createAuth({ baseUrl: 'https://gateway.example' });
const agent = await auth.users.create({ username: 'release agent' });
const { key } = await auth.apiKeys.create(agent.id, { name: 'nightly', scopes: { servers: ['github'] } });

const answer = (request) =>
  auth.protect(request, (principal) => {
    const tools = ['github:create_issue', 'payroll:raise_salary'].map((toolId) => {
      const [serverId] = toolId.split(':');
      return [toolId, principal.permits({ serverId, toolId })];
    });
    return Response.json({ hello: principal.username, tools });
  });

for (const token of [key, 'ac_made_up']) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await answer(new Request('https://gateway.example/tools', { headers }));
  console.log(response.status, await response.text());
}
