import { contracts } from './index.js';

test('every event is named once, after its aggregate or what belongs to it', () => {
  const types = contracts.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  for (const { type, aggregate } of contracts) expect(type.split('.')[0]).toBe(aggregate);
});

test('every event says when it is told', () => {
  for (const { description } of contracts) expect(description).toMatch(/^[A-Z].{30,}\.$/);
});

test('no event has a field for personal data', () => {
  for (const { type, payload } of contracts) {
    const fields = JSON.stringify(payload.safeParse({}).error?.issues.map(({ path }) => path));
    expect({ type, fields }).toEqual({
      type,
      fields: expect.not.stringMatching(/mail|phone|address|firstName|lastName|street/i),
    });
  }
});
