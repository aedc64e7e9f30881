/** Popup beside a text box: below it, or above where there is more room. It follows when the dialog scrolls. */
import { createElement } from './element';

export interface Popup {
  readonly isOpen: boolean;
  open(): void;
  close(): void;
}

const WIDTH = 448;
const MOST_HEIGHT = 280;
/** With less room below the box the popup goes above it. */
const ROOM_BELOW = 200;

export function createPopup(input: HTMLInputElement, content: HTMLElement): Popup {
  const popup = createElement('div', 'goe-popup');
  popup.append(content);
  let isOpen = false;

  const place = () => {
    const box = input.getBoundingClientRect();
    if (!input.isConnected || box.width === 0) return close();
    const below = window.innerHeight - box.bottom;
    const isBelow = below > ROOM_BELOW;
    popup.style.left = `${Math.max(4, Math.min(box.left, window.innerWidth - WIDTH))}px`;
    popup.style.maxHeight = `${Math.min(MOST_HEIGHT, Math.max(below, box.top) - 12)}px`;
    popup.style.top = isBelow ? `${box.bottom + 2}px` : 'auto';
    popup.style.bottom = isBelow ? 'auto' : `${window.innerHeight - box.top + 2}px`;
  };

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    popup.remove();
    input.setAttribute('aria-expanded', 'false');
    window.removeEventListener('scroll', place, true);
  };

  return {
    get isOpen() {
      return isOpen;
    },
    open() {
      if (!isOpen) {
        isOpen = true;
        document.body.append(popup);
        input.setAttribute('aria-expanded', 'true');
        window.addEventListener('scroll', place, true);
      }
      place();
    },
    close,
  };
}
