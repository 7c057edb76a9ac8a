import { Query, type Connection, type PoolClient, type QueryResult } from 'pg';
import type { Statement, Value } from './statement.js';

/** How rows are read: what the columns of an answer are called, and what makes values of their texts. */
interface Reading {
  readonly fields: unknown;
  readonly _parsers: unknown;
  readonly _prebuiltEmptyResultObject: unknown;
}

// as much of pg's query as its types leave out
declare module 'pg' {
  interface Query {
    name: string;
    callback: ((error: Error | null, result?: QueryResult) => void) | undefined;
    _result: Reading;
    _accumulateRows: boolean;
    prepare(connection: Connection): void;
    handleRowDescription(message: object): void;
  }
}

/** What is known of the statements of a connection. */
interface Known {
  readonly readings: Map<string, Reading>;
  /** The same connection, which is not asked for descriptions. */
  readonly undescribed: Connection;
}

const known = new WeakMap<Connection, Known>();

/**
 * A run of a prepared statement. pg has PostgreSQL describe the answer at every run; as long as a statement is prepared its columns
 * are the same (PostgreSQL refuses to run it when they would not be), so it is asked for once on each connection.
 */
export class PreparedQuery extends Query {
  private readings: Map<string, Reading> | null = null;

  constructor({ name, text }: Pick<Statement<unknown>, 'name' | 'text'>, values: readonly Value[]) {
    // as arguments: an object would be copied property by property
    super(text, values as never);
    this.name = name;
  }

  /** The answer to the query on that connection. */
  async sentOn(client: PoolClient): Promise<QueryResult> {
    return new Promise<QueryResult>((resolve, reject) => {
      this.callback = (error, result) => {
        if (result) resolve(result);
        else reject(error ?? new Error(`${this.name} has no answer`));
      };
      client.query(this);
    }).catch((error: unknown) => {
      // a stack that leads to whoever asked, not to the socket
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    });
  }

  override prepare(connection: Connection): void {
    const { readings, undescribed } = knownOf(connection);
    const reading = readings.get(this.name);
    if (!reading) {
      this.readings = readings;
      super.prepare(connection);
      return;
    }
    Object.assign(this._result, reading);
    this._accumulateRows = true;
    super.prepare(undescribed);
  }

  override handleRowDescription(message: object): void {
    super.handleRowDescription(message);
    const { fields, _parsers, _prebuiltEmptyResultObject } = this._result;
    this.readings?.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject });
  }
}

function knownOf(connection: Connection): Known {
  const found = known.get(connection);
  if (found) return found;
  const undescribed = Object.create(connection, { describe: { value: () => undefined } }) as Connection;
  const made = { readings: new Map<string, Reading>(), undescribed };
  known.set(connection, made);
  return made;
}
