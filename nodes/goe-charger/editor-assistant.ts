/** *Find chargers* and *Test connection*: one asks, the other is asked of itself once something was chosen. */
import type { Found } from '../../lib/discovery/found';
import type { ProbeFailure, ProbeReport } from '../../lib/probe/report';
import { findBody, neededFor, testBody } from './editor-body';
import { fill, formInDialog, input, type Text } from './editor-form';
import { fieldsOf, type Heard, isSame } from './editor-found';
import type { CheckedField } from './editor-problems';
import { ask, type NoAnswer, type Request } from './editor-request';
import { busyView, failureView, foundView, heardView, successView, troubleView } from './editor-results';

export interface Assistant {
  find(): void;
  test(): void;
  /** Forgets what was shown and stops what runs. */
  reset(): void;
  /** The form has changed: what the test said is no longer about it. */
  outdate(): void;
}

interface Surroundings {
  /** The charger's id in the flows. */
  id: string;
  form: JQuery;
  language: 'en' | 'de';
  text: Text;
  check(fields: readonly CheckedField[]): boolean;
  /** Chargers in the flows, with their names. */
  saved(): { name: string; properties: Record<string, unknown> }[];
}

type FindAnswer = { ok: true; found: Found[] } | ProbeFailure;

export function createAssistant({ id, form, language, text, check, saved }: Surroundings): Assistant {
  const list = form.find('.goe-find-result');
  const report = form.find('.goe-test-result');
  const buttons = form.find('.goe-find, .goe-test');
  let running: { request: Request<object>; button: JQuery } | undefined;
  let lastName: string | undefined;

  function stop(): void {
    running?.request.stop();
    running = undefined;
    buttons.removeAttr('aria-busy');
  }

  /** @returns nothing where something newer is asked meanwhile, or the dialog has been closed */
  async function answerOf<Answer extends object>(
    route: 'find' | 'test',
    body: object,
  ): Promise<Answer | NoAnswer | undefined> {
    stop();
    const request = ask<Answer>(route, body);
    const button = form.find(`.goe-${route}`).attr('aria-busy', 'true');
    running = { request, button };
    const answer = await request.answer;
    if (running?.request !== request) return undefined;
    stop();
    return answer === 'stopped' ? undefined : answer;
  }

  async function find(): Promise<void> {
    const values = formInDialog();
    if (!check(neededFor('find', values))) return;
    report.empty();
    const where = values.connection === 'mqtt' ? 'broker' : 'network';
    list.empty().append(busyView(text(`find.searching.${where}`)));
    const answer = await answerOf<FindAnswer>('find', findBody(id, values));
    if (!answer) return;
    if ('trouble' in answer) list.empty().append(troubleView(text(`request.${answer.trouble}`)));
    else if (!answer.ok) list.empty().append(failureView(answer, values.connection, text));
    else if (answer.found.length > 0) list.empty().append(choices(answer.found));
    else {
      const checks = [1, 2, 3].map((number) => text(`find.check.${where}${number}`));
      list.empty().append(troubleView(text(`find.nothing.${where}`), checks));
    }
    list[0]?.scrollIntoView({ block: 'nearest' });
  }

  function choices(found: readonly Found[]): JQuery {
    const others = saved();
    return foundView(
      found,
      {
        intro: text('find.choose', { count: found.length }),
        savedAs: (charger) => others.find(({ properties }) => isSame(properties, charger))?.name,
        choose: (charger) => take(charger, found),
      },
      text,
    );
  }

  function take(charger: Found | Heard, others: readonly (Found | Heard)[]): void {
    const fields = fieldsOf(charger, others, formInDialog(), lastName);
    if (fields.name !== undefined) lastName = fields.name;
    fill(fields);
    void test();
  }

  async function test(): Promise<void> {
    const values = formInDialog();
    if (!check(neededFor('test', values))) return;
    report.empty().append(busyView(text('test.running')));
    const answer = await answerOf<ProbeReport>(
      'test',
      testBody(id, values, input('readOnly').prop('checked') === true),
    );
    if (!answer) return;
    report.empty();
    if ('trouble' in answer) report.append(troubleView(text(`request.${answer.trouble}`)));
    else if (answer.ok) report.append(successView(answer, values.name, language, text));
    else {
      const { heard = [] } = answer;
      report.append(failureView(answer, values.connection, text));
      if (heard.length > 0) {
        list.empty();
        report.append(heardView(heard, (each) => take(each, heard), text));
      }
    }
    report[0]?.scrollIntoView({ block: 'nearest' });
  }

  return {
    find: () => void (form.find('.goe-find').attr('aria-busy') === 'true' || find()),
    test: () => void (form.find('.goe-test').attr('aria-busy') === 'true' || test()),
    reset() {
      stop();
      list.empty();
      report.empty();
    },
    outdate() {
      if (form.find('.goe-test').attr('aria-busy') === 'true') stop();
      report.empty();
    },
  };
}
