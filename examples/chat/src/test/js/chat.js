// Two clients, one on each instance, in one room. What they hear goes to the output, and the test compares it.
'use strict';
const { once } = require('node:events');
const WebSocket = require('ws');

class Client {
  constructor(address, user) {
    this.user = user;
    this.frames = [];
    this.socket = new WebSocket(`${address}/ws/chat/lobby?user=${user}`);
    this.socket.on('message', data => {
      this.frames.push(data.toString());
      this.wake?.();
    });
    this.socket.on('error', fault => { throw fault; });
  }

  async hear() {
    while (this.frames.length === 0) await new Promise(resolve => { this.wake = resolve; });
    console.log(`${this.user} hears: ${this.frames.shift()}`);
  }
}

async function main([first, second]) {
  setTimeout(() => { throw new Error('nothing more was heard'); }, 20000).unref();
  const ada = new Client(first, 'Ada');
  await ada.hear();
  const grace = new Client(second, 'Grace');
  await grace.hear();
  await ada.hear();
  ada.socket.send('hello from the first instance');
  await ada.hear();
  await grace.hear();
  grace.socket.send('hello from the second 👋');
  await ada.hear();
  await grace.hear();
  grace.socket.close();
  await ada.hear();
  ada.socket.close();
  await once(ada.socket, 'close');
}

main(process.argv.slice(2));
