import fc from 'fast-check';
import { idOf, type Id } from '#kernel';
import { aCart, add, aLine, anOperation, later, line, noon, qty, set } from '../builders.js';
import { largestQuantity, mostCodes, mostDevices, type Cart } from '../cart.js';
import { change, isRepeated } from '../change.js';
import { adopting, forSuccessor, throughAdopted } from '../operation.js';
import { adoptionOf, setAsideName, type AdoptedDuring } from './adoption.js';

const guestId = idOf('cart', 'G'.padStart(26, '0'));
const me = idOf('customer', '1'.padStart(26, '0'));
const unit = idOf('organization', '1'.padStart(26, '0'));
const mine = { customerId: me, organizationId: null };

const united = (cart: Cart, guests: Cart): Cart => ({
  ...cart,
  ...change(cart, adopting(guests), []),
  version: cart.version + 1,
});
const quantities = ({ content }: Cart) => new Map(content.lines.map(({ id, quantity }) => [id, quantity]));

const things = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('A', 'B', 'C', 'D', 'E'), quantity: fc.integer({ min: 1, max: 99 }) }),
  {
    selector: ({ name }) => name,
  },
);
const devices = fc.dictionary(
  fc.constantFrom('the-phone', 'the-tablet', 'constructor', '__proto__'),
  fc.integer({ min: 1, max: 9 }),
);
const content = fc.record({
  things,
  codes: fc.uniqueArray(fc.constantFrom('ONE', 'TWO', 'THREE')),
  devices,
});
const cartOf = (
  id: Id<'cart'> | undefined,
  made: { things: { name: string; quantity: number }[]; codes: string[]; devices: object },
) =>
  aCart({
    ...(id && { id }),
    content: {
      ...made,
      lines: made.things.map(({ name, quantity }) => aLine(name, quantity)),
      devices: { ...(made.devices as Record<string, number>) },
    },
  });

describe('two carts in one', () => {
  it('hold every line of both, with the sum of the quantities', () => {
    fc.assert(
      fc.property(content, content, (one, other) => {
        const [cart, guests] = [cartOf(undefined, one), cartOf(guestId, other)];
        const both = quantities(united(cart, guests));
        const [before, brought] = [quantities(cart), quantities(guests)];
        expect(new Set(both.keys())).toEqual(new Set([...before.keys(), ...brought.keys()]));
        for (const [id, quantity] of both) expect(quantity).toBe((before.get(id) ?? 0n) + (brought.get(id) ?? 0n));
        // what was there stays where it was
        expect([...both.keys()].slice(0, before.size)).toEqual([...before.keys()]);
      }),
    );
  });

  it('count nothing again that a device had sent to either', () => {
    fc.assert(
      fc.property(content, content, (one, other) => {
        const [cart, guests] = [cartOf(undefined, one), cartOf(guestId, other)];
        const both = united(cart, guests);
        for (const [device, sequence] of Object.entries(cart.content.devices))
          expect(isRepeated(both, { device, sequence })).toBe(true);
        for (const [device, last] of Object.entries(guests.content.devices)) {
          const sent = (sequence: number) =>
            throughAdopted(forSuccessor(anOperation(add('A'), device, sequence), { id: guestId, state: 'MERGED' }), both);
          expect(isRepeated(both, sent(last).stamp)).toBe(true);
          // and the next one counts, without a gap
          expect(change(both, sent(last + 1), []).content.lines.find(({ id }) => id === line('A'))?.quantity).toBe(
            (quantities(both).get(line('A')) ?? 0n) + 1000n,
          );
        }
      }),
    );
  });

  it('keep what the customer had when a device sets what it had put into the guest’s cart', () => {
    const both = united(
      aCart({ version: 4, content: { lines: [aLine('A', 3)] } }),
      aCart({ id: guestId, content: { lines: [aLine('A', 2)] } }),
    );
    const late = throughAdopted(forSuccessor(anOperation(set('A', 5, 1)), { id: guestId, state: 'MERGED' }), both);
    const added = [later('A', 3, 2), later('A', 2, 5, guestId)];
    expect(quantities({ ...both, ...change(both, late, added) })).toEqual(new Map([[line('A'), qty(8)]]));
  });

  it('do not take more than a cart takes', () => {
    const full = aCart({ content: { lines: [{ ...aLine('A'), quantity: largestQuantity }] } });
    expect(() => united(full, aCart({ id: guestId, content: { lines: [aLine('A')] } }))).toThrow('quantity');
    const codes = (prefix: string) => Array.from({ length: mostCodes }, (_, index) => `${prefix}${String(index)}`);
    expect(() => united(aCart({ content: { codes: codes('A') } }), aCart({ id: guestId, content: { codes: ['B'] } }))).toThrow(
      'codes',
    );
    const crowd = Object.fromEntries(Array.from({ length: mostDevices }, (_, index) => [`device-${String(index)}`, 1]));
    expect(() =>
      united(aCart({ content: { devices: crowd } }), aCart({ id: guestId, content: { devices: { another: 1 } } })),
    ).toThrow('devices');
  });
});

describe('what becomes of a guest’s cart', () => {
  const guests = aCart({ id: guestId });
  const current = aCart({ owner: mine, isCurrent: true });
  it.each<[string, Cart | null, Cart | null, AdoptedDuring, string]>([
    ['nothing is there', null, current, 'BROWSING', 'NOTHING'],
    ['it was thrown away', { ...guests, state: 'DELETED' }, current, 'BROWSING', 'NOTHING'],
    ['it became an order', { ...guests, state: 'CONVERTED' }, current, 'CHECKOUT', 'NOTHING'],
    [
      'it is another customer’s',
      { ...guests, owner: { ...mine, customerId: idOf('customer', '2'.padStart(26, '0')) } },
      null,
      'BROWSING',
      'NOTHING',
    ],
    ['it is a unit’s', { ...guests, owner: { ...mine, organizationId: unit } }, null, 'BROWSING', 'NOTHING'],
    ['it is theirs', { ...guests, owner: mine }, current, 'CHECKOUT', 'OWN'],
    ['they have no other', guests, null, 'CHECKOUT', 'TAKE'],
    ['they look around', guests, current, 'BROWSING', 'UNITE'],
    ['they are about to pay', guests, current, 'CHECKOUT', 'REPLACE'],
    ['it is in another currency', { ...guests, currency: 'USD' as Cart['currency'] }, current, 'BROWSING', 'REPLACE'],
  ])('when %s', (_, cart, had, during, adoption) => {
    expect(adoptionOf(cart, had, mine, during)).toBe(adoption);
  });

  it('a cart without a name is set aside under its day', () => {
    expect(setAsideName({ name: null, updatedAt: noon })).toBe('2027-03-28');
    expect(setAsideName({ name: 'Party', updatedAt: noon })).toBe('Party');
  });
});
