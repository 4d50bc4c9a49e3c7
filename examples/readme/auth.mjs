import { createAuth } from '@agentcards/auth';

const auth = createAuth({ baseUrl: 'https://gateway.example' });
const agent = await auth.users.create({ username: 'release agent' });
const { key } = await auth.apiKeys.create(agent.id, { name: 'nightly', scopes: { servers: ['github'] } });

const tools = [
  { serverId: 'github', toolId: 'github:create_issue' },
  { serverId: 'payroll', toolId: 'payroll:raise_salary' },
];
for (const token of [key, 'ac_made_up']) {
  const headers = { authorization: `Bearer ${token}` };
  const request = new Request('https://gateway.example/tools', { headers });
  const response = await auth.protect(request, (principal) => {
    const permitted = tools.filter((tool) => principal.permits(tool)).map(({ toolId }) => toolId);
    return Response.json({ hello: principal.username, permitted });
  });
  console.log(response.status, await response.text());
}
