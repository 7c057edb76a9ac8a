import { Injectable } from '@nestjs/common';
import { InventoryService } from '#inventory';
import { largestPage, UserError, type Id } from '#kernel';
import type { Surroundings } from './importer.js';

/** The locations by their codes. */
@Injectable()
export class LocationDirectory {
  constructor(private readonly inventory: InventoryService) {}

  /** All of them. */
  async all(): Promise<ReadonlyMap<string, Id<'location'>>> {
    const found = new Map<string, Id<'location'>>();
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo } = await this.inventory.locations({ first: largestPage, after });
      for (const { code, id } of nodes) found.set(code, id);
      if (!pageInfo.hasNextPage) return found;
      after = pageInfo.endCursor;
    }
  }

  /** The one that is named, else the first that the channel sells from, else the only one. @throws UserError when that says nothing */
  async requireOne({ context, options }: Surroundings): Promise<Id<'location'>> {
    const all = await this.all();
    const named = options.location === undefined ? undefined : all.get(options.location);
    if (options.location !== undefined && named === undefined)
      throw new UserError(
        'NOT_FOUND',
        `there is no location ${options.location}: there are ${[...all.keys()].join(', ') || 'none'}`,
      );
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
