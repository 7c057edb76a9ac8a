import { Injectable } from '@nestjs/common';
import { CustomerImportService, unverifiedEmail, type KnownAccount } from '#customers';
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
    const accounts =
      emails.length > 0 ? await this.customers.accountsByEmail([...new Set(emails)]) : new Map<string, KnownAccount>();
    const inputs = readings.map((reading) => withMembers(reading, accounts));
    const { saving, findings } = await decideRows(inputs, options.policy, header, organizationFields, (units) =>
      this.organizations.saving(context, units),
    );
    return { writes: saving.writes, counts: changeCounts(readings.length, saving.saved), findings };
  }
}

const noCustomer = 'there is no customer of this e-mail address';

/** The unit with its members by id; a member that is no customer, or not surely the one that is meant, is a bad field. */
function withMembers(
  { draft, findings }: Reading<OrganizationDraft>,
  accounts: ReadonlyMap<string, KnownAccount>,
): Reading<RowInput<ImportedOrganization>> {
  if (!draft) return { draft, findings };
  const { row, members: named, ...said } = draft;
  const found = named.map((member) => ({ ...member, account: accounts.get(emailKey(member.email) ?? '') }));
  const members = new Map(
    found.flatMap(({ account, role }) =>
      account?.emailVerified ? [[account.id, { customerId: account.id, role }] as const] : [],
    ),
  );
  const strangers = found.filter(({ account }) => !account?.emailVerified);
  const noted = strangers.map(({ row: { number }, email, account }) =>
    finding(number, organizationColumn.member, email, account ? unverifiedEmail : noCustomer, 'OPTIONAL'),
  );
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return {
    draft: { row, input: { ...known, code: draft.code, members: [...members.values()] } },
    findings: [...findings, ...noted],
  };
}
