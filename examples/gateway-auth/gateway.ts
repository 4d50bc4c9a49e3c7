import type { Auth } from '@agentcards/auth';
import type { AgentCards } from 'agentcards';
import type { Answer } from './node-http.js';

const page = (body: string) =>
  new Response(`<!doctype html><title>Gateway</title><body style="font: 16px/1.6 sans-serif; margin: 3em">${body}`, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // Nothing of it is there for whoever comes after: the back button asks again.
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    },
  });

/** Sign-in for people, a search of tools for agents: each sees the tools that their key opens. */
export function createGateway(auth: Auth, cards: AgentCards): Answer {
  return async (request, remoteAddress) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname.startsWith('/auth/')) return auth.handler(request, { remoteAddress });

    if (pathname === '/') {
      const answer = await auth.protect(
        request,
        ({ username, role }) =>
          page(
            `<h1>Hello ${escapeHtml(username)}</h1><p>You are signed in as ${role}.</p>
             <form method="post" action="/auth/logout"><button>Sign out</button></form>`,
          ),
        { remoteAddress },
      );
      return answer.status === 401 ? page('<h1>Gateway</h1><a href="/auth/github">Sign in with GitHub</a>') : answer;
    }

    if (pathname === '/search') {
      return auth.protect(
        request,
        async (principal) => Response.json(await cards.as(principal).search(searchParams.get('q') ?? '')),
        { remoteAddress },
      );
    }
    return new Response(null, { status: 404 });
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
