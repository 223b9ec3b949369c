import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'

/**
 * How the page is built, with the desktop (electron.vite.config.ts) or alone (page.vite.config.ts).
 * @param {string} root the checkout
 * @returns {import('vite').UserConfig}
 */
export function pageConfig(root) {
  return {
    root: resolve(root, 'renderer'),
    base: './',
    plugins: [react()],
    build: {
      // Phones that open it as a station are older than the desktop's Chromium.
      target: 'es2022',
      outDir: resolve(root, 'out/renderer'),
      emptyOutDir: true,
      minify: true,
      reportCompressedSize: false,
      rolldownOptions: { input: resolve(root, 'renderer/index.html') },
    },
  }
}
