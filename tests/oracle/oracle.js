'use strict';
// The official packages judge what we sign, and we what they sign.
//
//   node oracle.js <oracle_peer> [seed]      a seed repeats a run

const { Peer } = require('./peer');
const { Random } = require('./random');

const CASES = { ...require('./intents'), ...require('./transactions') };
const ROUNDS = 40;

async function main() {
  const [program, seed = String(Date.now())] = process.argv.slice(2);
  console.log(`oracle: seed ${seed}, ${ROUNDS} rounds each`);
  const peer = new Peer(program);
  let failed = 0;
  for (const [name, run] of Object.entries(CASES)) {
    let round = 0;
    try {
      for (; round < ROUNDS; round++) await run(new Random(`${seed}/${name}/${round}`), peer);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}, round ${round}: ${error.stack}`);
    }
  }
  peer.end();
  console.log(`oracle: ${Object.keys(CASES).length - failed} of ${Object.keys(CASES).length} kinds agree`);
  process.exitCode = failed ? 1 : 0;
}

main();
