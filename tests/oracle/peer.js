'use strict';
// Our side, a child process that answers one line of JSON with another.

const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

class Peer {
  constructor(program) {
    this.waiting = [];
    this.child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.on('error', (error) => this.give({ error: error.message }));
    this.child.on('exit', () => this.fail('the peer ended'));
    this.child.stdin.on('error', () => {});
    createInterface({ input: this.child.stdout }).on('line', (line) => this.give(JSON.parse(line)));
  }

  give(answer) {
    const next = this.waiting.shift();
    if (next) next(answer);
  }

  fail(reason) {
    this.gone = reason;
    while (this.waiting.length) this.give({ error: reason });
  }

  /** The answer, which may be {error}. */
  try(command, fields) {
    if (this.gone) return Promise.resolve({ error: this.gone });
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin.write(JSON.stringify({ do: command, ...fields }) + '\n');
    });
  }

  async ask(command, fields) {
    const answer = await this.try(command, fields);
    if (answer.error !== undefined) throw new Error(`${command}: ${answer.error}`);
    return answer;
  }

  end() {
    this.child.stdin.end();
  }
}

module.exports = { Peer };
