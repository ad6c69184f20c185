// Bundles, names and compresses what web/static serves. Called by build.sh.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { slim } from './slim.mjs';

const out = '../static/dist';
const fonts = '../node_modules/@fontsource-variable/inter';
const themes = { kommune: 'app.css', kommune2: 'app-kommune2.css' };
const target = ['chrome111', 'firefox115', 'safari16.4'];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
copyFileSync(`${fonts}/files/inter-latin-wght-normal.woff2`, `${out}/inter-latin.woff2`);
copyFileSync(`${fonts}/files/inter-latin-ext-wght-normal.woff2`, `${out}/inter-latin-ext.woff2`);
copyFileSync(`${fonts}/LICENSE`, `${out}/inter-licence.txt`);
for (const name of readdirSync('icons')) copyFileSync(`icons/${name}`, `${out}/${name}`);
writeFileSync(`${out}/speculation.json`, JSON.stringify(JSON.parse(readFileSync('js/speculation.json', 'utf8'))));
rewrite('site.webmanifest');

await esbuild.build({
  entryPoints: ['js/app.js'], outfile: `${out}/app.js`, bundle: true, minify: true, format: 'esm', target,
  define: { 'window.dsWarnings': 'false' }, banner: { js: 'window.dsWarnings=false;' }, legalComments: 'none',
});
for (const [theme, name] of Object.entries(themes)) await buildCSS(theme, name);
// What only pages behind a login need, so that a resident's first visit is light.
await esbuild.build({ entryPoints: ['css/inside.css'], outfile: `${out}/inside.css`, bundle: true, minify: true, target, legalComments: 'none' });
for (const name of readdirSync(out)) compress(name);

async function buildCSS(theme, name) {
  await esbuild.build({
    entryPoints: ['css/app.css'], outfile: `${out}/${name}`, bundle: true, minify: true, target,
    external: ['/static/*'], legalComments: 'none',
    plugins: [{
      name: 'theme',
      setup(build) {
        build.onResolve({ filter: /^theme$/ }, () => ({ path: theme, namespace: 'theme' }));
        build.onLoad({ filter: /.*/, namespace: 'theme' }, () => ({ contents: tokens(theme), loader: 'css' }));
      },
    }],
  });
  const text = slim(readFileSync(`${out}/${name}`, 'utf8'));
  const { code } = await esbuild.transform(text, { loader: 'css', minify: true, target, legalComments: 'none' });
  writeFileSync(`${out}/${name}`, code);
  rewrite(name);
}

// The root already has the light colours and we set no secondary typography,
// so those two copies of the tokens are left out.
function tokens(theme) {
  return readFileSync(`design-tokens-build/${theme}.css`, 'utf8')
    .replace(/@media \(prefers-color-scheme: light\) \{[^}]*\}\s*\}/, '')
    .replace(/@layer ds\.theme\.typography\.secondary \{[^}]*\}\s*\}/, '');
}

// Same rule as package static: the first ten hex digits of the content's SHA-256.
function hashed(name) {
  const ext = path.extname(name);
  const sum = createHash('sha256').update(readFileSync(`${out}/${name}`)).digest('hex').slice(0, 10);
  return `/static/${path.basename(name, ext)}.${sum}${ext}`;
}

function rewrite(name) {
  const text = readFileSync(`${out}/${name}`, 'utf8');
  writeFileSync(`${out}/${name}`, text.replace(/\/static\/([\w.-]+\.(?:woff2|png|svg))/g, (_, file) => hashed(file)));
}

function compress(name) {
  const raw = readFileSync(`${out}/${name}`);
  if (!/\.(css|js|json|svg|webmanifest|txt)$/.test(name)) return;
  const br = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } });
  writeFileSync(`${out}/${name}.br`, br);
  writeFileSync(`${out}/${name}.gz`, gzipSync(raw, { level: 9 }));
  console.log(name.padEnd(24), String(raw.length).padStart(7), 'bytes, brotli', br.length);
}
