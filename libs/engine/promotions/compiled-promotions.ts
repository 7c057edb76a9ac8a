import type { Conventions } from '../conventions.js';
import { inOrder } from '../sharing/in-order.js';
import { SharedIndex } from '../sharing/shared-index.js';
import { SharedMap } from '../sharing/shared-map.js';
import { PromotionIndex } from './promotion-index.js';
import { canonicalCode, inOrderOfEvaluation, isAskedFor, type PromotionTerms } from './promotion.js';

type CodeCase = Conventions['codeCase'];
type Promotions = readonly PromotionTerms[];

/** The promotions of a shop, indexed for every channel. Never changed: a change makes another, which shares all that is the same. */
export class CompiledPromotions {
  /** By how codes are read: no channel may have asked for one of them yet. */
  private readonly codes = new Map<CodeCase, CompiledCodes>();

  private constructor(
    private readonly byId: SharedMap<string, PromotionTerms>,
    /** Those that apply by themselves. */
    readonly index: PromotionIndex,
    /** Those that are had for a code alone, in order of evaluation. */
    readonly asked: Promotions,
    readonly singleUse: SharedMap<string, PromotionTerms>,
  ) {}

  /** The promotions, in any order. */
  static of(promotions: Promotions): CompiledPromotions {
    const sorted = promotions.toSorted(inOrderOfEvaluation);
    const [own, asked] = parted(sorted);
    const singleUse = sorted.flatMap((each) => (each.singleUse ? [[each.id, each] as const] : []));
    const byId = SharedMap.of(sorted.map((each) => [each.id as string, each] as const));
    return new CompiledPromotions(byId, new PromotionIndex(own), asked, SharedMap.of<string, PromotionTerms>(singleUse));
  }

  /** Those that ask for a code, by each of their codes as they are compared; of two with the same one the first in order of evaluation. */
  codesIn(codeCase: CodeCase): ReadonlyMap<string, PromotionTerms> {
    const codes = this.codes.get(codeCase) ?? codesWith(noCodes(codeCase), [], this.asked, codeCase);
    this.codes.set(codeCase, codes);
    return codes.first;
  }

  /** The promotions with these instead of what had their ids; undefined: without it. */
  with(changes: ReadonlyMap<string, PromotionTerms | undefined>): CompiledPromotions {
    const gone = [...changes.keys()].flatMap((id) => this.byId.get(id) ?? []);
    const come = [...changes.values()].flatMap((each) => each ?? []);
    const [[goneOwn, goneAsked], [comeOwn, comeAsked]] = [parted(gone), parted(come)];
    const asked = inOrder(this.asked, goneAsked, comeAsked, inOrderOfEvaluation);
    const single = [...changes].map(([id, each]) => [id, each?.singleUse ? each : undefined] as const);
    const index = this.index.with(goneOwn, comeOwn);
    const changed = new CompiledPromotions(this.byId.with(changes), index, asked, this.singleUse.with(single));
    for (const [codeCase, codes] of this.codes) changed.codes.set(codeCase, codesWith(codes, goneAsked, comeAsked, codeCase));
    return changed;
  }
}

/** Promotions by their codes: all, and the first in order of evaluation. */
interface CompiledCodes {
  readonly all: SharedIndex<string, PromotionTerms>;
  readonly first: SharedMap<string, PromotionTerms>;
}

function noCodes(codeCase: CodeCase): CompiledCodes {
  const keysOf = (promotion: PromotionTerms): string[] => codesOf(promotion, codeCase);
  return {
    all: SharedIndex.of({ keysOf, order: inOrderOfEvaluation }, []),
    first: SharedMap.of<string, PromotionTerms>([]),
  };
}

function codesWith(known: CompiledCodes, gone: Promotions, come: Promotions, codeCase: CodeCase): CompiledCodes {
  const all = known.all.with(gone, come);
  const touched = [...gone, ...come].flatMap((promotion) => codesOf(promotion, codeCase));
  return { all, first: known.first.with(touched.map((code) => [code, all.get(code)[0]] as const)) };
}

function codesOf({ code, codes = code === null ? [] : [code] }: PromotionTerms, codeCase: CodeCase): string[] {
  return codes.map((each) => canonicalCode(each, codeCase));
}

/** Those that apply by themselves, and those that are asked for. */
function parted(promotions: Promotions): readonly [PromotionTerms[], PromotionTerms[]] {
  return [promotions.filter((each) => !isAskedFor(each)), promotions.filter(isAskedFor)];
}
