/** Images, files and videos. The page loads nothing from elsewhere: what is not its own is shown as a link. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { linkNode, plainNodes } from '../inline.js';

/** Its own, or `data:`: what the page's policy lets through. */
function ownPicture(url) {
  if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(url)) return url;
  try {
    const parsed = new URL(url, location.href);
    return parsed.origin === location.origin ? parsed.href : null;
  } catch {
    return null;
  }
}

export function imageBlock(block) {
  const url = String(block.image_url ?? block.slack_file?.url ?? '');
  const own = ownPicture(url);
  const title = block.title === undefined ? null : h('figcaption', null, plainNodes(String(block.title?.text ?? '')));
  if (own !== null && url !== '')
    return h('figure.block-image', null, title, h('img', { src: own, alt: String(block.alt_text ?? '') }));
  return h(
    'div.media-link',
    null,
    icon('picture'),
    h(
      'span',
      null,
      title,
      url === '' ? String(block.alt_text ?? 'Picture') : linkNode(url, String(block.alt_text ?? 'Picture')),
    ),
  );
}

export function contextImage(element) {
  const own = ownPicture(String(element.image_url ?? ''));
  const alt = String(element.alt_text ?? '');
  return own === null
    ? h('span.context-picture', { title: alt, role: 'img', 'aria-label': alt }, icon('picture'))
    : h('img.context-picture', { src: own, alt });
}

export const fileBlock = (block) =>
  h('div.media-link', null, icon('file'), h('span', null, `File ${String(block.external_id ?? '')}`));

export function videoBlock(block) {
  const title = String(block.title?.text ?? block.alt_text ?? 'Video');
  const about =
    block.description === undefined ? null : h('div.quiet', null, plainNodes(String(block.description?.text ?? '')));
  return h(
    'div.media-link',
    null,
    icon('picture'),
    h('span', null, linkNode(String(block.title_url ?? block.video_url ?? ''), `Video: ${title}`), about),
  );
}
