/**
 * Who may ask for what: every root field of the schema under the permission that it takes. A new field without an entry here fails
 * the suite, so that somebody has thought of who may ask for it.
 */
export const accessTable = {
  EVERYONE: {
    Query: [
      'availability',
      'cart',
      'categories',
      'category',
      'channel',
      'collection',
      'collections',
      'currencies',
      'currency',
      'explainBasket',
      'explainLine',
      'order',
      'orderByNumber',
      'priceBasket',
      'pricePromise',
      'product',
      'products',
      'searchProducts',
      'signatureKeys',
      'variant',
      'variantsByCode',
      'viewer',
    ],
    Mutation: [
      'addCartLines',
      'applyCartCode',
      'calculateCartTaxes',
      'changeStaffPassword',
      'createCart',
      'createCartHandoff',
      'payOrder',
      'placeOrder',
      'promisePrices',
      'refreshSession',
      'removeCartCode',
      'removeCartLines',
      'resetPassword',
      'setCartContact',
      'setCartLines',
      'setCartGift',
      'setCartPromise',
      'setCartShipping',
      'signInCustomer',
      'signInStaff',
      'signOut',
      'signOutEverywhere',
      'signUpCustomer',
    ],
    Subscription: ['cartChanged', 'orderChanged', 'stockChanged'],
  },
  CUSTOMER: {
    Query: [
      'carts',
      'colleagues',
      'currentCart',
      'invitedColleagues',
      'me',
      'myInvitations',
      'myOrders',
      'myOrganizations',
      'ourContracts',
    ],
    Mutation: [
      'acceptInvitation',
      'adoptCart',
      'changePassword',
      'createAddress',
      'declineInvitation',
      'deleteAddress',
      'deleteCart',
      'inviteColleague',
      'makeCartCurrent',
      'removeColleague',
      'renameCart',
      'setColleagueRole',
      'updateAddress',
      'updateMe',
    ],
  },
  MANAGE_CATALOG: {
    Query: ['attributes', 'partNumbers'],
    Mutation: [
      'changeCollectionProducts',
      'createAttribute',
      'createCategory',
      'createCollection',
      'createProduct',
      'publishProduct',
      'setCollectionProducts',
      'setPartNumbers',
      'unpublishProduct',
      'updateAttribute',
      'updateCategory',
      'updateCollection',
      'updateProduct',
    ],
  },
  MANAGE_PRICES: {
    Query: ['contract', 'contracts', 'conversionRates', 'floorPrices', 'listedPrices', 'priceAsOf', 'priceLists'],
    Mutation: [
      'correctPrices',
      'createContract',
      'createPriceList',
      'publishConversionRates',
      'setFloorPrices',
      'setPrices',
      'updateContract',
      'updatePriceList',
    ],
  },
  MANAGE_PROMOTIONS: {
    Query: ['promotion', 'promotionChanges', 'promotionConflicts', 'promotionGroup', 'promotionGroups', 'promotions'],
    Mutation: [
      'archivePromotion',
      'createPromotion',
      'createPromotionGroup',
      'deletePromotionGroup',
      'generatePromotionCodes',
      'publishPromotion',
      'updatePromotion',
      'updatePromotionGroup',
    ],
  },
  MANAGE_STOCK: {
    Query: ['locations', 'stockLevels', 'stockMovements'],
    Mutation: ['adjustStock', 'createLocation', 'setStockLevels', 'transferStock', 'updateLocation'],
  },
  MANAGE_ORDERS: {
    Query: ['orders', 'replayPricing', 'salesByDay'],
    Mutation: ['cancelOrder', 'capturePayment'],
  },
  MANAGE_SETTINGS: {
    Query: ['channels', 'legalEntities', 'shippingMethods', 'taxRules'],
    Mutation: [
      'createChannel',
      'createLegalEntity',
      'createShippingMethod',
      'createTaxClass',
      'createTaxRate',
      'createTaxZone',
      'endTaxRate',
      'setFloorLimit',
      'updateChannel',
      'updateShippingMethod',
      'updateTaxZone',
    ],
  },
  MANAGE_CUSTOMERS: {
    Query: ['customer', 'customerGroups', 'customers', 'segmentMembers', 'segments', 'taxReliefs'],
    Mutation: [
      'changeSegmentMembers',
      'createCustomer',
      'createCustomerGroup',
      'createPasswordResetToken',
      'createSegment',
      'createTaxRelief',
      'endTaxRelief',
      'eraseCustomer',
      'recordTaxConsultation',
      'updateCustomer',
      'updateSegment',
    ],
  },
  MANAGE_ORGANIZATIONS: {
    Query: ['organization', 'organizationMembers', 'organizations'],
    Mutation: [
      'addOrganizationMember',
      'createOrganization',
      'removeOrganizationMember',
      'setOrganizationMemberRole',
      'updateOrganization',
    ],
  },
  MANAGE_ACCESS: {
    Query: ['keys', 'roles', 'staff'],
    Mutation: ['createKey', 'createRole', 'createStaff', 'replaceTillKey', 'revokeKey', 'updateRole', 'updateStaff'],
  },
  RESOLVE_EXCEPTIONS: {
    Query: ['exceptions'],
    Mutation: ['resolveException'],
  },
  SELL: {
    Query: ['pricePromises', 'ruleSnapshot', 'snapshotCertificates', 'snapshotPrices', 'till', 'tillChanges', 'tillSale'],
    Mutation: ['openCartByCode', 'openTill', 'recordSales', 'revokePricePromise'],
  },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<Root, readonly string[]>>>>>;

/** Where fields stand that one begins with. */
type Root = 'Query' | 'Mutation' | 'Subscription';

/** What a field may take. */
export type Gate = keyof typeof accessTable;

/** The fields, as `Query.product`, that the gates let in, sorted. */
export function fieldsBehind(gates: readonly Gate[]): string[] {
  const behind = (gate: Gate): string[] => {
    const roots: Readonly<Record<string, readonly string[]>> = accessTable[gate];
    return Object.entries(roots).flatMap(([root, names]) => names.map((name) => `${root}.${name}`));
  };
  return gates.flatMap(behind).sort();
}

/** Every gate. */
export const gates = Object.keys(accessTable) as Gate[];
