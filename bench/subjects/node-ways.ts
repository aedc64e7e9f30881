/** Bare clients of Node.js, for a server that closes each connection. */
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { clientSubject } from '../client-subject';
import type { Subject } from '../subject.types';

export const NODE_WAYS = ['http', 'socket'] as const;

export interface NodeOptions {
  host: string;
  /** `socket` reads nothing but what this bench answers: it is the floor, and no client. */
  way: (typeof NODE_WAYS)[number];
  /** Writes in place of reads. */
  writes?: boolean;
}

export async function start({ host, way, writes = false }: NodeOptions): Promise<Subject> {
  return clientSubject(way === 'http' ? asker(host) : socketAsker(host), writes, () => {});
}

/** The end of each answer of the bench's server. */
const LAST_PIECE = '\r\n0\r\n\r\n';

function asker(host: string): (path: string) => Promise<string> {
  const [hostname, port] = host.split(':');
  const agent = new Agent({ keepAlive: false });
  return (path) =>
    new Promise((resolve, reject) => {
      get({ host: hostname, port, path, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
        response.on('error', reject);
      }).on('error', reject);
    });
}

/** @returns gives the body for a path, as soon as it is there */
export function socketAsker(host: string): (path: string) => Promise<string> {
  const [hostname, port] = host.split(':');
  return (path) =>
    new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(port), hostname);
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
        if (!answer.endsWith(LAST_PIECE)) return;
        socket.destroy();
        resolve(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('no whole answer')));
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
}
