import type { FastifyInstance } from 'fastify';

/** The page is one file with everything in it; it may talk to this server and to nobody else. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What somebody who looks for the first time finds in the editor. */
const firstQuery = `# What is for sale, for how much, and how many are there?
query Products {
  products(first: 5) {
    nodes {
      slug
      name
      variants { id sku price { gross { amount currency } } availability { available } }
    }
  }
}
`;

/** Serves GraphiQL at /graphiql, from the package, without any CDN. */
export function serveGraphiql(fastify: FastifyInstance): void {
  fastify.get('/graphiql', async (_request, reply) => {
    // nine megabytes: in memory only once somebody has looked
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
    void reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'private, max-age=3600',
    });
    return renderGraphiQL({ title: 'Cartwright', endpoint: '/graphql', subscriptionsProtocol: 'WS', defaultQuery: firstQuery });
  });
}
