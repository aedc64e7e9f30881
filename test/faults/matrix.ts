/** Round of the fault matrix: all cases at once in one Node-RED, then those that need it for themselves. */
import { setTimeout as delay } from 'node:timers/promises';
import { type ChargerFixture, createCertificates, createChargerFixture } from './charger-fixture';
import { type Course, drive } from './drive';
import { openEnvironment } from './environment';
import { CASES, type Case } from './faults';
import { tabOf } from './tab';
import { judge, judgeNodeRed, type Slack } from './verdict';

export interface Result {
  case: Case;
  /** Problems found; none where the fault was handled. */
  wrong: string[];
  healedInMs: number | undefined;
}

export interface NodeRedResult {
  wrong: string[];
  /** Longest time that it took to answer. */
  slowestMs: number;
  version: string;
}

export interface Round {
  /** Each resolves as soon as its case is through. */
  results: ReadonlyMap<string, Promise<Result>>;
  /** Verdict on Node-RED itself, when all cases are through. */
  nodeRed: Promise<NodeRedResult>;
}

/** Number of cases that are broken at once, a little apart: two cores have to carry them. */
const AT_ONCE = 60;
const APART_MS = 80;

/** @param cases those to run; all of them without */
export function startRound(slack: Slack, cases: readonly Case[] = CASES): Round {
  const settle = new Map<string, { resolve(result: Result): void; reject(error: unknown): void }>();
  const results = new Map(
    cases.map((one) => {
      const result = new Promise<Result>((resolve, reject) => settle.set(one.id, { resolve, reject }));
      // The error is seen by the test that asks for the result; until then it must not count as unhandled.
      result.catch(() => {});
      return [one.id, result];
    }),
  );

  async function run(): Promise<NodeRedResult> {
    const environment = await openEnvironment();
    const fixtures = new Map<string, ChargerFixture>();
    try {
      const certificates = createCertificates();
      for (const one of cases)
        fixtures.set(
          one.id,
          await createChargerFixture(one.id, one.connection, one.fault, environment.names, certificates),
        );
      for (const { id, fault } of cases) if (fault.fromStart) await fault.begin(fixtures.get(id)!);
      await environment.deploy(cases.flatMap(({ id }) => [...tabOf(id), ...fixtures.get(id)!.nodes]));
      const through = async (one: Case) => {
        const fixture = fixtures.get(one.id)!;
        try {
          const course: Course = await drive(environment, one, fixture);
          const wrong = judge(one.fault, fixture, course, environment.log(), slack);
          const { healedAt, mendedAt } = course;
          const healedInMs = healedAt === undefined ? undefined : healedAt - mendedAt;
          settle.get(one.id)!.resolve({ case: one, wrong, healedInMs });
        } catch (error) {
          settle.get(one.id)!.resolve({ case: one, wrong: [String(error)], healedInMs: undefined });
        }
      };
      const together = cases.filter(({ fault }) => !fault.alone);
      const workers = Array.from({ length: AT_ONCE }, async (_, worker) => {
        await delay(worker * APART_MS);
        for (let one = together.shift(); one; one = together.shift()) await through(one);
      });
      await Promise.all(workers);
      for (const one of cases) if (one.fault.alone) await through(one);
      const version = await environment.version();
      return {
        wrong: judgeNodeRed(environment.log(), environment.isRunning),
        slowestMs: environment.slowestMs,
        version,
      };
    } catch (error) {
      for (const { reject } of settle.values()) reject(error);
      throw error;
    } finally {
      await environment.close();
      for (const fixture of fixtures.values()) await fixture.close();
    }
  }

  const nodeRed = run();
  nodeRed.catch(() => {});
  return { results, nodeRed };
}
