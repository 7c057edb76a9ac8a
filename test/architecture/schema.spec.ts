import { endlessLists, oddMutations, schemaOf, undescribed, unguarded } from './contract.js';
import { filesUnder, read } from './source.js';

/** A schema with what every planted one needs. */
function planted(sdl: string): ReturnType<typeof schemaOf> {
  return schemaOf(
    `"""Who may." """ directive @allow("""To whom.""" to: Permission!) on FIELD_DEFINITION
    """What a key grants.""" enum Permission { """Guests included.""" EVERYONE }
    """An expected no.""" type UserError { """A sentence.""" message: String! }
    """What can be read.""" type Query { """Is it there?""" there: Boolean @allow(to: EVERYONE) }
    """What can be changed.""" type Mutation { """Does nothing.""" leaveThing("""What.""" input: LeaveThingInput!): LeaveThingPayload! @allow(to: EVERYONE) }
    """What.""" input LeaveThingInput { """Which.""" thingId: ID! }
    """The result.""" type LeaveThingPayload { """What is wrong.""" userErrors: [UserError!]! }
    `.replaceAll('." """', '."""'),
    sdl,
  );
}

describe('the schema', () => {
  const schema = () => schemaOf(...filesUnder('.graphql', 'libs').map(read));

  it('says what everything means', () => {
    expect(undescribed(schema())).toEqual([]);
  });

  it('says who may ask', () => {
    expect(unguarded(schema())).toEqual([]);
  });

  it('has mutations of one shape', () => {
    expect(oddMutations(schema())).toEqual([]);
  });

  it('has no list without an end', () => {
    expect(endlessLists(schema())).toEqual([]);
  });
});

describe('the rules of the schema', () => {
  it('find nothing where all is well', () => {
    const well = planted('');
    expect([...undescribed(well), ...unguarded(well), ...oddMutations(well), ...endlessLists(well)]).toEqual([]);
  });

  it('find what says nothing', () => {
    const sdl = `type A { f(x: Int): Int } input B { g: Int } enum C { D } directive @e(h: Int) on FIELD`;
    const missing = ['A', 'A.f', 'A.f.x', 'B', 'B.g', 'C', 'C.D', '@e', '@e.h'].map((name) => `${name} says nothing`);
    expect(undescribed(planted(sdl))).toEqual(missing);
  });

  it('find root fields open to nobody knows whom', () => {
    expect(
      unguarded(
        planted(`extend type Query { """Is it?""" open: Boolean } extend type Mutation { """Opens.""" openDoor: Boolean }`),
      ),
    ).toEqual(['Query.open has no @allow', 'Mutation.openDoor has no @allow']);
  });

  it('find mutations of another shape', () => {
    expect(
      oddMutations(
        planted(`extend type Mutation { remove(id: ID!): RemovePayload! addThing(input: LeaveThingInput!): AddThingPayload }
        type RemovePayload { done: Boolean! } type AddThingPayload { userErrors: [UserError!] }`),
      ),
    ).toEqual([
      'remove is not called verbNoun',
      'remove takes (id: ID!), not (input: RemoveInput!)',
      'RemovePayload has no userErrors: [UserError!]!',
      'RemovePayload.done must be nullable: there is none when the answer is no',
      'addThing takes (input: LeaveThingInput!), not (input: AddThingInput!)',
      'addThing answers AddThingPayload, not AddThingPayload!',
      'AddThingPayload has no userErrors: [UserError!]!',
    ]);
  });

  it('find lists without an end', () => {
    expect(
      endlessLists(
        planted(`extend type Query {
          things: [Int!]!
          chosen(ids: [ID!]!): [Int]!
          all: ThingConnection!
          many("""At most 1000.""" first: Int = 1000, after: String): ThingConnection!
          some("""At most 100.""" first: Int = 20, after: String): PageConnection!
        }
        type ThingConnection { nodes: [Int!]! }
        type PageConnection { edges: [Int!]! nodes: [Int!]! pageInfo: Int! }`),
      ),
    ).toEqual([
      'Query.things is a list and no connection',
      'Query.all has no first: Int with a default between 1 and 100',
      'Query.all has no after: String',
      'ThingConnection has no edges',
      'ThingConnection has no pageInfo',
      'Query.many has no first: Int with a default between 1 and 100',
      'ThingConnection has no edges',
      'ThingConnection has no pageInfo',
    ]);
  });
});
