// A real server with a database of its own, for one test.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Engine = 'sqlite' | 'postgres';

export interface Server {
  url: string;
  /** Changes the database behind the server's back; PostgreSQL only. */
  sql(statement: string): void;
  /** What it has written to its log so far. */
  log(): string;
  stop(): Promise<void>;
}

const binary = resolve(process.env.LISHU_BIN ?? join(__dirname, '../target/release/lishu'));

/** Runs a `lishu` command to its end. */
export function lishu(...args: string[]) {
  execFileSync(binary, args, { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Runs a statement in the database of this address. */
export function psql(url: string, statement: string) {
  execFileSync(psqlBinary(), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', statement, url], { stdio: ['ignore', 'ignore', 'pipe'] });
}

export async function startServer(engine: Engine, settings: Record<string, string>): Promise<Server> {
  const database = engine === 'sqlite' ? copySqlite() : copyPostgres();
  const server = spawn(binary, ['serve', '--addr', '127.0.0.1:0', '--database-url', database.url], {
    cwd: folder(),
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(server, 'exit');
  let log = '';
  server.stderr.on('data', chunk => (log += chunk));
  const url = new Promise<string>((found, failed) => {
    let said = '';
    server.stdout.on('data', chunk => {
      said += chunk;
      const address = /Lishu serves (http:\S+)\n/.exec(said);
      if (address) found(address[1]);
    });
    server.on('error', failed);
    ended.then(() => failed(new Error(`the server ended: ${log}`)));
  });
  return {
    url: await url,
    sql: database.sql,
    log: () => log,
    async stop() {
      server.kill('SIGTERM');
      const late = setTimeout(() => server.kill('SIGKILL'), 10_000);
      const [code] = await ended;
      clearTimeout(late);
      database.remove();
      if (code !== 0) throw new Error(`the server did not stop as asked (${code}): ${log}`);
    },
  };
}

interface Database {
  url: string;
  sql(statement: string): void;
  remove(): void;
}

let made = 0;

function copySqlite(): Database {
  const demo = join(folder(), 'demo.db');
  const file = join(folder(), `${process.pid}-${++made}.db`);
  const parts = ['', '-wal'].filter(part => existsSync(demo + part));
  parts.forEach(part => copyFileSync(demo + part, file + part));
  return {
    url: `sqlite://${file}`,
    sql: () => {
      throw new Error('statements are for PostgreSQL');
    },
    remove: () => ['', '-wal', '-shm'].forEach(part => rmSync(file + part, { force: true })),
  };
}

function copyPostgres(): Database {
  const cluster = process.env.LISHU_TEST_POSTGRES;
  if (!cluster) throw new Error('LISHU_TEST_POSTGRES is not set: run the tests as `scripts/postgres env -C end2end npx playwright test`');
  const name = `lishu_${process.pid}_${++made}`;
  psql(cluster, `CREATE DATABASE ${name} TEMPLATE ${process.env.LISHU_TEST_TEMPLATE}`);
  const url = new URL(cluster);
  url.pathname = name;
  return {
    url: url.href,
    sql: statement => psql(url.href, statement),
    remove: () => psql(cluster, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** Ours, without what would change the deployment's settings. */
function environment(settings: Record<string, string> = {}): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => !/^(LISHU_|LEPTOS_|DATABASE_URL$)/.test(name));
  return { ...Object.fromEntries(ours), LISHU_KEY_FILE: join(folder(), 'lishu.key'), ...settings };
}

function folder(): string {
  return process.env.LISHU_TEST_FOLDER!;
}

/** On the PATH, or where Debian keeps it. */
function psqlBinary(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [...(process.env.PATH ?? '').split(':'), ...versions.map(version => `${debian}/${version}/bin`)];
  const found = places.map(place => join(place, 'psql')).find(existsSync);
  if (!found) throw new Error('psql is not installed');
  return found;
}
