// Two clients, one on each instance, in one room. What they hear goes to the output, and the test compares it. Then the
// second instance stops, and its client comes back on the first one, when it was told to.
'use strict';
const { once } = require('node:events');
const WebSocket = require('ws');

class Client {
  constructor(address, user, token) {
    this.user = user;
    this.token = token;
    this.frames = [];
    this.connect(address);
  }

  connect(address) {
    this.socket = new WebSocket(`${address}/ws/chat/lobby`, {headers: {Authorization: `Bearer ${this.token}`}});
    this.socket.on('message', data => {
      this.frames.push(data.toString());
      this.wake?.();
    });
    this.socket.on('close', (code, reason) => {
      const hint = /retry in (\d+) ms$/.exec(reason.toString());
      if (hint) setTimeout(() => this.connect(this.elsewhere), Number(hint[1]));
    });
    this.socket.on('error', fault => { throw fault; });
  }

  static async open(address, user) {
    const answer = await fetch(`${address.replace('ws:', 'http:')}/token?user=${user}`);
    return new Client(address, user, (await answer.json()).token);
  }

  async hear() {
    while (this.frames.length === 0) await new Promise(resolve => { this.wake = resolve; });
    console.log(`${this.user} hears: ${this.frames.shift()}`);
  }
}

async function main([first, second]) {
  setTimeout(() => { throw new Error('nothing more was heard'); }, 90000).unref();
  const ada = await Client.open(first, 'Ada');
  await ada.hear();
  const grace = await Client.open(second, 'Grace');
  await grace.hear();
  await ada.hear();
  ada.socket.send('hello from the first instance');
  await ada.hear();
  await grace.hear();
  grace.socket.send('hello from the second 👋');
  await ada.hear();
  await grace.hear();
  grace.elsewhere = first;
  console.log('the second instance may stop');
  await ada.hear();
  await grace.hear();
  await ada.hear();
  grace.socket.close();
  await ada.hear();
  ada.socket.close();
  await once(ada.socket, 'close');
}

main(process.argv.slice(2));
