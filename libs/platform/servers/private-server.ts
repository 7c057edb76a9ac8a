/** A server that was started for this clone, or found running from an earlier start of it. */
export interface PrivateServer {
  readonly url: string;
  /** What it is and where its data lies, for a person. */
  readonly description: string;
  /** Stops it, unless it belongs to another process of this clone that still works with it. */
  stop(): Promise<void>;
}
