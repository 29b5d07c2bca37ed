// Pages come alive under their own policy: what they load and do is what it allows, and nothing else would run.

import { apply, codes, expect, follow, live, open, rows, search, signIn, test } from './support';
import type { Page } from '@playwright/test';

/** Collects, from now on, what the browser refuses for the policy's sake. */
async function refusals(page: Page): Promise<string[]> {
  const refused: string[] = [];
  await page.exposeFunction('refused', (what: string) => refused.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      const { refused } = window as unknown as { refused: (what: string) => void };
      refused(`${event.violatedDirective} ${event.blockedURI} at ${location.pathname}`);
    });
  });
  return refused;
}

test('nothing that a page does is against its policy', async ({ page }) => {
  const refused = await refusals(page);
  await open(page, '/');
  await signIn(page, '王芳', '/bind');
  await search(page, codes.示例省教育厅);
  await expect(rows(page)).toContainText('示例省教育厅');
  await apply(page);
  await signIn(page, '李明', '/review');
  await follow(page, rows(page).first().getByRole('link', { name: '审核' }), /\/review\/\d+/);
  await live(page);
  expect(await page.evaluate(() => 'live' in window)).toBe(true);
  expect(refused).toEqual([]);
});

test('each page says its policy, with a nonce of its own', async ({ page }) => {
  const policies = new Set<string>();
  for (const path of ['/', '/login', '/login']) {
    const answer = await open(page, path);
    const policy = answer.headers()['content-security-policy'];
    expect(policy).toMatch(/script-src 'nonce-[\w-]{22}' 'strict-dynamic' 'wasm-unsafe-eval';/);
    expect(policy).toContain("frame-ancestors 'none'");
    policies.add(policy);
  }
  expect(policies.size).toBe(3);
});
