import type { CurrencyCode, Id } from '#kernel';
import { aBasket, aLine, aList, anItem, aPrice, aStanding, aTerms, noon } from '../../builders.js';
import { draftOf } from '../../draft.js';
import { parseSelector } from '../parse.js';

const saleList = 'pl_sale' as Id<'priceList'>;

/** A blue shoe at 10.00, a sale shirt at 9.99, 3 × something at 0.333333, and 2 of which nothing is known at 50.00. */
const standing = draftOf(
  aTerms({ lists: [aList(), aList({ id: saleList, sale: true })] }),
  aBasket([
    aLine('1', [aPrice('10')], {
      item: anItem({
        productId: 'prod_shoe' as Id<'product'>,
        categoryIds: ['cat_shoes', 'cat_all'],
        collectionIds: ['col_summer'],
        attributes: { colour: ['blue', 'white'], constructor: ['Acme'] },
      }),
    }),
    aLine('1', [aPrice('9.99', '0', { listId: saleList })], {
      item: anItem({ productId: 'prod_shirt' as Id<'product'>, categoryIds: ['cat_all'], attributes: { colour: ['red'] } }),
    }),
    aLine('3', [aPrice('0.333333')], { item: anItem() }),
    aLine('2', [aPrice('50')]),
  ]),
  noon,
);

const yes = true;
const no = false;

describe('a selector', () => {
  it.each([
    [{ type: 'product', ids: ['prod_shoe'] }, [yes, no, null, null]],
    [{ type: 'product', ids: ['prod_other', 'prod_shirt'] }, [no, yes, null, null]],
    [{ type: 'variant', ids: ['var_1', 'var_4'] }, [yes, no, no, yes]],
    [{ type: 'category', ids: ['cat_all'] }, [yes, yes, no, null]],
    [{ type: 'category', ids: ['cat_shoes', 'cat_hats'] }, [yes, no, no, null]],
    [{ type: 'collection', ids: ['col_summer'] }, [yes, no, no, null]],
    [{ type: 'attribute', code: 'colour', values: ['white', 'red'] }, [yes, yes, no, null]],
    [{ type: 'attribute', code: 'colour', values: ['Blue'] }, [no, no, no, null]],
    [{ type: 'attribute', code: 'constructor', values: ['Acme'] }, [yes, no, no, null]],
    [{ type: 'on_sale' }, [no, yes, no, no]],
    [{ type: 'price_range', minimum: { EUR: '10' } }, [yes, no, no, yes]],
    [{ type: 'price_range', minimum: { EUR: '10.01' } }, [no, no, no, yes]],
    [{ type: 'price_range', maximum: { EUR: '9.99' } }, [no, yes, yes, no]],
    [{ type: 'price_range', maximum: { EUR: '9.98' } }, [no, no, yes, no]],
    [{ type: 'price_range', minimum: { EUR: '0.33' }, maximum: { EUR: '0.34' } }, [no, no, yes, no]],
    [{ type: 'price_range', minimum: { EUR: '0.34' } }, [yes, yes, no, yes]],
    [{ type: 'price_range', minimum: { EUR: '9.99' }, maximum: { EUR: '10.00' } }, [yes, yes, no, no]],
    [{ type: 'price_range', maximum: { USD: '100' } }, [null, null, null, null]],
    [{ type: 'price_range', minimum: { EUR: '10' }, maximum: { USD: '100' } }, [null, null, null, null]],
    [{ type: 'all', items: [{ type: 'category', ids: ['cat_all'] }, { type: 'on_sale' }] }, [no, yes, no, no]],
    [
      {
        type: 'all',
        items: [
          { type: 'category', ids: ['cat_all'] },
          { type: 'variant', ids: ['var_4'] },
        ],
      },
      [no, no, no, null],
    ],
    [{ type: 'any', items: [{ type: 'category', ids: ['cat_shoes'] }, { type: 'on_sale' }] }, [yes, yes, no, null]],
    [
      {
        type: 'any',
        items: [
          { type: 'category', ids: ['cat_shoes'] },
          { type: 'variant', ids: ['var_4'] },
        ],
      },
      [yes, no, no, yes],
    ],
    [{ type: 'none', items: [{ type: 'category', ids: ['cat_shoes'] }, { type: 'on_sale' }] }, [no, no, yes, null]],
    [
      {
        type: 'none',
        items: [
          { type: 'category', ids: ['cat_shoes'] },
          { type: 'variant', ids: ['var_4'] },
        ],
      },
      [no, yes, yes, no],
    ],
    [{ type: 'none', items: [{ type: 'none', items: [{ type: 'category', ids: ['cat_shoes'] }] }] }, [yes, no, no, null]],
  ])('%j picks %j', (definition, picked) => {
    const { admits } = parseSelector(definition, ['items']);
    expect(standing.lines.map((line) => admits(line, standing))).toEqual(picked);
  });

  it('of prices reads what a unit costs before promotions', () => {
    const { admits } = parseSelector({ type: 'price_range', minimum: { EUR: '50' } }, ['items']);
    const [line] = aStanding(aBasket([aLine('2.5', [aPrice('50')])])).lines;
    expect(line && admits({ ...line, left: 0n }, standing)).toBe(true);
    expect(line && admits(line, { ...standing, currency: 'USD' as CurrencyCode })).toBeNull();
  });

  it.each([
    [{ type: 'product', ids: ['prod_b', 'prod_a'] }, ['product:prod_a', 'product:prod_b']],
    [{ type: 'variant', ids: ['var_a'] }, ['variant:var_a']],
    [{ type: 'category', ids: ['cat_a'] }, ['category:cat_a']],
    [{ type: 'collection', ids: ['col_a'] }, ['collection:col_a']],
    [{ type: 'attribute', code: 'brand', values: ['Zenith', 'Acme'] }, ['attribute:brand=Acme', 'attribute:brand=Zenith']],
    [{ type: 'on_sale' }, null],
    [{ type: 'price_range', minimum: { EUR: '1' } }, null],
    [
      {
        type: 'all',
        items: [{ type: 'on_sale' }, { type: 'category', ids: ['cat_a', 'cat_b'] }, { type: 'variant', ids: ['var_a'] }],
      },
      ['variant:var_a'],
    ],
    [{ type: 'all', items: [{ type: 'on_sale' }] }, null],
    [
      {
        type: 'any',
        items: [
          { type: 'product', ids: ['prod_a'] },
          { type: 'category', ids: ['cat_a'] },
        ],
      },
      ['category:cat_a', 'product:prod_a'],
    ],
    [{ type: 'any', items: [{ type: 'product', ids: ['prod_a'] }, { type: 'on_sale' }] }, null],
    [{ type: 'none', items: [{ type: 'product', ids: ['prod_a'] }] }, null],
  ])('%j needs %j', (definition, keys) => expect(parseSelector(definition, ['items']).keys).toEqual(keys));
});
