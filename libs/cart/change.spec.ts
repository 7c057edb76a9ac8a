import fc from 'fast-check';
import { toJson } from '#engine';
import { idOf, UserError } from '#kernel';
import { aCart, add, aLine, anOperation, later, line, qty, remove, set, variant } from './builders.js';
import { largestQuantity, lineIdOf, mostCodes, mostDevices, mostLines, noContact, type Cart } from './cart.js';
import { change, isRepeated } from './change.js';
import { forSuccessor, seenVersionOf, type CartChange, type CartOperation, type LaterAdd } from './operation.js';

const none: readonly LaterAdd[] = [];

/** What is in the cart after the change, by the variant's letter. */
function after(cart: Cart, made: CartChange, others: readonly LaterAdd[] = none): Record<string, string> {
  return quantities({ ...cart, ...change(cart, anOperation(made), others) });
}

function quantities({ content }: Cart): Record<string, string> {
  return Object.fromEntries(
    content.lines.map(({ id, quantity }) => [id.replace(/^line_0*/, ''), String(Number(quantity) / 1000)]),
  );
}

function refusal(work: () => unknown): object {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: error.code, path: error.path, facts: error.facts };
  }
  throw new Error('nothing was refused');
}

const two = aCart({ version: 4, content: { lines: [aLine('A', 2)] } });

describe('add', () => {
  it('is plus n, and a new line stands last', () => {
    expect(after(two, add('A', 3))).toEqual({ A: '5' });
    const cart = { ...two, ...change(two, anOperation(add('B', '0.25')), none) };
    expect(cart.content.lines.map(({ id }) => id)).toEqual([line('A'), line('B')]);
    expect(quantities(cart)).toEqual({ A: '2', B: '0.25' });
  });

  it('counts a variant twice that is named twice', () => {
    const lines = [1, 2].map((quantity) => ({ variantId: variant('B'), quantity: qty(quantity) }));
    expect(after(two, { type: 'add', lines })).toEqual({ A: '2', B: '3' });
  });

  it('refuses more than the most, and nothing', () => {
    const most = aCart({ content: { lines: [aLine('A', '999999')] } });
    expect(after(most, add('A', 1))).toEqual({ A: '1000000' });
    const path = ['lines', 0, 'quantity'];
    const facts = { max: '1000000' };
    expect(refusal(() => after(most, add('A', '1.001')))).toEqual({ code: 'INVALID', path, facts });
    expect(refusal(() => after(two, add('A', 0)))).toEqual({ code: 'INVALID', path, facts });
  });

  it('refuses one line too many', () => {
    const lines = Array.from({ length: mostLines }, (_, index) => aLine(index.toString().padStart(4, '0')));
    const full = aCart({ content: { lines } });
    expect(Object.keys(after(full, add('0000')))).toHaveLength(mostLines);
    expect(refusal(() => after(full, add('A')))).toEqual({ code: 'LIMIT_REACHED', path: ['lines'], facts: { max: 1000 } });
  });
});

describe('set', () => {
  it('replaces what the device had seen', () => {
    expect(after(two, set('A', 5, 4))).toEqual({ A: '5' });
  });

  it('of two devices at 2 to 5 each makes 5', () => {
    const first = { ...two, version: 5, ...change(two, anOperation(set('A', 5, 4)), none) };
    expect(after(first, set('A', 5, 4))).toEqual({ A: '5' });
  });

  it('to 5 while the other adds 1 makes 6, whichever comes first', () => {
    const added = { ...two, version: 5, ...change(two, anOperation(add('A')), none) };
    expect(after(added, set('A', 5, 4), [later('A', 1, 5)])).toEqual({ A: '6' });
    const setFirst = { ...two, version: 5, ...change(two, anOperation(set('A', 5, 4)), none) };
    expect(after(setFirst, add('A'))).toEqual({ A: '6' });
  });

  it('does not count again what it had seen, nor what was added to another line', () => {
    const others = [later('A', 1, 4), later('B', 7, 5)];
    expect(after({ ...two, version: 6 }, set('A', 5, 4), others)).toEqual({ A: '5' });
  });

  it('knows what its own device added: pressing plus and then typing 5 makes 5', () => {
    const operation = anOperation(set('A', 5, 4), 'the-phone', 2);
    const cart = { ...two, version: 6, content: { ...two.content, devices: { 'the-phone': 1 } } };
    const others = [later('A', 1, 5, 'the-phone'), later('A', 1, 6, 'the-tablet')];
    expect(quantities({ ...cart, ...change(cart, operation, others) })).toEqual({ A: '6' });
  });

  it('brings back a line that another device has removed meanwhile', () => {
    const removed = { ...two, version: 5, ...change(two, anOperation(remove('A', 4)), none) };
    expect(quantities(removed)).toEqual({});
    expect(after(removed, set('A', 3, 4))).toEqual({ A: '3' });
  });

  it('to zero takes the line away, but not what it has not seen', () => {
    expect(after(two, set('A', 0, 4))).toEqual({});
    expect(after({ ...two, version: 5 }, set('A', 0, 4), [later('A', 3, 5)])).toEqual({ A: '3' });
  });

  it('refuses a version that the cart has not reached, and too much', () => {
    expect(refusal(() => after(two, set('A', 5, 5)))).toEqual({
      code: 'STALE_VERSION',
      path: ['seenVersion'],
      facts: { version: 4 },
    });
    const most = { type: 'set', seenVersion: 4, lines: [{ lineId: line('A'), quantity: largestQuantity }] } as const;
    expect(after(two, most)).toEqual({ A: '1000000' });
    expect(refusal(() => after({ ...two, version: 5 }, most, [later('A', 1, 5)]))).toMatchObject({
      code: 'INVALID',
      path: ['lines', 0, 'quantity'],
    });
  });
});

describe('remove', () => {
  it('takes away what the device had seen and leaves what it had not', () => {
    expect(after(two, remove('A', 4))).toEqual({});
    expect(after({ ...two, version: 5 }, remove('A', 4), [later('A', 1, 5)])).toEqual({ A: '1' });
  });

  it('of a line that is gone changes nothing', () => {
    expect(after(two, remove('B', 4))).toEqual({ A: '2' });
  });

  it('on the cart after the one it knew takes nothing away', () => {
    const successor = aCart({ version: 3, content: { lines: [aLine('A', 1)] } });
    const { change: made } = forSuccessor(anOperation(remove('A', 9)), aCart());
    expect(seenVersionOf(made)).toBe(0);
    expect(after(successor, made, [later('A', 1, 1)])).toEqual({ A: '1' });
    expect(forSuccessor(anOperation(add('A')), aCart()).change).toEqual(add('A'));
  });
});

describe('the price that the buyer has seen', () => {
  const seen = aCart({ content: { lines: [aLine('A', 2, { seenPrice: 7n }), aLine('B', 1, { seenPrice: 8n })] } });
  const prices = (made: CartChange) => change(seen, anOperation(made), none).content.lines.map(({ seenPrice }) => seenPrice);

  it('is forgotten where the quantity changes: another tier is no news', () => {
    expect(prices(add('A'))).toEqual([null, 8n]);
    expect(prices(set('A', 3, 1))).toEqual([null, 8n]);
    expect(prices(set('A', 2, 1))).toEqual([7n, 8n]);
    expect(prices({ type: 'applyCode', code: 'X' })).toEqual([7n, 8n]);
  });
});

describe('codes, contact, shipping', () => {
  it('a code stands once, in the order of entering', () => {
    const coded = aCart({ content: { codes: ['B', 'A'] } });
    const codes = (made: CartChange) => change(coded, anOperation(made), none).content.codes;
    expect(codes({ type: 'applyCode', code: 'A' })).toEqual(['B', 'A']);
    expect(codes({ type: 'applyCode', code: 'C' })).toEqual(['B', 'A', 'C']);
    expect(codes({ type: 'removeCode', code: 'B' })).toEqual(['A']);
    expect(codes({ type: 'removeCode', code: 'Z' })).toEqual(['B', 'A']);
    const full = aCart({ content: { codes: Array.from({ length: mostCodes }, (_, index) => `C${index}`) } });
    expect(refusal(() => change(full, anOperation({ type: 'applyCode', code: 'X' }), none))).toEqual({
      code: 'LIMIT_REACHED',
      path: ['code'],
      facts: { max: 20 },
    });
  });

  it('contact that is left out stays, null empties it', () => {
    const known = aCart({ contact: { ...noContact, email: 'a@b.test' } });
    const contact = (given: object) => change(known, anOperation({ type: 'setContact', contact: given }), none).contact;
    expect(contact({})).toEqual(known.contact);
    expect(contact({ email: null })).toEqual(noContact);
    expect(contact({ email: 'c@d.test' })).toEqual({ ...noContact, email: 'c@d.test' });
  });
});

describe('the stamp', () => {
  const phone = aCart({ content: { devices: { 'the-phone': 3 } } });

  it('counts once', () => {
    for (const sequence of [1, 2, 3]) expect(isRepeated(phone, { device: 'the-phone', sequence })).toBe(true);
    expect(isRepeated(phone, { device: 'the-phone', sequence: 4 })).toBe(false);
    expect(isRepeated(phone, { device: 'the-tablet', sequence: 1 })).toBe(false);
    expect(isRepeated(phone, null)).toBe(false);
  });

  it('is kept with the change', () => {
    expect(change(phone, anOperation(add('A'), 'the-phone', 4), none).content.devices).toEqual({ 'the-phone': 4 });
    expect(change(phone, anOperation(add('A')), none).content.devices).toEqual({ 'the-phone': 3 });
  });

  it('refuses a gap and names the number to go on with', () => {
    const path = ['operation', 'sequence'];
    const gap = (device: string, sequence: number) => refusal(() => change(phone, anOperation(add('A'), device, sequence), none));
    expect(gap('the-phone', 5)).toEqual({ code: 'OPERATION_GAP', path, facts: { expected: 4 } });
    expect(gap('the-tablet', 2)).toEqual({ code: 'OPERATION_GAP', path, facts: { expected: 1 } });
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty', 'toString'])(
    'of a device that is called %s is like any other',
    (device) => {
      const first = change(aCart(), anOperation(add('A'), device), none);
      const kept = aCart({
        content: { ...first.content, devices: JSON.parse(JSON.stringify(first.content.devices)) as Record<string, number> },
      });
      expect(isRepeated(aCart(), { device, sequence: 1 })).toBe(false);
      expect(isRepeated(kept, { device, sequence: 1 })).toBe(true);
      expect(refusal(() => change(kept, anOperation(add('A'), device, 3), none))).toMatchObject({ facts: { expected: 2 } });
    },
  );

  it('refuses one device too many, and not one that is known', () => {
    const devices = Object.fromEntries(Array.from({ length: mostDevices }, (_, index) => [`device-${index}`, 1]));
    const crowded = aCart({ content: { devices } });
    expect(refusal(() => change(crowded, anOperation(add('A'), 'the-phone'), none))).toMatchObject({ code: 'LIMIT_REACHED' });
    expect(change(crowded, anOperation(add('A'), 'device-7', 2), none).content.devices['device-7']).toBe(2);
  });
});

/** A server's cart with its log, as the repository keeps them. */
class Server {
  cart = aCart();
  private readonly adds: LaterAdd[] = [];

  /** Takes an operation as it arrives, as often as it arrives. */
  take(operation: CartOperation): void {
    if (isRepeated(this.cart, operation.stamp)) return;
    const seen = seenVersionOf(operation.change) ?? Infinity;
    const changed = change(
      this.cart,
      operation,
      this.adds.filter(({ version }) => version > seen),
    );
    this.cart = { ...this.cart, ...changed, version: this.cart.version + 1 };
    if (operation.change.type !== 'add') return;
    for (const { variantId, quantity } of operation.change.lines)
      this.adds.push({
        version: this.cart.version,
        lineId: lineIdOf(variantId),
        quantity,
        device: operation.stamp?.device ?? null,
      });
  }
}

const things = fc.constantFrom('A', 'B', 'C');
const quantity = fc.integer({ min: 1, max: 9 });
const step = fc.record({
  device: fc.constantFrom('device-one', 'device-two', 'device-three'),
  kind: fc.constantFrom('add', 'set', 'remove'),
  thing: things,
  quantity,
  behind: fc.integer({ min: 0, max: 5 }),
  repeats: fc.array(fc.nat(20), { maxLength: 3 }),
});

describe('operations of several devices', () => {
  it('end in the same cart, whatever is delivered again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const [once, often] = [new Server(), new Server()];
        const sequences = new Map<string, number>();
        const sent: CartOperation[] = [];
        for (const { device, kind, thing, quantity: count, behind, repeats } of steps) {
          const sequence = (sequences.get(device) ?? 0) + 1;
          sequences.set(device, sequence);
          const seen = Math.max(0, once.cart.version - behind);
          const made = kind === 'add' ? add(thing, count) : kind === 'set' ? set(thing, count, seen) : remove(thing, seen);
          const operation = anOperation(made, device, sequence);
          sent.push(operation);
          once.take(operation);
          often.take(operation);
          for (const index of repeats) {
            const again = sent[index];
            if (again) often.take(again);
          }
        }
        expect(often.cart).toEqual(once.cart);
      }),
    );
  });

  it('lose nothing that was added, when nobody removes', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ device: fc.nat(3), thing: things, quantity }), { maxLength: 40 }), (steps) => {
        const server = new Server();
        const sums: Record<string, number> = {};
        const sequences = [0, 0, 0, 0];
        for (const { device, thing, quantity: count } of steps) {
          const sequence = (sequences[device] ?? 0) + 1;
          sequences[device] = sequence;
          server.take(anOperation(add(thing, count), `device-${device}`, sequence));
          sums[thing] = (sums[thing] ?? 0) + count;
        }
        expect(quantities(server.cart)).toEqual(Object.fromEntries(Object.entries(sums).map(([key, sum]) => [key, String(sum)])));
      }),
    );
  });

  it('keep at least what others added after the version that a set or remove had seen', () => {
    fc.assert(
      fc.property(quantity, fc.nat(9), fc.array(quantity, { maxLength: 5 }), (before, wanted, unseen) => {
        const server = new Server();
        server.take(anOperation(add('A', before)));
        const { version } = server.cart;
        for (const count of unseen) server.take(anOperation(add('A', count)));
        server.take(anOperation(wanted === 0 ? remove('A', version) : set('A', wanted, version)));
        const sum = unseen.reduce((total, count) => total + count, wanted);
        expect(quantities(server.cart)).toEqual(sum === 0 ? {} : { A: String(sum) });
      }),
    );
  });
});

it('forgets the taxes that an engine has answered when the goods go elsewhere or another way', () => {
  const taxes = { provider: 'http', from: 'DE', taxes: toJson({ key: 'k', charges: [] }) };
  const answered = aCart({ content: { taxes } });
  const kept = (made: CartChange) => change(answered, anOperation(made), none).content.taxes;
  expect(kept(add('A', 1))).toEqual(taxes);
  expect(kept({ type: 'setContact', contact: { email: 'ada@example.test' } })).toEqual(taxes);
  expect(kept({ type: 'setContact', contact: { shippingAddress: null } })).toBeNull();
  expect(kept({ type: 'setShipping', methodId: idOf('shippingMethod', '1'.repeat(26)) })).toBeNull();
  expect(kept({ type: 'setShipping', methodId: null })).toEqual(taxes);
  expect(change(two, anOperation({ type: 'setShipping', methodId: null }), none).content).not.toHaveProperty('taxes');
});
