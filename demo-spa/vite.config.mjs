// How the demo is bundled: for any folder of any static host (relative URLs), and for the strict Content-Security-Policy
// it is served under, so nothing is inlined: no data: URL, no inline script, no inline style.

export default {
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};
