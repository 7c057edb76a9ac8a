import { createServer } from 'node:net';

/** Private servers live between the ports that people choose and those that systems hand out. */
const lowest = 20_001;
const highest = 32_000;

/** Why nobody can listen at an address: the system's code (EADDRINUSE …), or null when it is free. */
export async function whyNotListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** A free port above 20000: the preferred one when it is free. */
export async function freePort(preferred?: number): Promise<number> {
  const port = preferred ?? lowest + Math.floor(Math.random() * (highest - lowest));
  return (await whyNotListen(port, '127.0.0.1')) === null ? port : freePort();
}
