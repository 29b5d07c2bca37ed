import { defineConfig } from '@playwright/test';
import type { Settings } from './support';

const modes = ['wasm', 'blocked', 'plain'] as const;
// What is about looks, or about the live page itself, is proved once.
const once = /(looks|live|policy)\.spec/;
// The manual's walk runs on both databases in each mode; what their engines could answer differently, once more.
const onPostgres = /(manual|bad-input|rules-prepared|desk|case|returned|ties|tree|rounds|messages|expected)\.spec/;

export default defineConfig<Settings>({
  globalSetup: './demo.ts',
  forbidOnly: true,
  fullyParallel: true,
  retries: 0,
  workers: Number(process.env.W ?? 2),
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'once', testMatch: once, use: { mode: 'wasm', engine: 'sqlite' } },
    ...modes.map(mode => ({
      name: `sqlite, ${mode}`,
      testIgnore: [once, /rules-prepared\.spec/],
      use: { mode, engine: 'sqlite' as const, javaScriptEnabled: mode !== 'plain' },
    })),
    ...modes.map(mode => ({
      name: `postgres, ${mode}`,
      testMatch: mode === 'plain' ? onPostgres : mode === 'wasm' ? /(manual|desk-live)\.spec/ : /manual\.spec/,
      use: { mode, engine: 'postgres' as const, javaScriptEnabled: mode !== 'plain' },
    })),
  ],
});
