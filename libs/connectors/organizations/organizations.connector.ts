import { Injectable } from '@nestjs/common';
import { CustomerImportService } from '#customers';
import type { Id } from '#kernel';
import { OrganizationImportService, type ImportedOrganization } from '#organizations';
import { CellReader } from '../cell-reader.js';
import { emailKey } from '../customers/read-customer.js';
import { changeCounts, decideRows } from '../decide-rows.connector.js';
import { finding } from '../finding.js';
import type { Decided, Importer, Importing, Reading, Surroundings } from '../importer.js';
import type { RowInput } from '../refused-cells.js';
import type { Header, Row, Unit } from '../row.js';
import { SeenCodes } from '../seen-codes.js';
import { organizationColumn, organizationFields, readOrganization, type OrganizationDraft } from './read-organization.js';

/** Units of organizations by code, parents first, and their members by e-mail address. Nothing is taken from old ones. */
@Injectable()
export class OrganizationsConnector implements Importer {
  readonly kind = 'organizations';
  readonly columns = Object.values(organizationColumn);
  readonly required = [organizationColumn.code];
  readonly formats = ['CSV', 'JSONL', 'JSON'] as const;
  readonly mostUnits = 1000;

  constructor(
    private readonly organizations: OrganizationImportService,
    private readonly customers: CustomerImportService,
  ) {}

  begin(header: Header, around: Surroundings): Promise<Importing<OrganizationDraft>> {
    const seen = new SeenCodes();
    const keyOf = (row: Row) => header.text(row, organizationColumn.code);
    return Promise.resolve({
      // parents may stand in the batch before
      independent: false,
      belongs: (first: Row, next: Row) => !!keyOf(first) && keyOf(first) === keyOf(next),
      read: (unit: Unit): Reading<OrganizationDraft> => {
        const cells = new CellReader(header);
        return { draft: readOrganization(cells, unit, seen), findings: cells.findings };
      },
      decide: (readings) => this.decide(readings, header, around),
    });
  }

  private async decide(
    readings: readonly Reading<OrganizationDraft>[],
    header: Header,
    { context, options }: Surroundings,
  ): Promise<Decided> {
    const emails = readings.flatMap(({ draft }) => draft?.members.map(({ email }) => email) ?? []);
    const ids = emails.length > 0 ? await this.customers.idsByEmail([...new Set(emails)]) : new Map<string, Id<'customer'>>();
    const inputs = readings.map((reading) => withMembers(reading, ids));
    const { saving, findings } = await decideRows(inputs, options.policy, header, organizationFields, (units) =>
      this.organizations.saving(context, units),
    );
    return { writes: saving.writes, counts: changeCounts(readings.length, saving.saved), findings };
  }
}

/** The unit with its members by id; a member that is no customer is a bad field. */
function withMembers(
  { draft, findings }: Reading<OrganizationDraft>,
  ids: ReadonlyMap<string, Id<'customer'>>,
): Reading<RowInput<ImportedOrganization>> {
  if (!draft) return { draft, findings };
  const { row, members: named, ...said } = draft;
  const strangers = named.filter(({ email }) => !ids.has(emailKey(email) ?? ''));
  const members = new Map(
    named.flatMap(({ email, role }) => {
      const customerId = ids.get(emailKey(email) ?? '');
      return customerId ? [[customerId, { customerId, role }] as const] : [];
    }),
  );
  const noted = strangers.map((each) =>
    finding(each.row.number, organizationColumn.member, each.email, 'there is no customer of this e-mail address', 'OPTIONAL'),
  );
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return {
    draft: { row, input: { ...known, code: draft.code, members: [...members.values()] } },
    findings: [...findings, ...noted],
  };
}
