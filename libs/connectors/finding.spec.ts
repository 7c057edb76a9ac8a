import { effectOf, finding, rejects, sentence, type Policy, type Weight } from './finding.js';

const found = (weight: Weight) => finding(7, 'Variant SKU', 'A-1', 'row 3 has it already', weight);

test.each<[Weight, Policy, boolean, string]>([
  ['WARNING', 'reject-all', false, 'noted'],
  ['WARNING', 'ignore-field', false, 'noted'],
  ['OPTIONAL', 'reject-all', true, 'rejected'],
  ['OPTIONAL', 'reject-row', true, 'rejected'],
  ['OPTIONAL', 'ignore-field', false, 'field ignored'],
  ['REQUIRED', 'ignore-field', true, 'rejected'],
])('%s under %s', (weight, policy, out, effect) => {
  expect(rejects(policy, [found('WARNING'), found(weight)])).toBe(out);
  expect(effectOf(found(weight), policy)).toBe(effect);
});

test('a finding as a sentence', () => {
  expect(sentence(found('OPTIONAL'), 'ignore-field')).toBe('row 7, Variant SKU "A-1": row 3 has it already (field ignored)');
  expect(sentence(finding(2, null, null, 'more cells than the header has columns', 'REQUIRED'), 'reject-row')).toBe(
    'row 2: more cells than the header has columns (rejected)',
  );
});

test('a long value is cut', () => {
  expect(finding(2, 'Tags', 'x'.repeat(100), 'too long', 'OPTIONAL').value).toBe(`${'x'.repeat(59)}…`);
});
