'use strict';
// Random values that a seed repeats: SHA-256 of the seed and a counter.

const { createHash } = require('node:crypto');

class Random {
  constructor(seed) {
    this.seed = seed;
    this.count = 0;
  }

  bytes(length) {
    const blocks = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash('sha256').update(`${this.seed}/${this.count++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  }

  below(limit) {
    return this.bytes(6).readUIntBE(0, 6) % limit;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** 1 to 2^bits-1, all lengths about equally likely. */
  positive(bits) {
    const width = BigInt(1 + this.below(bits));
    const value = BigInt('0x' + this.bytes(16).toString('hex')) & ((1n << width) - 1n);
    return value === 0n ? 1n : value;
  }

  accountId() {
    const name = this.bytes(1 + this.below(8)).toString('hex');
    return this.pick([`${name}.near`, `a-${name}.b_c.near`, this.bytes(32).toString('hex')]);
  }

  /** A text as people and programs write it, with what JSON and UTF-8 make difficult. */
  text(parts) {
    const alphabet = ['plain', '"', '\\', '\n', '\u0001', '\u007f', 'ä', '€', '😀', '\u2028', '{"a":1}', ' '];
    return Array.from({ length: this.below(parts) }, () => this.pick(alphabet)).join('');
  }

  /** To the millisecond, this century. */
  deadline() {
    return new Date(1_700_000_000_000 + this.below(2_400_000_000_000));
  }
}

module.exports = { Random };
