import type { Id } from '#kernel';
import { changedContract, newContract, type ContractIds } from './contract.js';

const ids: ContractIds = {
  contract: () => 'con_1' as Id<'contract'>,
  list: () => 'pl_1' as Id<'priceList'>,
  cap: () => 'cap_1' as Id<'contractCap'>,
};
const key = { number: 'C-17', organizationId: 'org_00000000000000000000000000', currency: 'EUR' };
const caps = [{ measure: 'QUANTITY', of: 'TIER_GROUP', value: 'tools', limit: '10' }] as const;

it('keeps the attribute by which its caps tell groups', () => {
  const contract = newContract(key, { tierGroup: 'family', caps }, ids);
  expect(contract.list.contract.caps).toEqual([{ ...caps[0], id: 'cap_1', limit: 10_000n }]);
  // without it nothing would be counted, and all be sold at the agreed price
  expect(() => changedContract(contract, { tierGroup: null }, ids)).toThrow(
    expect.objectContaining({ code: 'INVALID', path: ['tierGroup'] }) as Error,
  );
  expect(changedContract(contract, { tierGroup: null, caps: [] }, ids).list.contract.caps).toEqual([]);
});
