// Small upgrades; every page works without them.
(() => {
  'use strict';

  // After a form came back with errors, reading starts at their summary.
  const toErrors = root => root.querySelector('#errors')?.focus();

  // A greyed act can be focused and reads its reason out, but does nothing.
  document.addEventListener('click', event => {
    if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
  });

  // A filter in use is marked at once; the list follows through htmx.
  document.addEventListener('change', event => {
    const cell = event.target.closest('.filters > div');
    if (cell) cell.classList.toggle('set', event.target.value !== '');
  });

  // A form is sent once: a second press while the first is under way does nothing.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
  // Coming back by the browser's own button, the form may be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  });

  // A button that prints is there only where it can.
  document.addEventListener('click', event => {
    if (event.target.closest('[data-print]')) window.print();
  });

  // What was opened for a minute goes out of the page, and its masked form stands there again.
  const MINUTE = 60000;
  const hide = () => {
    for (const opened of document.querySelectorAll('[data-minute]')) {
      opened.nextElementSibling.classList.remove('no-screen');
      opened.remove();
    }
  };
  const hideLater = () => {
    if (!document.querySelector('[data-minute]')) return;
    const until = Date.now() + MINUTE; // a machine that slept has its minute over when it wakes
    const watch = setInterval(() => { if (Date.now() >= until) { clearInterval(watch); hide(); } }, 1000);
    window.addEventListener('pagehide', hide);
  };

  document.addEventListener('DOMContentLoaded', () => {
    toErrors(document);
    hideLater();
    for (const button of document.querySelectorAll('[data-print]')) button.hidden = false;
  });
  document.addEventListener('htmx:afterSwap', event => toErrors(event.target));
})();
