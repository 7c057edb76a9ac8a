import { UserError } from './user-error.js';

/** A state machine as data: each state names the states it may go to. */
export interface Machine<S extends string> {
  readonly name: string;
  readonly initial: S;
  readonly to: Readonly<Record<S, readonly S[]>>;
}

/** Declares a machine; the compiler checks that every state that is named exists. */
export function machine<S extends string>(name: string, initial: NoInfer<S>, to: Record<S, readonly NoInfer<S>[]>): Machine<S> {
  return { name, initial, to };
}

/** The next state, if the machine allows it. @throws UserError WRONG_STATE saying what is allowed */
export function transition<S extends string>(machine: Machine<S>, from: S, next: S): S {
  const allowed = machine.to[from];
  if (allowed.includes(next)) return next;
  const options = allowed.length ? allowed.join(', ') : 'nothing';
  throw new UserError('WRONG_STATE', `${machine.name} is ${from} and cannot become ${next}; it can become ${options}`, [], {
    state: from,
  });
}

/** The machine as a Mermaid diagram, for docs/generated. */
export function diagram(machine: Machine<string>): string {
  const arrows = Object.entries(machine.to).flatMap(([from, targets]) =>
    targets.length ? targets.map((target) => `  ${from} --> ${target}`) : [`  ${from} --> [*]`],
  );
  return ['stateDiagram-v2', `  [*] --> ${machine.initial}`, ...arrows].join('\n');
}
