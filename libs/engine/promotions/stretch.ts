import { inOrder } from '../sharing/in-order.js';
import { SharedIndex } from '../sharing/shared-index.js';
import { notValid } from '../validity.js';
import { kindOf } from './fact-keys.js';
import { keysOfAll } from './keys.js';
import { inOrderOfEvaluation, type Keys, type PromotionTerms } from './promotion.js';
import { windowIn } from './window.js';

/** The promotions that hold during a stretch of time where clocks are read in a zone, by the keys of which a basket must have one. */
export interface Stretch {
  readonly zone: string;
  /** The instant that it was made for. */
  readonly at: number;
  /** Half-open: in it no promotion begins or ends. */
  readonly from: number;
  readonly to: number;
  /** Those that any basket may do for, in order of evaluation. */
  readonly open: readonly PromotionTerms[];
  /** In order of evaluation. */
  readonly byKey: SharedIndex<string, PromotionTerms>;
  /** The kinds of facts that some promotion asks for, or has asked for. */
  readonly kinds: ReadonlySet<string>;
}

/** The stretch around an instant: of another one of the same promotions it takes all that holds in both. */
export function stretchAt(all: readonly PromotionTerms[], zone: string, at: number, other: Stretch | undefined): Stretch {
  const gone: PromotionTerms[] = [];
  const come: PromotionTerms[] = [];
  for (const promotion of all) {
    const before = other !== undefined && holds(promotion, other.zone, other.at);
    const now = holds(promotion, zone, at);
    if (now && !before) come.push(promotion);
    if (before && !now) gone.push(promotion);
  }
  const bounds = narrowed({ zone, at, from: -Infinity, to: Infinity }, all);
  return { ...filed(other ?? nothing, gone, come), ...bounds };
}

/** The stretch when some promotions have gone, and others have come. */
export function changedStretch(stretch: Stretch, gone: readonly PromotionTerms[], come: readonly PromotionTerms[]): Stretch {
  const { zone, at } = stretch;
  const held = (promotion: PromotionTerms): boolean => holds(promotion, zone, at);
  return { ...filed(stretch, gone.filter(held), come.filter(held)), ...narrowed(stretch, come) };
}

type Files = Pick<Stretch, 'open' | 'byKey' | 'kinds'>;
type Bounds = Omit<Stretch, keyof Files>;

const nothing: Files = {
  open: [],
  byKey: SharedIndex.of<string, PromotionTerms>({ keysOf: (each) => keysOf(each) ?? [], order: inOrderOfEvaluation }, []),
  kinds: new Set(),
};

function keysOf({ conditions, action }: PromotionTerms): Keys {
  return keysOfAll([...conditions, action]);
}

function holds(promotion: PromotionTerms, zone: string, at: number): boolean {
  return notValid(windowIn(zone, promotion), at) === null;
}

/** Ends where one of these begins or ends. */
function narrowed({ zone, at, ...bounds }: Bounds, promotions: readonly PromotionTerms[]): Bounds {
  let { from, to } = bounds;
  for (const promotion of promotions) {
    const { validFrom, validTo } = windowIn(zone, promotion);
    for (const bound of [validFrom, validTo]) {
      if (bound === null) continue;
      if (bound <= at) from = Math.max(from, bound);
      else to = Math.min(to, bound);
    }
  }
  return { zone, at, from, to };
}

/** Takes promotions out and puts others in, where a basket finds them. */
function filed({ open, byKey, kinds }: Files, gone: readonly PromotionTerms[], come: readonly PromotionTerms[]): Files {
  return {
    open: inOrder(open, gone.filter(isOpen), come.filter(isOpen), inOrderOfEvaluation),
    byKey: byKey.with(gone, come),
    kinds: new Set([...kinds, ...come.flatMap((promotion) => (keysOf(promotion) ?? []).map(kindOf))]),
  };
}

function isOpen(promotion: PromotionTerms): boolean {
  return keysOf(promotion) === null;
}
