import { hearsType, outsideHearings, typesHeard } from './hearing.js';

const types = ['order.placed', 'order.cancelled', 'stock.changed'];

test('reads outside consumers from configuration', () => {
  expect(outsideHearings('erp=order.*,stock.changed;crm=order.placed')).toEqual([
    { name: 'erp', hears: ['order.*', 'stock.changed'] },
    { name: 'crm', hears: ['order.placed'] },
  ]);
  expect(outsideHearings('')).toEqual([]);
});

test('a pattern means every type of its noun, once', () => {
  expect(typesHeard({ name: 'erp', hears: ['order.placed', 'order.*'] }, types)).toEqual(['order.cancelled', 'order.placed']);
});

test('a star stands for what happened, not for the beginning of a noun', () => {
  expect(() => typesHeard({ name: 'erp', hears: ['ord.*'] }, types)).toThrow(
    'consumer erp wants to hear "ord.*", which no event is called',
  );
});

test('says whether a type is heard', () => {
  const erp = { name: 'erp', hears: ['order.*', 'stock.changed'] };
  expect(['order.placed', 'stock.changed', 'stock.counted'].map((type) => hearsType(erp, type))).toEqual([true, true, false]);
});

test('a name must do as a queue’s', () => {
  expect(() => typesHeard({ name: 'a:b', hears: ['order.placed'] }, types)).toThrow('a consumer cannot be called "a:b"');
});
