/** Views of the runtime's answers. Whatever a device said goes in as text, never as HTML. */
import type { Found } from '../../lib/discovery/found';
import type { ProbeFailure, ProbeSuccess } from '../../lib/probe/report';
import { cardOf } from './connections';
import { aboutOf, type OnBroker } from './editor-found';
import type { Text } from './texts';

export function busyView(text: string): JQuery {
  return line('goe-busy', 'fa-circle-o-notch fa-spin', text);
}

/** @param checks what may help, one sentence each */
export function troubleView(text: string, checks: readonly string[] = []): JQuery {
  const view = line('goe-trouble', 'fa-exclamation-triangle', text);
  if (checks.length === 0) return view;
  const list = $('<ul class="goe-checks">').append(checks.map((check) => $('<li>').text(check)));
  return $('<div>').append(view, list);
}

interface FoundView {
  intro: string;
  /** The name of the saved charger that this one is already. */
  savedAs(found: Found): string | undefined;
  choose(found: Found): void;
}

export function foundView(found: readonly Found[], { intro, savedAs, choose }: FoundView, text: Text): JQuery {
  const items = found.map((charger) => {
    const saved = savedAs(charger);
    return choiceItem(charger.name, [
      aboutOf(charger),
      charger.firmware ? text('find.firmware', { firmware: charger.firmware }) : '',
      charger.alive === false ? text('find.silent') : '',
      saved === undefined ? '' : text('find.saved', { name: saved }),
    ]).on('click', (event) => {
      markChosen($(event.currentTarget));
      choose(charger);
    });
  });
  return listView('goe-found', intro, items);
}

/** Chargers that send messages to the broker, where the configured one does not. */
export function brokerView(chargers: readonly OnBroker[], choose: (charger: OnBroker) => void, text: Text): JQuery {
  const items = chargers.map((each) =>
    choiceItem(each.serial, [each.topicPrefix ?? '', each.alive === false ? text('find.silent') : '']).on('click', () =>
      choose(each),
    ),
  );
  return listView('goe-on-broker', '', items);
}

function listView(name: string, intro: string, items: readonly JQuery[]): JQuery {
  const list = $('<ul>')
    .addClass(name)
    .append(items.map((item) => $('<li>').append(item)));
  return $('<div>').append(intro === '' ? [] : line('goe-intro', 'fa-check', intro), list);
}

function choiceItem(name: string, about: readonly string[]): JQuery {
  return $('<button type="button" class="goe-found-charger" aria-pressed="false">').append(
    $('<span class="goe-found-name">').text(name),
    $('<span class="goe-found-about">').text(about.filter(Boolean).join(' · ')),
  );
}

function markChosen(item: JQuery): void {
  item.closest('ul').find('button').attr('aria-pressed', 'false');
  item.attr('aria-pressed', 'true');
}

/** @param ownName the name in the form, for a charger that has none */
export function successView(report: ProbeSuccess, ownName: string, language: 'en' | 'de', text: Text): JQuery {
  const name = report.name === report.serial ? ownName || report.serial : report.name;
  const facts: ['model' | 'serial' | 'car' | 'limits' | 'writing', string][] = [
    [
      'model',
      [report.model, report.firmware && text('find.firmware', { firmware: report.firmware })]
        .filter(Boolean)
        .join(' · '),
    ],
    ['serial', report.serial],
    ['car', report.car.label?.[language] ?? report.car.label?.en ?? ''],
    ['limits', limitsText(report.limits, text)],
    ['writing', writingText(report, text)],
  ];
  const list = $('<dl>').append(
    facts
      .filter(([, fact]) => fact !== '')
      .flatMap(([name, fact]) => [$('<dt>').text(text(`fact.${name}`)), $('<dd>').attr('data-fact', name).text(fact)]),
  );
  const title = line('goe-report-title', 'fa-check-circle', text('test.answers', { name }));
  return $('<div class="goe-report goe-success">').append(title, list);
}

function limitsText(limits: ProbeSuccess['limits'], text: Text): string {
  const parts = (['amp', 'ama', 'cbl', 'var'] as const).map((key) => {
    const value = limits[key];
    return value === undefined ? '' : text(`limit.${key}`, { value });
  });
  return [...parts, limits.adi ? text('limit.adi') : ''].filter(Boolean).join(' · ');
}

function writingText({ canWrite, writeProblem }: ProbeSuccess, text: Text): string {
  if (canWrite === true || !writeProblem) return text('test.writable');
  return `${text(`reason.${writeProblem.reason}`)} ${text(`remedy.${writeProblem.remedy}`)}`;
}

/** Over the internet these are not about the charger: Node-RED's own connection fails. */
const NO_WAY: readonly string[] = ['nameUnknown', 'noAnswer', 'refused'];

/** @param connection as the form has it */
export function failureView(failure: ProbeFailure, connection: unknown, text: Text): JQuery {
  const view = $('<div class="goe-report goe-failure">').attr('data-reason', failure.reason);
  const isOwnFault = cardOf(connection)?.overInternet === true && NO_WAY.includes(failure.reason);
  const reason = isOwnFault ? 'cloudUnreachable' : failure.reason;
  const remedy = isOwnFault ? 'checkOwnInternet' : failure.remedy;
  return view.append(
    line('goe-report-title', 'fa-times-circle', text(`reason.${reason}`)),
    $('<div class="goe-remedy">').text(text(`remedy.${remedy}`)),
    failure.detail === ''
      ? []
      : $('<details class="goe-detail">').append(
          $('<summary>').text(text('test.detail')),
          $('<p>').text(failure.detail),
        ),
  );
}

function line(name: string, icon: string, text: string): JQuery {
  const mark = $('<i aria-hidden="true">').addClass(`fa ${icon}`);
  return $('<div class="goe-line">').addClass(name).append(mark, $('<span>').text(text));
}
