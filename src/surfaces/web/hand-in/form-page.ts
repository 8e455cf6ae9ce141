/** The page where one person pastes one leaked value. */
import type { ValueFault } from '../../../incident/given-value.ts';
import type { HandInOffer } from '../../../incident/hand-in-link.ts';
import { oneLine } from '../../../report/document/clean.ts';
import { escaped } from '../../../report/formats/html-text.ts';
import { pageAnswer } from '../html/page.ts';
import type { Answer } from '../http/answer.ts';

/** For whom the link is, as people read it. */
export type Reader = { name: string; timezone: string };

/** What is wrong with what was pasted; `title` first, then what to do. The link still works after each. */
const faults: Record<ValueFault, { title: string; todo: string }> = {
  empty: { title: 'There was nothing in the field.', todo: 'Paste the leaked value and press the button again.' },
  long: {
    title: 'That is longer than any secret we take (16 KiB).',
    todo: 'Paste the one value that leaked, not the whole file it was in.',
  },
  'not-text': {
    title: 'That contains characters that no secret has.',
    todo: 'Copy the value itself, as text, and paste it again.',
  },
  spaces: {
    title: 'What you pasted begins or ends with a space.',
    todo: 'Copying often adds one, and then the proof would try a wrong value. Paste it again without it.',
  },
};

export function formPage(offer: HandInOffer, reader: Reader, fault: ValueFault | null): Answer {
  const name = `INC-${offer.number}`;
  const body = [
    '<form class="card" method="post" autocomplete="off">',
    '<h1>Paste the leaked value</h1>',
    `<p class="lead">${name} needs it to prove that it no longer works.</p>`,
    facts(offer, reader, fault === null),
    fault === null ? '' : faultHtml(fault),
    '<div class="head">',
    '<label for="value">Leaked value</label>',
    '<label class="choice show"><input type="checkbox" id="show"> Show it</label>',
    '</div>',
    `<textarea id="value" name="value" rows="3" required autofocus autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false"${
      fault === null ? '' : ' aria-invalid="true" aria-describedby="fault"'
    }></textarea>`,
    offer.held ? '<p class="again">A value is held already; what you send now takes its place.</p>' : '',
    '<button type="submit">Hand it in</button>',
    '</form>',
    whatHappens,
  ];
  return pageAnswer({
    status: fault === null ? 200 : 422,
    title: `Hand in the leaked value · ${name}`,
    practice: offer.practice,
    body: body.filter((line) => line !== '').join('\n'),
  });
}

function faultHtml(fault: ValueFault): string {
  const { title, todo } = faults[fault];
  const belongs =
    fault === 'spaces'
      ? '<label class="choice"><input type="checkbox" name="spaces" value="belong"> The space is part of the secret</label>'
      : '';
  return `<div class="fault" id="fault" role="alert"><b>${escaped(title)}</b>${escaped(todo)} Nothing was kept.${belongs}</div>`;
}

/** `all` false: only what it is and until when, so that the field stays in sight below what is wrong. */
function facts(offer: HandInOffer, reader: Reader, all: boolean): string {
  const rows = [
    ['Credential', `${escaped(oneLine(offer.hint))}<small>${escaped(oneLine(offer.kind))}</small>`],
    ['For', `${escaped(oneLine(reader.name))}<small>This link is yours alone: do not pass it on.</small>`],
    ['Until', `${escaped(clockTime(offer.expiresAt, reader.timezone))}<small>It works once.</small>`],
  ];
  const shown = rows.filter(([head]) => all || head !== 'For');
  return `<dl>${shown.map(([head, text]) => `<dt>${head}</dt><dd>${text}</dd>`).join('\n')}</dl>`;
}

/** "12:04 Europe/Berlin". */
export function clockTime(at: Date, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  return `${time.format(at)} ${timeZone}`;
}

const whatHappens = [
  '<section class="next">',
  '<h2>What happens to it</h2>',
  '<ul>',
  '<li>It is held encrypted, and shown to nobody.</li>',
  '<li>It is used only to see whether it still works, before and after it is cut off, and to cut it off where the service wants it for that.</li>',
  '<li>It is destroyed once it is proven dead, or when its time is over.</li>',
  '</ul>',
  '</section>',
].join('\n');
