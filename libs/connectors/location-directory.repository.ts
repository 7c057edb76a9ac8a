import { Injectable } from '@nestjs/common';
import { LocationService } from '#inventory';
import { UserError, type Id } from '#kernel';
import type { Surroundings } from './importer.js';

/** The locations by their codes. */
@Injectable()
export class LocationDirectory {
  constructor(private readonly locations: LocationService) {}

  /** All of them. */
  all(): Promise<ReadonlyMap<string, Id<'location'>>> {
    return this.locations.codes();
  }

  /** The one that is named, else the first that the channel sells from, else the only one. @throws UserError when that says nothing */
  async requireOne({ context, options }: Surroundings): Promise<Id<'location'>> {
    const all = await this.all();
    const named = options.location === undefined ? undefined : all.get(options.location);
    if (options.location !== undefined && named === undefined)
      throw new UserError('NOT_FOUND', `there is no location ${options.location}: there are ${someOf([...all.keys()])}`);
    const found = named ?? context.channel.locationIds[0] ?? (all.size === 1 ? [...all.values()][0] : undefined);
    if (found === undefined)
      throw new UserError(
        'NOT_FOUND',
        all.size === 0
          ? 'there is no location for the stock yet: create one first (createLocation)'
          : 'the stock has to lie somewhere: say where with --location',
      );
    return found;
  }
}

function someOf(codes: readonly string[]): string {
  const shown = codes.slice(0, 10).join(', ') || 'none';
  return codes.length > 10 ? `${shown} and ${codes.length - 10} more` : shown;
}
