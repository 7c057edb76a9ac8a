/**
 * The architecture as data: each lib and the libs it may call, named only from those above it in this list,
 * so that a cycle cannot be written. Calls go down; news goes up, as events.
 */
export const layers = {
  // floor 0
  kernel: [],
  platform: ['kernel'],
  // floor 1
  access: ['kernel', 'platform'],
  channels: ['kernel', 'platform'],
  holds: ['kernel', 'platform'],
  ledger: ['kernel', 'platform'],
  events: ['kernel', 'platform'],
  engine: ['kernel'],
  // floor 2
  inventory: ['kernel', 'platform', 'channels', 'holds', 'events'],
  pricing: ['kernel', 'platform', 'channels', 'events', 'engine'],
  promotions: ['kernel', 'platform', 'holds', 'events', 'engine'],
  tax: ['kernel', 'platform', 'engine'],
  shipping: ['kernel', 'platform', 'channels', 'engine'],
  payments: ['kernel', 'platform', 'ledger', 'events'],
  // floor 3
  catalog: ['kernel', 'platform', 'channels', 'events', 'inventory', 'pricing', 'tax'],
  terms: ['kernel', 'platform', 'channels', 'engine', 'inventory', 'pricing', 'promotions', 'tax', 'shipping'],
  // floor 4
  cart: ['kernel', 'platform', 'channels', 'events', 'engine', 'holds', 'inventory', 'shipping', 'catalog', 'terms'],
  // floor 5
  orders: [
    'kernel', 'platform', 'channels', 'events', 'engine', 'holds', 'ledger', 'inventory', 'promotions', 'shipping', 'payments', 'terms', 'cart',
  ],
  // floor 6
  connectors: ['kernel', 'platform', 'channels', 'events', 'inventory', 'pricing', 'tax', 'catalog'],
  insight: ['kernel', 'platform', 'events'],
} as const satisfies Record<string, readonly string[]>;
