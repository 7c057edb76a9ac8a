import type { Document } from './somebody.js';

/** An amount, in major units. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** As much of a cart as the story looks at. */
export interface Cart {
  readonly id: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: string; readonly unitPrice: { readonly amount: string } }[];
  readonly totals: { readonly total: Money };
}

/** As much of an order as the story looks at. */
export interface Order {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly totals: { readonly total: Money };
  readonly payments: readonly { readonly id: string; readonly state: string; readonly amount: Money }[];
}

/** What a mutation answers: what it made or changed under the name of its root field's result. */
export type Payload<Name extends string, T> = Readonly<Record<Name, T>>;

const cart = `cart {
      id version fingerprint
      lines { sku quantity unitPrice { amount } }
      totals { total { amount currency } }
    }`;
const errors = 'userErrors { code message path }';

/** A change of a cart. */
const cartChange = (name: string): Document<Payload<'cart', Cart>> => ({
  text: `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) {
    ${cart}
    ${errors}
  }
}`,
});

/** Begins a cart. */
export const createCart = cartChange('createCart');
/** Puts more into a cart. */
export const addCartLines = cartChange('addCartLines');
/** Says who buys and where things go. */
export const setCartContact = cartChange('setCartContact');
/** Chooses the way there. */
export const setCartShipping = cartChange('setCartShipping');
/** Opens at a till the cart whose code is shown. */
export const openCartByCode = cartChange('openCartByCode');

/** The cart that a customer sees on every device. */
export const currentCart: Document<Cart> = {
  text: `{
  currentCart {
    id version fingerprint
    lines { sku quantity unitPrice { amount } }
    totals { total { amount currency } }
  }
}`,
};

/** The ways of shipping that a cart is offered. */
export const shippingOptions: Document<{
  readonly shippingOptions: readonly { readonly id: string; readonly name: string; readonly total: Money }[];
}> = {
  text: `query ($cartId: ID!) {
  cart(id: $cartId) { shippingOptions { id name total { amount currency } } }
}`,
};

/** Buys a cart. */
export const placeOrder: Document<Payload<'order', Order | null>> = {
  text: `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order { id number state totals { total { amount currency } } payments { id state amount { amount currency } } }
    ${errors}
  }
}`,
};

/** A product's first variant, with what it costs whoever asks and how much of it there is. */
export interface SeenProduct {
  readonly variants: readonly [
    {
      readonly id: string;
      readonly price: {
        readonly amount: string;
        readonly currency: string;
        readonly source: { readonly list: string; readonly level: string };
        readonly tiers: readonly { readonly minQuantity: string; readonly amount: string }[];
      } | null;
      readonly availability: { readonly available: string | null };
    },
  ];
}

/** What a product is, for whoever asks. */
export const product: Document<SeenProduct | null> = {
  text: `query ($slug: String!) {
  product(slug: $slug) {
    variants {
      id
      price { amount currency source { list level } tiers { minQuantity amount } }
      availability { available }
    }
  }
}`,
};

/** Who has just signed up or in, and what to ask with from then on. */
export interface SignedIn {
  readonly tokens: { readonly accessToken: string };
  readonly customer: { readonly id: string };
}

/** Makes an account. */
export const signUp: Document<SignedIn> = {
  text: `mutation ($input: SignUpCustomerInput!) {
  signUpCustomer(input: $input) {
    tokens { accessToken }
    customer { id }
    ${errors}
  }
}`,
};

/** Signs in on a device. */
export const signIn: Document<SignedIn> = {
  text: `mutation ($input: SignInCustomerInput!) {
  signInCustomer(input: $input) {
    tokens { accessToken }
    customer { id }
    ${errors}
  }
}`,
};

/** Signs up with the cart that was begun as a guest. */
export const signUpWithCart: Document<SignedIn & Payload<'cart', Cart | null>> = {
  text: `mutation ($input: SignUpCustomerInput!, $guestCart: ID!) {
  signUpCustomer(input: $input) {
    tokens { accessToken }
    customer { id }
    cart(adopt: $guestCart) {
      id version fingerprint
      lines { sku quantity unitPrice { amount } }
      totals { total { amount currency } }
    }
    ${errors}
  }
}`,
};
