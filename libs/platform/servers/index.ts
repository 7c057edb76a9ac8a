export { keptServers } from './kept-servers.js';
export { whyNotListen } from './ports.js';
export { openServers, reachRedis, type Servers } from './servers.js';
