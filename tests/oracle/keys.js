'use strict';
// Throw-away ed25519 keys, in near-api-js's form.

const { createPrivateKey, createPublicKey } = require('node:crypto');
const { KeyPair, utils } = require('near-api-js');

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

function keyPair(seed) {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const point = Buffer.from(createPublicKey(secret).export({ format: 'jwk' }).x, 'base64url');
  return KeyPair.fromString('ed25519:' + utils.serialize.base_encode(Buffer.concat([seed, point])));
}

/** Both spellings that a secret key has. */
function spellings(seed) {
  return [keyPair(seed).toString(), 'ed25519:' + utils.serialize.base_encode(seed)];
}

function unprefixed(text) {
  if (!text.startsWith('ed25519:')) throw new Error(`not ed25519: ${text}`);
  return Buffer.from(utils.serialize.base_decode(text.slice('ed25519:'.length)));
}

/** near-api-js's verdict on texts as they travel. */
function verifies(publicKey, message, signature) {
  return utils.PublicKey.fromString(publicKey).verify(message, unprefixed(signature));
}

module.exports = { keyPair, spellings, unprefixed, verifies };
