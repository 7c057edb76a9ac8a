import { copyOf, withGoods, type Draft, type DraftLine } from '../draft.js';
import { isGroup, type GroupContent, type Node } from './tree.js';
import { placeIn, visit, type Turn, type Visit } from './visit.js';
import { shippingPlace } from './apply-effect.js';

/** Which of its nodes a group of mode BEST_DEAL has decided for, by the group's id. */
export type Decisions = ReadonlyMap<string, string>;

/** Which of the nodes of a group count, and what each of them comes to. */
export interface GroupChoice {
  readonly content: GroupContent;
  readonly alternatives: readonly { readonly id: string; readonly amount: bigint; readonly chosen: boolean }[];
}

/** An evaluation with what its groups have decided. */
export interface Run extends Turn {
  readonly decisions: Decisions;
  choices: GroupChoice[];
}

interface Trial extends Run {
  readonly node: Node;
}

/** Gives nodes their turn one after the other, each on what the ones before it have left. */
export function runAll(nodes: readonly Node[], run: Run): void {
  for (const node of nodes) runOne(node, run);
}

/** What a visit says where another of the group has been chosen. */
export function outranked(visits: readonly Visit[], by: string): Visit[] {
  return visits.map((each) =>
    each.verdict === 'APPLIED'
      ? { ...each, verdict: 'OUTRANKED', facts: { by }, touched: [], used: [], overCap: 0n, underFloor: 0n }
      : each,
  );
}

function runOne(node: Node, run: Run): void {
  const { content, stacking, id, lane } = node;
  const start = run.visits.length;
  // nothing else may have applied to what it wants for itself
  const fenced = stacking === 'EXCLUDES' ? [...run.had].filter(([place]) => !run.closed.has(place)) : [];
  for (const [place, by] of fenced) run.closed.set(place, by);
  if (isGroup(content)) runGroup(content, run);
  else visit(content, run);
  for (const [place] of fenced) run.closed.delete(place);
  if (stacking === 'COMBINES') return;
  for (const { touched } of run.visits.slice(start))
    for (const place of touched) if (!run.closed.has(placeIn(lane, place))) run.closed.set(placeIn(lane, place), id);
}

function runGroup(content: GroupContent, run: Run): void {
  const { group, mode, scope, children } = content;
  if (mode === 'STACK' || mode === 'BEST_DEAL') {
    const decided = mode === 'STACK' ? children : children.filter(({ id }) => id === run.decisions.get(group?.id ?? ''));
    runAll(decided, run);
    return;
  }
  const trials = children.map((node): Trial => {
    const trial = {
      ...run,
      node,
      draft: copyOf(run.draft),
      visits: [],
      choices: [],
      had: new Map(run.had),
      closed: new Map(run.closed),
    };
    runOne(node, trial);
    return trial;
  });
  const before = run.draft;
  const chosen = scope === 'ORDER' ? chooseOnce(trials, mode, run) : chooseByItem(trials, mode, run);
  const alternatives = trials.map((trial) => ({
    id: trial.node.id,
    amount: taken(before, trial.draft),
    chosen: chosen.has(trial),
  }));
  run.choices.push({ content, alternatives }, ...trials.flatMap(({ choices }) => choices));
}

function chooseOnce(trials: readonly Trial[], mode: GroupContent['mode'], run: Run): ReadonlySet<Trial> {
  const { draft } = run;
  const applied = trials.filter(({ visits }) => visits.some(({ verdict }) => verdict === 'APPLIED'));
  const winner = best(applied, mode, (trial) => taken(draft, trial.draft));
  for (const trial of trials)
    run.visits.push(...(winner && trial !== winner ? outranked(trial.visits, winner.node.id) : trial.visits));
  if (!winner) return new Set();
  run.draft = winner.draft;
  run.had = winner.had;
  run.closed = winner.closed;
  return new Set([winner]);
}

/** Each line, and shipping, goes to whichever is best for it alone. */
function chooseByItem(trials: readonly Trial[], mode: GroupContent['mode'], run: Run): ReadonlySet<Trial> {
  const before = run.draft;
  const winners = new Map<number, Trial>();
  const winnerOf = (place: number, leftIn: (draft: Draft) => bigint): Trial | null => {
    const left = leftIn(before);
    const winner = best(
      trials.filter(({ draft }) => leftIn(draft) < left),
      mode,
      ({ draft }) => left - leftIn(draft),
    );
    if (winner) winners.set(place, winner);
    return winner;
  };
  const lowered = before.lines.map(({ index }, at) => winnerOf(index, ({ lines }) => lines[at]?.left ?? 0n)?.draft.lines[at]);
  const shipping = winnerOf(shippingPlace, (draft) => draft.shipping?.left ?? 0n)?.draft.shipping ?? before.shipping;
  const won = new Set(winners.values());
  // what lowers nothing, such as a gift, takes nothing away from the others
  const apart = trials.filter(({ visits }) => visits.every(({ touched }) => touched.length === 0));
  const counting = [...won, ...apart];
  const gifts = counting.flatMap(({ draft }) => draft.gifts.slice(before.gifts.length));
  const lines = before.lines.map(
    (line, at) => lowered[at] ?? counting.map(({ draft }) => draft.lines[at]).find(usedIn(line)) ?? line,
  );
  run.draft = withGoods({ ...before, lines, shipping, gifts: [...before.gifts, ...gifts] });
  for (const trial of trials) run.visits.push(...trial.visits.map((each) => kept(each, trial, winners)));
  for (const [place, winner] of winners)
    for (const key of ['had', 'closed'] as const) {
      const id = winner[key].get(placeIn(winner.node.lane, place));
      if (id !== undefined) run[key].set(placeIn(winner.node.lane, place), id);
    }
  return new Set([...won, ...apart.filter(({ visits }) => visits.some(({ verdict }) => verdict === 'APPLIED'))]);
}

/** Whether a promotion has asked for units of the line, without lowering it. */
function usedIn({ units }: DraftLine): (line: DraftLine | undefined) => boolean {
  return (line) => line?.units.some(({ takenBy }, place) => takenBy !== units[place]?.takenBy) === true;
}

function kept(each: Visit, trial: Trial, winners: ReadonlyMap<number, Trial>): Visit {
  const touched = each.touched.filter((place) => winners.get(place) === trial);
  if (touched.length > 0 || each.touched.length === 0) return { ...each, touched };
  const by = winners.get(each.touched[0] ?? shippingPlace);
  return outranked([each], by?.node.id ?? '')[0] ?? each;
}

function best(trials: readonly Trial[], mode: GroupContent['mode'], amountOf: (trial: Trial) => bigint): Trial | null {
  let winner: { readonly trial: Trial; readonly amount: bigint } | null = null;
  for (const trial of trials) {
    const amount = amountOf(trial);
    const precedes = !winner || (mode === 'HIGHEST' ? amount > winner.amount : mode === 'LOWEST' && amount < winner.amount);
    if (precedes) winner = { trial, amount };
  }
  return winner?.trial ?? null;
}

function taken(before: Draft, after: Draft): bigint {
  return before.goods.now - after.goods.now + (before.shipping?.left ?? 0n) - (after.shipping?.left ?? 0n);
}
