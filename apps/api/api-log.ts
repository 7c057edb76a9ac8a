import { NestLog } from '#platform/log';

/** Who Nest says it is when it repeats what a resolver has thrown. */
const repeats = 'ExceptionsHandler';

/** Nest's voice without its echo: refusals are no errors, and errors are logged where the request is known. */
export class ApiLog extends NestLog {
  override error(message: unknown, ...details: unknown[]): void {
    if (details.at(-1) !== repeats) super.error(message, ...details);
  }
}
