/** The bare ways to ask with what Node.js brings along a server that closes each connection. */
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { askingSubject } from '../asking-subject';
import type { Subject } from '../subject.types';

export const NODE_WAYS = ['http', 'socket'] as const;

export interface NodeOptions {
  host: string;
  /** `socket` reads nothing but what this bench answers: it is the floor, and no client. */
  way: (typeof NODE_WAYS)[number];
  /** Writes in place of questions. */
  writes?: boolean;
}

export async function start({ host, way, writes = false }: NodeOptions): Promise<Subject> {
  return askingSubject(way === 'http' ? asker(host) : socketAsker(host), writes, () => {});
}

/** @returns gives the body for a path */
export function asker(host: string): (path: string) => Promise<string> {
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

function socketAsker(host: string): (path: string) => Promise<string> {
  const [hostname, port] = host.split(':');
  return (path) =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(Number(port), hostname);
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        resolve(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
      });
      socket.on('error', reject);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
}
