'use strict';
// Signed intents, both ways: what we sign is read, hashed and verified by the official packages, and
// what they sign by us.

const assert = require('node:assert/strict');
const { VersionedNonceBuilder, computeIntentHash, createIntentSignerNearKeyPair } = require('@defuse-protocol/intents-sdk');
const { utils } = require('near-api-js');
const { keyPair, spellings, unprefixed, verifies } = require('./keys');

const ASSETS = [
  'nep141:btc.omft.near',
  'nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near',
  'nep141:usdc.near',
  'nep245:v2_1.omni.hot.tg:56_11111111111111111111',
];

/** A signer of ours and what goes into every signed intent. */
function circumstances(random) {
  const seed = random.bytes(32);
  const deadline = random.deadline();
  const nonceDeadline = new Date(deadline.getTime() + random.below(600_000));
  return {
    pair: keyPair(seed),
    secret_key: random.pick(spellings(seed)),
    signer_id: random.accountId(),
    verifier: random.pick(['intents.near', 'staging-intents.near']),
    deadline,
    nonce: VersionedNonceBuilder.encodeNonce(random.bytes(4), nonceDeadline, random.bytes(15)),
  };
}

function forPeer({ secret_key, signer_id, verifier, deadline, nonce }) {
  return { secret_key, signer_id, verifier, nonce, deadline_ms: deadline.getTime() };
}

/** The official packages' word on a payload that we signed: hash, signature, and what it says. */
async function accept(signed, hash, at) {
  assert.equal(signed.standard, 'nep413');
  assert.equal(await computeIntentHash(signed), hash);
  assert.equal(signed.public_key, at.pair.getPublicKey().toString());
  const bytes = utils.serialize.base_decode(hash);
  assert.ok(verifies(signed.public_key, bytes, signed.signature), 'the signature is not good');
  assert.deepEqual(unprefixed(signed.signature), Buffer.from(at.pair.sign(bytes).signature));

  assert.equal(signed.payload.recipient, at.verifier);
  assert.equal(signed.payload.nonce, at.nonce);
  const message = JSON.parse(signed.payload.message);
  assert.equal(message.signer_id, at.signer_id);
  assert.equal(message.deadline, at.deadline.toISOString());

  const other = { ...signed, payload: { ...signed.payload, message: signed.payload.message + ' ' } };
  const otherBytes = utils.serialize.base_decode(await computeIntentHash(other));
  assert.ok(!verifies(signed.public_key, otherBytes, signed.signature), 'another message passes too');
  return message;
}

async function ourQuote(random, peer) {
  const at = circumstances(random);
  const asset_in = random.pick(ASSETS);
  const quote = {
    quote_id: random.bytes(16).toString('hex'),
    fixed_side: random.pick(['in', 'out']),
    asset_in,
    asset_out: random.pick(ASSETS.filter((asset) => asset !== asset_in)),
    amount_in: random.positive(127).toString(),
    amount_out: random.positive(127).toString(),
  };
  const { hash, params } = await peer.ask('sign_quote', { ...forPeer(at), ...quote });
  const answer = JSON.parse(params);
  assert.deepEqual(Object.keys(answer), ['quote_id', 'quote_output', 'signed_data']);
  assert.equal(answer.quote_id, quote.quote_id);
  const named = quote.fixed_side === 'in' ? 'amount_out' : 'amount_in';
  assert.deepEqual(answer.quote_output, { [named]: quote[named] });
  const message = await accept(answer.signed_data, hash, at);
  assert.deepEqual(message.intents, [
    { intent: 'token_diff', diff: { [asset_in]: quote.amount_in, [quote.asset_out]: '-' + quote.amount_out } },
  ]);
}

async function ourEmptyIntent(random, peer) {
  const at = circumstances(random);
  const { hash, signed } = await peer.ask('sign_empty', forPeer(at));
  const message = await accept(JSON.parse(signed), hash, at);
  assert.deepEqual(message.intents, []);
}

/** Verified by us as it is, and refused when any part of it is another. */
async function expectOurVerdicts(signed, peer) {
  const ours = await peer.ask('verify', { signed: JSON.stringify(signed) });
  assert.equal(ours.hash, await computeIntentHash(signed));
  assert.equal(ours.valid, true);
  const { hash } = await peer.ask('intent_hash', { signed: JSON.stringify(signed) });
  assert.equal(hash, ours.hash);

  const { payload } = signed;
  for (const change of [
    { message: payload.message + ' ' },
    { recipient: 'a.' + payload.recipient },
    { callbackUrl: (payload.callbackUrl ?? '') + 'x' },
    { nonce: Buffer.alloc(32, 7).toString('base64') },
  ]) {
    const forged = { ...signed, payload: { ...payload, ...change } };
    const verdict = await peer.ask('verify', { signed: JSON.stringify(forged) });
    assert.equal(verdict.valid, false, `passes with another ${Object.keys(change)}`);
  }
}

async function theirIntent(random, peer) {
  const at = circumstances(random);
  const signer = createIntentSignerNearKeyPair({ signer: at.pair, accountId: at.signer_id });
  const signed = await signer.signIntent({
    verifying_contract: at.verifier,
    deadline: at.deadline.toISOString(),
    nonce: at.nonce,
    intents: [{ intent: 'token_diff', diff: { [ASSETS[0]]: random.positive(127).toString(), [ASSETS[1]]: '-1' } }],
  });
  await expectOurVerdicts(signed, peer);
}

/** Any text for any recipient, with or without a callback, as wallets sign them. */
async function theirMessage(random, peer) {
  const at = circumstances(random);
  const signer = createIntentSignerNearKeyPair({ signer: at.pair, accountId: at.signer_id });
  const payload = { message: random.text(40), nonce: random.bytes(32).toString('base64'), recipient: at.verifier };
  const callback = random.pick([undefined, '', 'https://wallet.example/back?' + random.text(5)]);
  if (callback !== undefined) payload.callbackUrl = callback;
  await expectOurVerdicts(await signer.signRaw({ payload }), peer);
}

/** Only their hashes: of the other standards we need no more than what settles under which name. */
async function theirOtherStandards(random, peer) {
  const payload = random.text(40);
  const address = `0:${random.bytes(32).toString('hex')}`;
  const ton = { address, domain: 'app.example', timestamp: random.below(2_000_000_000), payload: { type: 'text', text: payload } };
  const ed25519 = 'ed25519:' + utils.serialize.base_encode(random.bytes(32));
  const signature = 'ed25519:' + utils.serialize.base_encode(random.bytes(64));
  const secp256k1 = 'secp256k1:' + utils.serialize.base_encode(random.bytes(65));
  for (const signed of [
    { standard: 'erc191', payload, signature: secp256k1 },
    { standard: 'tip191', payload, signature: secp256k1 },
    { standard: 'raw_ed25519', payload, public_key: ed25519, signature },
    { standard: 'sep53', payload, public_key: ed25519, signature },
    { standard: 'webauthn', payload, public_key: ed25519, signature, client_data_json: '{}', authenticator_data: '' },
    { standard: 'ton_connect', ...ton, public_key: ed25519, signature },
  ]) {
    const { hash } = await peer.ask('intent_hash', { signed: JSON.stringify(signed) });
    assert.equal(hash, await computeIntentHash(signed), signed.standard);
  }
}

async function nonces(random, peer) {
  const salt = random.bytes(4);
  const part = random.bytes(15);
  const deadline = random.deadline();
  const theirs = VersionedNonceBuilder.encodeNonce(salt, deadline, part);
  const { nonce } = await peer.ask('encode_nonce', {
    salt: salt.toString('hex'), random: part.toString('hex'), deadline_ms: deadline.getTime(),
  });
  assert.equal(nonce, theirs);

  const { version, value } = VersionedNonceBuilder.decodeNonce(nonce);
  assert.equal(version, 0);
  const ours = await peer.ask('decode_nonce', { nonce: theirs });
  assert.equal(ours.versioned, true);
  assert.equal(ours.salt, Buffer.from(value.salt).toString('hex'));
  assert.equal(ours.deadline_ns, value.inner.deadline.toString());
  assert.equal(ours.random, Buffer.from(value.inner.nonce).toString('hex'));

  const old = random.bytes(32).toString('base64');
  assert.throws(() => VersionedNonceBuilder.decodeNonce(old));
  assert.equal((await peer.ask('decode_nonce', { nonce: old })).versioned, false);
}

module.exports = { ourQuote, ourEmptyIntent, theirIntent, theirMessage, theirOtherStandards, nonces };
