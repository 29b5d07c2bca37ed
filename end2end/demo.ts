// The demo data, made once a run; each test's database is a copy of it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lishu, psql } from './server';

export default function makeDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'lishu-end2end-'));
  process.env.LISHU_TEST_FOLDER = folder;
  lishu('demo', '--database-url', `sqlite://${join(folder, 'demo.db')}`);

  const cluster = process.env.LISHU_TEST_POSTGRES;
  const name = `lishu_demo_${process.pid}`;
  if (cluster) {
    process.env.LISHU_TEST_TEMPLATE = name;
    psql(cluster, `CREATE DATABASE ${name}`);
    const url = new URL(cluster);
    url.pathname = name;
    lishu('demo', '--database-url', url.href);
  }
  return () => {
    if (cluster) psql(cluster, `DROP DATABASE ${name}`);
    rmSync(folder, { recursive: true });
  };
}
