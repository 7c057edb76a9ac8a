export { whyNotListen } from './ports.js';
export { openServers, reachRedis, type Servers } from './servers.js';
