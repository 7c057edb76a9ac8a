/**
 * The architecture as data: each lib and the libs it calls, named only from those above it in this list,
 * so that a cycle cannot be written. Calls go down; news goes up, as events.
 */
export const layers = {
  // floor 0
  kernel: [],
  platform: ['kernel'],
  // floor 1
  holds: ['kernel', 'platform'],
  ledger: ['kernel', 'platform'],
  exceptions: ['kernel', 'platform'],
  events: ['kernel', 'platform'],
  engine: ['kernel'],
  // floor 2
  access: ['kernel', 'platform', 'events'],
  channels: ['kernel', 'platform', 'engine'],
  inventory: ['kernel', 'platform', 'holds', 'events'],
  pricing: ['kernel', 'platform', 'events', 'engine'],
  promotions: ['kernel', 'platform', 'holds', 'engine'],
  tax: ['kernel', 'platform', 'engine'],
  shipping: ['kernel', 'platform', 'engine'],
  payments: ['kernel', 'platform', 'events'],
  // floor 3
  customers: ['kernel', 'platform', 'access', 'events'],
  catalog: ['kernel', 'platform', 'events', 'inventory'],
  organizations: ['kernel', 'platform', 'events'],
  terms: ['kernel', 'platform', 'channels', 'engine', 'pricing', 'promotions', 'tax', 'shipping'],
  // floor 4
  search: ['kernel', 'platform', 'catalog', 'terms'],
  cart: ['kernel', 'platform', 'access', 'events', 'engine', 'customers', 'catalog', 'organizations', 'terms'],
  // floor 5
  orders: [
    'kernel',
    'platform',
    'channels',
    'events',
    'engine',
    'holds',
    'ledger',
    'inventory',
    'promotions',
    'payments',
    'catalog',
    'terms',
    'cart',
  ],
  // floor 6
  tills: [
    'kernel',
    'platform',
    'channels',
    'events',
    'engine',
    'holds',
    'exceptions',
    'ledger',
    'inventory',
    'promotions',
    'payments',
    'catalog',
    'terms',
    'cart',
    'orders',
  ],
  connectors: ['kernel', 'platform', 'channels', 'customers', 'inventory', 'pricing', 'tax', 'catalog', 'organizations'],
  insight: ['kernel', 'platform', 'events'],
} as const satisfies Record<string, readonly string[]>;
