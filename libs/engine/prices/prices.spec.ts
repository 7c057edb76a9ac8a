import type { CurrencyCode, Id } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import { aBasket, aLine, aList, aPrice, aTerms, noon } from '../builders.js';
import { everybody } from './audience.js';
import { priceBasket } from '../price-basket.js';
import type { PriceListTerms } from '../terms.js';

const forChannel = (id: string) => ({ ...everybody, channelIds: [id as Id<'channel'>] });
const tiers = [aPrice('90', '11'), aPrice('100', '1'), aPrice('85', '21')];
const graduated = aTerms({ lists: [aList({ tierMode: 'GRADUATED' })] });

function amountOf(quantity: string, terms = aTerms()): bigint | undefined {
  return priceBasket(terms, aBasket([aLine(quantity, tiers)]), noon).lines[0]?.amount;
}

describe('tiers [1,11) 100, [11,21) 90, [21,…) 85', () => {
  it.each([
    ['1', '100', 10_000n],
    ['10', '100', 100_000n],
    ['10.999', '100', 109_990n],
    ['11', '90', 99_000n],
    ['13', '90', 117_000n],
    ['20', '90', 180_000n],
    ['20.999', '90', 188_991n],
    ['21', '85', 178_500n],
    ['10.5', '100', 105_000n],
  ])('VOLUME: %s units cost %s each', (quantity, unit, amount) => {
    const [line] = priceBasket(aTerms(), aBasket([aLine(quantity, tiers)]), noon).lines;
    expect(line?.price?.id).toBe(`prc_${unit}`);
    expect(line?.amount).toBe(amount);
  });

  it.each([
    ['10', 100_000n],
    ['10.5', 104_500n],
    ['11', 109_000n],
    ['21', 198_500n],
  ])('GRADUATED: %s units cost each their band', (quantity, amount) => {
    expect(amountOf(quantity, graduated)).toBe(amount);
  });

  it('VOLUME steps back: one more costs less', () => {
    expect([amountOf('20'), amountOf('21')]).toEqual([180_000n, 178_500n]);
  });

  it('below the first tier there is no price', () => {
    expect(amountOf('0.5')).toBe(0n);
    expect(amountOf('0.999')).toBe(0n);
    expect(priceBasket(aTerms(), aBasket([aLine('0.5', tiers)]), noon).lines[0]?.price).toBeNull();
  });

  it('are read over all lines of a variant: 6 and 5 reach 11', () => {
    const lines = [aLine('6', tiers, { id: 'engraved' }), aLine('5', tiers, { id: 'plain' })];
    const amounts = (terms = aTerms()): bigint[] =>
      priceBasket(terms, { ...aBasket([]), lines }, noon).lines.map(({ amount }) => amount);
    expect(amounts()).toEqual([54_000n, 45_000n]);
    expect(amounts(graduated)).toEqual([60_000n, 49_000n]);
  });

  it('are not read over other variants', () => {
    const { lines } = priceBasket(aTerms(), aBasket([aLine('6', tiers), aLine('5', tiers)]), noon);
    expect(lines.map(({ amount }) => amount)).toEqual([60_000n, 50_000n]);
  });
});

describe('a price', () => {
  it('keeps six decimals until the line is rounded', () => {
    const { lines } = priceBasket(aTerms(), aBasket([aLine('25000', [aPrice('0.012345')])]), noon);
    expect(lines[0]?.amount).toBe(30_863n);
  });

  it('that is none makes nothing free: the line has no price', () => {
    const { lines, totals } = priceBasket(aTerms(), aBasket([aLine('2', []), aLine('1', [aPrice('5')])]), noon);
    expect(lines[0]).toMatchObject({ price: null, amount: 0n, net: 0n, tax: 0n, gross: 0n });
    expect(totals.total).toBe(500n);
  });
});

describe('the price list', () => {
  const other = 'pl_other' as Id<'priceList'>;
  const base = aPrice('10');
  const offer = aPrice('12', '0', { listId: other });

  function chosen(
    list: Partial<PriceListTerms>,
    candidates: readonly PriceCandidate[] = [base, offer],
  ): readonly [string | undefined, unknown] {
    const terms = aTerms({ lists: [aList({ validFrom: noon - 1000 }), aList({ validFrom: noon - 1000, id: other, ...list })] });
    const priced = priceBasket(terms, aBasket([aLine('1', candidates)]), noon, { explain: true });
    return [priced.lines[0]?.price?.id, priced.trace?.lines[0]?.candidates.map(({ verdict }) => verdict)];
  }

  it.each([
    ['of higher priority goes first, dear as it is', { priority: 1 }, ['OUTRANKED', 'TAKEN']],
    ['of lower priority goes last', { priority: -1 }, ['TAKEN', 'OUTRANKED']],
    [
      'of the channel goes before one for all',
      { audience: forChannel('chan_web'), validFrom: null, priority: -1 },
      ['OUTRANKED', 'TAKEN'],
    ],
    ['of another channel does not count', { audience: forChannel('chan_till'), priority: 9 }, ['TAKEN', 'OTHER_AUDIENCE']],
    ['that started later goes first', { validFrom: noon }, ['OUTRANKED', 'TAKEN']],
    ['that always held goes after one that started', { validFrom: null }, ['TAKEN', 'OUTRANKED']],
    ['with the smaller id goes first, all else equal', {}, ['TAKEN', 'OUTRANKED']],
    ['that starts later does not count', { validFrom: noon + 1, priority: 9 }, ['TAKEN', 'NOT_STARTED']],
    ['that ends now does not count', { validTo: noon, priority: 9 }, ['TAKEN', 'ENDED']],
    ['in another currency does not count', { currency: 'USD' as CurrencyCode, priority: 9 }, ['TAKEN', 'OTHER_CURRENCY']],
  ])('%s', (_, list, verdicts) => {
    const taken = verdicts[0] === 'TAKEN' ? 'prc_10' : 'prc_12';
    expect(chosen(list)).toEqual([taken, verdicts]);
    expect(chosen(list, [offer, base])).toEqual([taken, verdicts.toReversed()]);
  });

  it('whose tiers are out of reach gives way to the next', () => {
    expect(chosen({ priority: 9 }, [base, aPrice('8', '10', { listId: other })])).toEqual(['prc_10', ['TAKEN', 'BELOW_TIER']]);
  });

  it('that the terms do not know does not count', () => {
    expect(chosen({}, [base, aPrice('8', '0', { listId: 'pl_strange' as Id<'priceList'> })])).toEqual([
      'prc_10',
      ['TAKEN', 'LIST_UNKNOWN'],
    ]);
  });

  it('that is graduated tells its bands', () => {
    const priced = priceBasket(graduated, aBasket([aLine('10.5', tiers)]), noon, { explain: true });
    expect(priced.trace?.lines[0]?.candidates.map(({ verdict }) => verdict)).toEqual(['BAND', 'TAKEN', 'BAND']);
  });
});
