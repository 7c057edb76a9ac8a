import { diagram, machine, transition } from './machine.js';

const door = machine('door', 'CLOSED', { CLOSED: ['OPEN', 'LOCKED'], OPEN: ['CLOSED'], LOCKED: [] });

describe('a machine', () => {
  it('goes where it may', () => {
    expect(transition(door, 'CLOSED', 'OPEN')).toBe('OPEN');
  });

  it('says no, from where, and what it may', () => {
    expect(() => transition(door, 'OPEN', 'LOCKED')).toThrow(
      expect.objectContaining({
        code: 'WRONG_STATE',
        message: 'door is OPEN and cannot become LOCKED; it can become CLOSED',
        facts: { state: 'OPEN' },
      }) as Error,
    );
    expect(() => transition(door, 'LOCKED', 'OPEN')).toThrow(/it can become nothing$/);
  });

  it('draws itself', () => {
    expect(diagram(door)).toBe(
      [
        'stateDiagram-v2',
        '  [*] --> CLOSED',
        '  CLOSED --> OPEN',
        '  CLOSED --> LOCKED',
        '  OPEN --> CLOSED',
        '  LOCKED --> [*]',
      ].join('\n'),
    );
  });
});
