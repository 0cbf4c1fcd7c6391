/**
 * Draws reports as people see them on GitHub, from the golden files of `test/report/golden/` into `docs/images/`, light and dark.
 *
 *     node scripts/pictures.js [NAME…]
 *
 * A NAME with a slash is a file of Markdown, for example what `migrate-action report` has printed, and is shown unfolded as well.
 *
 * Needs Chromium (Debian: chromium, fonts-noto-color-emoji). What else it needs it installs into `build/pictures/`: of no use to anything else,
 * so it is no dependency.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const PACKAGES = ['github-markdown-css@5.9.0', 'mermaid@12.3.0'];
const WIDTH = 900;
/** Background and text of GitHub's pages. */
const THEMES = { light: '#ffffff', dark: '#0d1117' };
/** Those are shown with everything unfolded as well. */
const UNFOLDED = ['two-new'];

const root = path.resolve(import.meta.dirname, '..');
const work = path.join(root, 'build/pictures');
const golden = path.join(root, 'test/report/golden');
const images = path.join(root, 'docs/images');

mkdirSync(work, { recursive: true });
mkdirSync(images, { recursive: true });
if (!existsSync(path.join(work, 'node_modules'))) {
  writeFileSync(path.join(work, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', ...PACKAGES], { cwd: work, stdio: 'inherit' });
}
const names =
  process.argv.length > 2 ? process.argv.slice(2) : readdirSync(golden).map((file) => path.basename(file, '.md'));
for (const name of names)
  for (const theme of Object.keys(THEMES)) {
    draw(name, theme, false);
    if (UNFOLDED.includes(name) || isFile(name)) draw(name, theme, true);
  }

function isFile(name) {
  return name.includes('/');
}

function draw(name, theme, isUnfolded) {
  const page = path.join(work, 'page.html');
  const markdown = readFileSync(isFile(name) ? name : path.join(golden, `${name}.md`), 'utf8');
  writeFileSync(page, pageOf(markdown, theme, isUnfolded));
  const height = Number(
    /data-height="(\d+)"/.exec(chromium('--dump-dom', `--window-size=${WIDTH},400`, page))?.[1] ?? 1200,
  );
  const file = path.join(images, `${path.basename(name, '.md')}${isUnfolded ? '-unfolded' : ''}-${theme}.png`);
  chromium(`--screenshot=${file}`, `--window-size=${WIDTH},${height}`, page);
  console.log(path.relative(root, file));
}

function chromium(...args) {
  const page = `file://${args.pop()}`;
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--hide-scrollbars',
    '--disable-gpu',
    '--disable-background-networking',
    '--no-first-run',
    '--virtual-time-budget=8000',
  ];
  return execFileSync('chromium', [...flags, ...args, page], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  });
}

function pageOf(markdown, theme, isUnfolded) {
  const css = readFileSync(path.join(work, `node_modules/github-markdown-css/github-markdown-${theme}.css`), 'utf8');
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const body = withAlerts(isUnfolded ? html.replaceAll('<details>', '<details open>') : html);
  const drawing = theme === 'dark' ? 'dark' : 'default';
  return `<!doctype html><meta charset="utf-8"><style>${css}
    body { margin: 0; background: ${THEMES[theme]}; } article { padding: 20px 24px; font-size: 14px !important; }</style>
    <article class="markdown-body">${body}</article>
    <script src="node_modules/mermaid/dist/mermaid.min.js"></script>
    <script>
      for (const code of document.querySelectorAll('code.language-mermaid')) {
        const drawn = document.createElement('div');
        drawn.className = 'mermaid';
        drawn.textContent = code.textContent;
        code.parentElement.replaceWith(drawn);
      }
      mermaid.initialize({ startOnLoad: false, theme: '${drawing}' });
      mermaid.run().catch((error) => { document.body.dataset.error = String(error); }).finally(() => {
        document.body.dataset.height = document.querySelector('article').offsetHeight;
      });
    </script>`;
}

/** GitHub's own extension: a quote that begins with \`[!NOTE]\`. */
function withAlerts(html) {
  return html.replace(
    /<blockquote>\s*<p>\[!(NOTE|WARNING|CAUTION)\]\s*(<\/p>)?([\s\S]*?)<\/blockquote>/g,
    (_, kind, end, rest) => {
      const name = kind.toLowerCase();
      const title = `<p class="markdown-alert-title">${name[0].toUpperCase()}${name.slice(1)}</p>`;
      return `<div class="markdown-alert markdown-alert-${name}">${title}${end === undefined ? '<p>' : ''}${rest}</div>`;
    },
  );
}
