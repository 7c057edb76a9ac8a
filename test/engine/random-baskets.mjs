// Random terms and baskets from a number, and what the engine makes of them: the same program runs in Node and in a browser.

/** How many baskets share their terms. */
const perTerms = 50;
const start = Date.UTC(2027, 2, 27, 12);
const euro = 'EUR';

/** A generator of numbers from a seed (mulberry32), with what is made of them. */
function diceOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const upTo = (limit) => Math.floor(next() * limit);
  const pick = (choices) => choices[upTo(choices.length)];
  return {
    upTo,
    pick,
    chance: (share) => next() < share,
    some: (choices) => choices.filter(() => next() < 0.4),
    many: (most, make) => Array.from({ length: upTo(most + 1) }, (_, index) => make(index)),
    percent: () => String(1 + upTo(100)),
    euros: (most) => `${String(upTo(most))}.${String(upTo(100)).padStart(2, '0')}`,
  };
}

function selectorOf({ pick, chance, euros }) {
  const plain = pick([
    { type: 'category', ids: ['cat_a'] },
    { type: 'product', ids: ['prod_0', 'prod_1'] },
    { type: 'variant', ids: ['var_2'] },
    { type: 'collection', ids: ['col_a'] },
    { type: 'attribute', code: 'color', values: ['red'] },
    { type: 'on_sale' },
    { type: 'price_range', minimum: { [euro]: euros(20) } },
  ]);
  return chance(0.3) ? { type: pick(['none', 'any']), items: [plain] } : plain;
}

function actionOf(dice, lane) {
  const { pick, upTo, chance, percent, euros } = dice;
  const entry = pick(['NET', 'GROSS']);
  const amounts = { [euro]: `1${euros(10)}` };
  const items = () => (chance(0.5) ? { items: selectorOf(dice) } : {});
  if (lane === 'SHIPPING')
    return pick([
      { type: 'free_shipping' },
      { type: 'percent_off_shipping', percent: percent() },
      { type: 'amount_off_shipping', amounts, entry },
    ]);
  return pick([
    () => ({ type: 'percent_off_order', percent: percent() }),
    () => ({ type: 'percent_off_items', percent: percent(), ...items() }),
    () => ({ type: 'amount_off_order', amounts, entry }),
    () => ({ type: 'amount_off_items', amounts, entry, each: pick(['UNIT', 'LINE']), ...items() }),
    () => ({ type: 'fixed_price_items', amounts, entry, ...items() }),
    () => ({ type: 'n_for_m', take: 2 + upTo(3), pay: 1, ...items() }),
    () => ({ type: 'cheapest_free', of: 2 + upTo(3), ...items() }),
    () => ({
      type: 'buy_x_get_y',
      buy: { quantity: 1 + upTo(2), ...items() },
      get: { quantity: 1, percent: percent(), ...items() },
    }),
    () => ({ type: 'gift', variantId: pick(['var_0', 'var_gift']), quantity: 1 }),
  ])();
}

function conditionOf(dice) {
  const { pick, upTo, euros, chance } = dice;
  const items = chance(0.4) ? { items: selectorOf(dice) } : {};
  return pick([
    { type: 'minimum_amount', amounts: { [euro]: `1${euros(30)}` }, ...items },
    { type: 'minimum_amount', amounts: { [euro]: `1${euros(60)}` }, basis: pick(['BEFORE', 'AFTER_ITEM', 'AFTER_ALL']) },
    { type: 'minimum_quantity', quantity: String(1 + upTo(4)), ...items },
    { type: 'country', codes: ['NL', 'DE'] },
    { type: 'group', ids: ['cgr_a'] },
    { type: 'store', ids: ['loc_dam'] },
    { type: 'none', conditions: [{ type: 'signed_in' }] },
    { type: 'clock', weekdays: ['SUN', 'MON'], from: '09:00', to: '17:30' },
  ]);
}

function promotionOf(engine, dice, number) {
  const { pick, chance, upTo, many } = dice;
  const lane = pick(['ITEM', 'ITEM', 'ORDER', 'ORDER', 'SHIPPING']);
  const local = chance(0.2)
    ? { local: { from: '2027-03-28T00:00', to: pick(['2027-03-28T02:30', '2027-03-29T00:00', null]) } }
    : {};
  return {
    id: `promo_${String(number)}`,
    name: { en: `Offer ${String(number)}` },
    code: chance(0.25) ? `CODE${String(upTo(3))}` : null,
    lane,
    sequence: upTo(4),
    groupId: pick([null, null, lane, 'ANY', 'INNER']),
    stacking: pick(['COMBINES', 'COMBINES', 'STOPS', 'EXCLUDES']),
    conditions: engine.parseConditions(many(2, () => conditionOf(dice))),
    action: engine.parseAction(actionOf(dice, lane), lane),
    ...(chance(0.2) && { maxDiscount: new Map([[euro, BigInt(upTo(3000))]]) }),
    reducesTaxBase: chance(0.8),
    validFrom: chance(0.1) ? start : null,
    validTo: chance(0.1) ? start + 86_400_000 : null,
    ...local,
    version: 1n,
    limited: false,
  };
}

function groupsOf({ pick, upTo }) {
  const node = () => ({
    mode: pick(['STACK', 'FIRST', 'HIGHEST', 'LOWEST']),
    scope: pick(['ITEM', 'ORDER']),
    stacking: pick(['COMBINES', 'STOPS', 'EXCLUDES']),
    sequence: upTo(4),
  });
  return [
    ...['ITEM', 'ORDER', 'SHIPPING'].map((id) => ({ ...node(), id, parentId: null })),
    { ...node(), id: 'ANY', parentId: null, mode: pick(['STACK', 'BEST_DEAL']) },
    { ...node(), id: 'INNER', parentId: 'ANY', mode: 'STACK' },
  ];
}

const listIds = ['pl_gross', 'pl_net', 'pl_sale', 'pl_bands', 'pl_group'];

function listsOf(engine) {
  const list = (id, over) => ({
    ...{ id, code: id, entry: 'GROSS', tierMode: 'VOLUME', currency: euro, audience: engine.everybody, priority: 0 },
    ...{ validFrom: null, validTo: null },
    ...over,
  });
  return [
    list('pl_gross'),
    list('pl_net', { entry: 'NET' }),
    list('pl_sale', { sale: true, priority: 1 }),
    list('pl_bands', { tierMode: 'GRADUATED' }),
    list('pl_group', { audience: { ...engine.everybody, groupIds: ['cgr_a'] } }),
  ];
}

function termsOf(engine, dice) {
  const { pick, upTo, many } = dice;
  const conventions = Object.entries(engine.conventionChoices).map(([key, choices]) => [key, pick(choices)]);
  const rate = (classId, zoneId, percent, over) => ({
    ...{ id: `txr_${classId}_${zoneId}_${String(percent)}`, classId, zoneId, name: `${String(percent)} %` },
    ...{ percent: BigInt(percent) * 10_000n, validFrom: null, validTo: null },
    ...over,
  });
  return engine.compileTerms({
    version: 7n,
    channelId: 'chan_till',
    conventions: Object.fromEntries(conventions),
    homeCountry: 'NL',
    timeZone: 'Europe/Amsterdam',
    storeZones: new Map([
      ['loc_dam', 'Europe/Amsterdam'],
      ['loc_nyc', 'America/New_York'],
      ['loc_lhi', 'Australia/Lord_Howe'],
    ]),
    lists: listsOf(engine),
    promotions: many(8, (number) => promotionOf(engine, dice, number)),
    groups: groupsOf(dice),
    taxZones: ['NL', 'DE', 'CA'].map((country) => ({ id: `txz_${country}`, countries: [country] })),
    taxRates: [
      rate('txc_standard', 'txz_NL', 2100),
      rate('txc_reduced', 'txz_NL', 900),
      rate('txc_standard', 'txz_DE', 1900),
      rate('txc_standard', 'txz_CA', 500, { tax: 'gst' }),
      rate('txc_standard', 'txz_CA', 998, { tax: 'qst', compound: true }),
    ],
    shippingMethods: [
      {
        ...{
          id: 'ship_flat',
          code: 'flat',
          name: { en: 'Parcel' },
          kind: 'FLAT_RATE',
          countries: [],
          taxClassId: 'txc_standard',
        },
        rates: new Map([[euro, { amount: BigInt(upTo(9999)) * 1000n, entry: pick(['NET', 'GROSS']) }]]),
      },
    ],
  });
}

function lineOf({ pick, upTo, some, chance, many }, index) {
  const number = upTo(4);
  const tags = some(['cat_a', 'col_a', 'red']);
  const prices = some(listIds).flatMap((listId) =>
    [0, ...many(2, (tier) => 1500 * (tier + 1))].map((from) => ({
      id: `prc_${listId}_${String(from)}`,
      listId,
      minQuantity: BigInt(from),
      amount: BigInt(upTo(99_999)) * 1000n,
      compareAt: null,
    })),
  );
  return {
    id: `line_${String(index)}`,
    variantId: `var_${String(number)}`,
    quantity: BigInt(pick([1000, 2000, 3000, 5000, 250, 2500, 12_000])),
    taxClassId: pick(['txc_standard', 'txc_standard', 'txc_reduced']),
    prices,
    item: {
      productId: `prod_${String(number)}`,
      categoryIds: tags.filter((tag) => tag === 'cat_a'),
      collectionIds: tags.filter((tag) => tag === 'col_a'),
      attributes: { color: tags.filter((tag) => tag === 'red') },
      floorPrice: chance(0.1) ? BigInt(upTo(9_000_000)) : null,
    },
  };
}

function giftOf(dice, variantId) {
  const { taxClassId, prices, item } = lineOf(dice, 0);
  return { variantId, taxClassId, prices, item, available: dice.pick([null, 0n, 2500n]) };
}

function basketOf(dice) {
  const { pick, some, many, chance } = dice;
  return {
    currency: euro,
    buyer: { customerId: pick([null, 'cus_1']), groupIds: some(['cgr_a']), unitIds: [] },
    locationId: pick([null, 'loc_dam', 'loc_nyc', 'loc_lhi']),
    lines: many(8, (index) => lineOf(dice, index)),
    codes: some(['code0', 'CODE1', ' Code2', 'NONE']),
    gifts: some(['var_0', 'var_gift']).map((variantId) => giftOf(dice, variantId)),
    shippingMethodId: chance(0.6) ? 'ship_flat' : null,
    country: pick(['NL', 'NL', 'DE', 'CA', 'US']),
  };
}

/** What the engine makes of basket number so-and-so: its amounts and explanations as JSON, and the sentences that tell them. */
export function outcomeOf(engine, seed, number, terms = termsAt(engine, seed, number)) {
  const dice = diceOf(seed + 1_000_003 + number);
  const basket = basketOf(dice);
  const priced = engine.priceBasket(terms, basket, start + dice.upTo(48 * 60) * 60_000, { explain: true });
  return `${engine.toJson(priced)}\n${engine.sentences(priced, []).join('\n')}`;
}

/** A fingerprint of the outcome of each of the first so many baskets. */
export function fingerprints(engine, seed, count) {
  const found = [];
  let terms;
  for (let number = 0; number < count; number++) {
    if (number % perTerms === 0) terms = termsAt(engine, seed, number);
    found.push(hashOf(outcomeOf(engine, seed, number, terms)));
  }
  return found;
}

function termsAt(engine, seed, number) {
  return termsOf(engine, diceOf(seed + Math.floor(number / perTerms)));
}

/** A text's FNV-1a in two halves of 32 bits that start apart. */
function hashOf(text) {
  let [first, second] = [0x811c9dc5, 0x1b873593];
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b);
  }
  return (first >>> 0).toString(16) + (second >>> 0).toString(16);
}
