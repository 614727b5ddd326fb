// Copies the pinned files out of node_modules into the static folder, with their licences, and writes the icons
// that the templates use as one Jinja2 table. Run by `make vendor`; the result is committed.
import fs from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const from = (...parts) => path.join(here, 'node_modules', ...parts);
const to = path.join(here, '..', 'src', 'liandong', 'screens', 'static', 'vendor');
const icons = ['alert-triangle', 'check', 'clock', 'download', 'lock', 'paperclip', 'phone', 'player-pause', 'printer'];

fs.mkdirSync(to, { recursive: true });
// Source maps are not shipped; the static files' manifest would look for them.
const bare = text => text.replace(/\n?\/[/*]# sourceMappingURL=.*$/m, '').trimEnd() + '\n';
const copy = (source, name) => fs.writeFileSync(path.join(to, name), bare(fs.readFileSync(source, 'utf8')));
copy(from('@tabler', 'core', 'dist', 'css', 'tabler.min.css'), 'tabler.min.css');
copy(from('htmx.org', 'dist', 'htmx.min.js'), 'htmx.min.js');
fs.copyFileSync(from('htmx.org', 'LICENSE'), path.join(to, 'htmx.LICENSE'));
fs.copyFileSync(from('@tabler', 'icons', 'LICENSE'), path.join(to, 'tabler.LICENSE'));

const paths = name => [...fs.readFileSync(from('@tabler', 'icons', 'icons', 'outline', `${name}.svg`), 'utf8')
  .matchAll(/<path d="([^"]+)"/g)].map(m => m[1]).join('');
const rows = icons.map(name => `  '${name}': '${paths(name)}',`).join('\n');
fs.writeFileSync(path.join(here, '..', 'src', 'liandong', 'screens', 'templates', 'screens', 'icons.html'),
  `{# Written by vendor/vendor.mjs from @tabler/icons (outline, MIT, see static/vendor/tabler.LICENSE). #}\n`
  + `{% set PATHS = {\n${rows}\n} %}\n`);
