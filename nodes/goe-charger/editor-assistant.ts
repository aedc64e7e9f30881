/**
 * *Find chargers* and *Test connection* of the dialog. Each asks the runtime and shows the answer; a charger that is chosen
 * from an answer fills in the form and is tested.
 */
import type { Found } from '../../lib/discovery/found';
import type { ProbeFailure, ProbeReport } from '../../lib/probe/report';
import type { FormValues } from '../runtime/settings';
import { findBody, neededFor, searchOf, testBody } from './editor-body';
import { dialog, fill } from './editor-form';
import { fieldsOf, isSameCharger, type OnBroker } from './editor-found';
import { createRequests, type NoAnswer } from './editor-request';
import { brokerView, busyView, failureView, foundView, successView, troubleView } from './editor-results';
import type { Text } from './texts';

export interface Assistant {
  find(): void;
  test(): void;
  /** Forgets what was shown and stops what runs. */
  reset(): void;
  /** The form has changed: what the test said is no longer about it. */
  outdate(): void;
}

interface DialogParts {
  /** The charger's id in the flows. */
  id: string;
  form: JQuery;
  language: 'en' | 'de';
  text: Text;
  check(names: readonly string[]): boolean;
  /** Chargers in the flows, with their names. */
  saved(): { name: string; properties: Record<string, unknown> }[];
}

type FindAnswer = { ok: true; found: Found[] } | ProbeFailure;
type Choose = (charger: Found | OnBroker, others: readonly (Found | OnBroker)[]) => void;

export function createAssistant(parts: DialogParts): Assistant {
  const { id, form, text, check } = parts;
  const list = form.find('.goe-find-result');
  const report = form.find('.goe-test-result');
  const requests = createRequests(form);
  /** The name that the last choice filled in. */
  let lastName: string | undefined;

  async function find(): Promise<void> {
    const values = dialog.formValues();
    if (!check(neededFor('find', values))) return;
    report.empty();
    list.empty().append(busyView(text(`find.searching.${searchOf(values)}`)));
    const answer = await requests.ask<FindAnswer>('find', findBody(id, values));
    if (answer) show(list, findView(answer, values, parts, choose));
  }

  async function test(): Promise<void> {
    const values = dialog.formValues();
    if (!check(neededFor('test', values))) return;
    report.empty().append(busyView(text('test.running')));
    const answer = await requests.ask<ProbeReport>('test', testBody(id, values));
    if (!answer) return;
    if ('heard' in answer && answer.heard?.length) list.empty();
    show(report, testView(answer, values, parts, choose));
  }

  const choose: Choose = (charger, others) => {
    const fields = fieldsOf(charger, others, String(dialog.formValues().name), lastName);
    if (fields.name !== undefined) lastName = fields.name;
    fill(fields);
    void test();
  };

  return {
    find: () => void (requests.isBusy('find') || find()),
    test: () => void (requests.isBusy('test') || test()),
    reset() {
      requests.stop();
      list.empty();
      report.empty();
    },
    outdate() {
      if (requests.isBusy('test')) requests.stop();
      report.empty();
    },
  };
}

function show(place: JQuery, views: readonly JQuery[]): void {
  place.empty().append(...views);
  place[0]?.scrollIntoView({ block: 'nearest' });
}

function findView(
  answer: FindAnswer | NoAnswer,
  values: FormValues,
  { text, saved }: DialogParts,
  choose: Choose,
): JQuery[] {
  if ('trouble' in answer) return [troubleView(text(`request.${answer.trouble}`))];
  if (!answer.ok) return [failureView(answer, values.connection, text)];
  const { found } = answer;
  if (found.length === 0) {
    const where = searchOf(values);
    const checks = ([1, 2, 3] as const).map((number) => text(`find.check.${where}${number}`));
    return [troubleView(text(`find.nothing.${where}`), checks)];
  }
  const others = saved();
  const list = {
    intro: text('find.choose', { count: found.length }),
    savedAs: (charger: Found) => others.find(({ properties }) => isSameCharger(properties, charger))?.name,
    choose: (charger: Found) => choose(charger, found),
  };
  return [foundView(found, list, text)];
}

function testView(
  answer: ProbeReport | NoAnswer,
  { name, connection }: FormValues,
  { language, text }: DialogParts,
  choose: Choose,
): JQuery[] {
  if ('trouble' in answer) return [troubleView(text(`request.${answer.trouble}`))];
  if (answer.ok) return [successView(answer, String(name), language, text)];
  const { heard: others = [] } = answer;
  const failure = failureView(answer, connection, text);
  return others.length === 0 ? [failure] : [failure, brokerView(others, (each) => choose(each, others), text)];
}
