import { createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys.service.js';

/** An Ed25519 key in DER (RFC 8410) is this and its 32 bytes. */
const derPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signature that anybody can verify who has the public key. */
export interface Signature {
  readonly keyId: string;
  /** Base64url. */
  readonly signature: string;
}

/** A public key as a JWK of RFC 8037. */
export interface PublicKey {
  readonly kid: string;
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  readonly x: string;
}

/** Signs what is believed by those who cannot ask: Ed25519, by keys that are rotated with those of the access tokens. */
@Injectable()
export class SignaturesService {
  constructor(private readonly keys: SigningKeys) {}

  /** The key that signs next: what names it in what is signed looks here first. */
  async keyId(): Promise<string> {
    return (await this.keys.newest()).id;
  }

  /** Signs the UTF-8 of a text. */
  async sign(text: string): Promise<Signature> {
    const { id, secret } = await this.keys.newest();
    return { keyId: id, signature: sign(null, Buffer.from(text), privateKeyOf(secret)).toString('base64url') };
  }

  /** Whether a signature is ours, by a key that is still believed. */
  async verifies(text: string, { keyId, signature }: Signature): Promise<boolean> {
    const key = await this.keys.of(keyId);
    return key !== undefined && verify(null, Buffer.from(text), privateKeyOf(key.secret), Buffer.from(signature, 'base64url'));
  }

  /** What signatures are verified with, the one that signs first. */
  async publicKeys(): Promise<PublicKey[]> {
    const keys = await this.keys.all();
    return keys.map(({ id, secret }) => ({
      kid: id,
      kty: 'OKP',
      crv: 'Ed25519',
      alg: 'EdDSA',
      use: 'sig',
      x: publicText(secret),
    }));
  }
}

/** The Ed25519 key that belongs to a secret: made of it by HKDF, so that it comes and goes with it and gives nothing of it away. */
function privateKeyOf(secret: Uint8Array): KeyObject {
  const seed = hkdfSync('sha256', secret, '', 'cartwright ed25519', 32);
  return createPrivateKey({ key: Buffer.concat([derPrefix, Buffer.from(seed)]), format: 'der', type: 'pkcs8' });
}

/** The public half as a JWK's `x`: 32 bytes in base64url. */
function publicText(secret: Uint8Array): string {
  return createPublicKey(privateKeyOf(secret)).export({ format: 'jwk' }).x ?? '';
}
