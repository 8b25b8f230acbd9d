'use strict';
// Transactions, both ways: bytes, hash and signature, against near-api-js.

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { InMemorySigner, keyStores, transactions, utils } = require('near-api-js');
const { keyPair, spellings, unprefixed, verifies } = require('./keys');

const TGAS = 1_000_000_000_000n;

async function ftWithdraw(random, peer) {
  const told = {
    token: 'btc.omft.near',
    receiver_id: 'btc.omft.near',
    amount: random.positive(127).toString(),
    memo: 'WITHDRAW_TO:' + random.text(6),
  };
  const { args } = await peer.ask('ft_withdraw_args', told);
  assert.deepEqual(JSON.parse(args), told);
  return { method: 'ft_withdraw', args, gas: String(100n * TGAS), deposit: '1' };
}

function addPublicKey(random) {
  const public_key = keyPair(random.bytes(32)).getPublicKey().toString();
  return { method: 'add_public_key', args: JSON.stringify({ public_key }), gas: String(15n * TGAS), deposit: '1' };
}

function anyCall(random) {
  return {
    method: random.pick(['ft_transfer_call', 'near_deposit', 'x']),
    args: random.text(30),
    gas: random.positive(48).toString(),
    deposit: random.positive(128).toString(),
  };
}

async function circumstances(random, peer) {
  const seed = random.bytes(32);
  const actions = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    actions.push(random.pick([await ftWithdraw(random, peer), addPublicKey(random), anyCall(random),
      { deposit: random.positive(128).toString() }]));
  }
  return {
    pair: keyPair(seed),
    secret_key: random.pick(spellings(seed)),
    signer_id: random.accountId(),
    receiver_id: random.pick(['intents.near', 'wrap.near', random.accountId()]),
    nonce: random.positive(64).toString(),
    block_hash: utils.serialize.base_encode(random.bytes(32)),
    actions,
  };
}

function theirAction({ method, args, gas, deposit }) {
  return method === undefined
    ? transactions.transfer(BigInt(deposit))
    : transactions.functionCall(method, Buffer.from(args), BigInt(gas), BigInt(deposit));
}

function theirTransaction(at) {
  return transactions.createTransaction(
    at.signer_id, at.pair.getPublicKey(), at.receiver_id, BigInt(at.nonce),
    at.actions.map(theirAction), utils.serialize.base_decode(at.block_hash));
}

/** near-api-js signs the same with the same key. */
async function signTheirs(at) {
  const store = new keyStores.InMemoryKeyStore();
  await store.setKey('testnet', at.signer_id, at.pair);
  return transactions.signTransaction(theirTransaction(at), new InMemorySigner(store), at.signer_id, 'testnet');
}

async function ourTransaction(random, peer) {
  const at = await circumstances(random, peer);
  const { pair, ...fields } = at;
  const ours = await peer.ask('sign_transaction', fields);

  const bytes = Buffer.from(ours.unsigned, 'base64');
  assert.deepEqual(bytes, Buffer.from(transactions.encodeTransaction(theirTransaction(at))));
  const hash = createHash('sha256').update(bytes).digest();
  assert.equal(ours.hash, utils.serialize.base_encode(hash));

  const decoded = transactions.SignedTransaction.decode(Buffer.from(ours.base64, 'base64'));
  const signature = Buffer.from(decoded.signature.ed25519Signature.data);
  assert.ok(pair.verify(hash, signature), 'the signature is not good');
  assert.equal(decoded.transaction.receiverId, at.receiver_id);
  assert.equal(decoded.transaction.actions.length, at.actions.length);

  const [theirHash, theirs] = await signTheirs(at);
  assert.equal(ours.base64, Buffer.from(theirs.encode()).toString('base64'));
  assert.equal(ours.hash, utils.serialize.base_encode(theirHash));
}

async function theirSignedTransaction(random, peer) {
  const at = await circumstances(random, peer);
  const [hash, signed] = await signTheirs(at);
  const bytes = Buffer.from(signed.encode());
  const read = await peer.ask('read_transaction', { base64: bytes.toString('base64') });
  assert.equal(read.hash, utils.serialize.base_encode(hash));
  assert.equal(read.public_key, at.pair.getPublicKey().toString());
  for (const name of ['signer_id', 'receiver_id', 'nonce', 'block_hash', 'actions']) {
    assert.deepEqual(read[name], at[name]);
  }
  assert.ok(verifies(read.public_key, hash, read.signature));
  assert.deepEqual(unprefixed(read.signature), Buffer.from(signed.signature.ed25519Signature.data));

  const place = random.below(bytes.length);
  bytes[place] ^= 1 << random.below(8);
  const broken = await peer.try('read_transaction', { base64: bytes.toString('base64') });
  assert.ok(broken.error, `a transaction with byte ${place} changed is believed`);
}

module.exports = { ourTransaction, theirSignedTransaction };
