import { Injectable } from '@nestjs/common';
import { event, organizationChanged, organizationMemberChanged, recording, type NewEvent } from '#events';
import { UserError, type Context } from '#kernel';
import type { Write } from '#platform/db';
import { newId } from '#platform/ids';
import { UnitImport, type ImportedOrganization, type ImportedUnit } from './organization-import.js';
import { OrganizationImportRepository } from './organization-import.repository.js';

/** What saving a batch of units comes to: its writes, what becomes of each, and what could not be, by index. */
export interface SavingOrganizations {
  readonly writes: readonly Write[];
  readonly saved: readonly ({ readonly change: 'CREATED' | 'UPDATED' | 'UNCHANGED' } | null)[];
  readonly refusals: readonly { readonly index: number; readonly error: UserError }[];
}

/** Units of organizations by the thousand: read in one statement, written in six, whatever their number. */
@Injectable()
export class OrganizationImportService {
  constructor(private readonly repository: OrganizationImportRepository) {}

  /** Decides units by their codes, each named once, parents first. What cannot be is refused by index, the rest goes on without it. */
  async saving(context: Context, inputs: readonly ImportedOrganization[]): Promise<SavingOrganizations> {
    const codes = inputs.flatMap(({ code, parent }) => [code, ...(parent == null ? [] : [parent])]);
    const customers = inputs.flatMap(({ members }) => members.map(({ customerId }) => customerId));
    const batch = new UnitImport(await this.repository.byCode([...new Set(codes)], [...new Set(customers)]), () =>
      newId('organization'),
    );
    const refusals: { index: number; error: UserError }[] = [];
    const saved = inputs.map((input, index) => {
      try {
        return { change: batch.decide(input) };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refusals.push({ index, error });
        return null;
      }
    });
    const units = batch.decided();
    const writes = units.length > 0 ? [...this.repository.saving(units), recording(units.flatMap(newsOf), context)] : [];
    return { writes, saved, refusals };
  }
}

/** An event of the unit's fields, and one a member, each with a version of its own. */
function newsOf({ unit: { id }, before, changed, members }: ImportedUnit): NewEvent[] {
  const version = before?.version ?? 0n;
  const own = changed.length > 0 ? 1n : 0n;
  const ofUnit = event(organizationChanged, newId('event'), id, version + 1n, { organizationId: id, changed: [...changed] });
  const ofMembers = members.map(({ customerId }, index) =>
    event(organizationMemberChanged, newId('event'), id, version + own + BigInt(index) + 1n, { organizationId: id, customerId }),
  );
  return [...(own > 0n ? [ofUnit] : []), ...ofMembers];
}
