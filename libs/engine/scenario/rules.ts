import { fieldsOf, onlyKeys } from '../promotions/fields.js';
import { asideShapes } from './aside.js';
import { promotionGroups, promotions } from './promotions.js';
import { scenarioKeys } from './scenario.js';
import { fieldOf, type Read } from './shape.js';
import { checkedIds } from './values.js';

/** A promotion as a file states it: what is left out has its default. Conditions and action are not read yet. */
export type StatedPromotion = Read<typeof promotions>[number];

/** A group of promotions as a file states it. */
export type StatedGroup = Read<typeof promotionGroups>[number];

/** The promotions of a file and their groups, in its order. */
export interface StatedRules {
  readonly promotions: readonly StatedPromotion[];
  readonly groups: readonly StatedGroup[];
  /** What its export has found, as fingerprints by id; null: it does not come from one. */
  readonly exported: { readonly promotions: ReadonlyMap<string, string>; readonly groups: ReadonlyMap<string, string> } | null;
}

/** Reads the rules of a file of rules, or of a scenario; what else stands in that is not looked at. @throws UserError INVALID naming the path */
export function parseRules(json: unknown): StatedRules {
  const given = fieldsOf(json, []);
  onlyKeys(given, scenarioKeys, []);
  fieldOf(asideShapes.$schema, given['$schema'], ['$schema']);
  const exported = fieldOf(asideShapes.exported, given['exported'], ['exported']);
  return {
    promotions: checkedIds(promotions.read(given['promotions'] ?? [], ['promotions']), ['promotions']),
    groups: checkedIds(promotionGroups.read(given['promotionGroups'] ?? [], ['promotionGroups']), ['promotionGroups']),
    exported: exported && { promotions: new Map(exported.promotions), groups: new Map(exported.promotionGroups) },
  };
}
