/** The picture of a person: two letters on a colour. */
import { h } from './dom.js';

/** @param {import('../protocol.ts').PagePerson | undefined} person @param {'small' | 'large' | ''} [size] */
export function picture(person, size = '') {
  const style = person === undefined ? {} : { '--picture': person.colour };
  const look = `span.picture${size === '' ? '' : `.picture-${size}`}${person?.bot ? '.picture-app' : ''}`;
  return h(look, { 'aria-hidden': 'true', style }, person?.initials ?? '?');
}
