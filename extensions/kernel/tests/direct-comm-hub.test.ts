import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DirectCommClient } from '@lite-build/messages/direct-comms';
import { DirectCommHub } from '../src/host/direct-comm-hub.ts';

type FromPython = Parameters<DirectCommClient['receive']>[0];
type FromPage = Parameters<ReturnType<DirectCommHub['join']>['send']>[0];

interface Scene {
  hub: DirectCommHub;
  /** What the hub had the kernel do, in order. */
  notes: string[];
  /** Settle what Python handles. */
  handled: () => void;
  /** Sessions that wait for no comms. */
  deaf: Set<string>;
}

/** What Python needs no longer of each message. */
const GIVEN_BACK = new ArrayBuffer(1);

function scene(): Scene {
  const notes: string[] = [];
  const handling = Promise.withResolvers<undefined>();
  const deaf = new Set<string>();
  const hub = new DirectCommHub({
    handle: async (message) => {
      notes.push(`Python handles ${message.header.msg_id}`);
      await handling.promise;
      return [GIVEN_BACK];
    },
    announce: (commId, session) => {
      notes.push(`${commId} is announced to ${session}`);
    },
    finish: (message) => {
      notes.push(`${message.header.msg_id} is finished`);
    },
    hearsComms: (session) => !deaf.has(session),
  });
  return {
    hub,
    notes,
    deaf,
    handled: () => {
      handling.resolve(undefined);
    },
  };
}

function client(session: string, received: unknown[], notes: string[] = []): DirectCommClient {
  return {
    session,
    receive: (message) => received.push(message.content.data.value),
    expectOutput: (id) => notes.push(`${session} expects output of ${id}`),
    awaitAnnouncement: () => notes.push(`${session} awaits an announcement`),
  };
}

function fromPython(value: number): FromPython {
  return { content: { comm_id: 'a', data: { value } }, buffers: [] } as unknown as FromPython;
}

function fromPage(id: string): FromPage {
  return { header: { msg_id: id } } as unknown as FromPage;
}

async function soon(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('all who joined a comm receive its messages, each a copy of its own', () => {
  const { hub, notes } = scene();
  const messages: FromPython[] = [];
  for (const session of ['one', 'two']) {
    hub.join('a', {
      session,
      receive: (message) => messages.push(message),
      expectOutput: () => undefined,
      awaitAnnouncement: () => undefined,
    });
  }
  hub.deliver(fromPython(1));
  assert.deepEqual(notes, ['a is announced to one', 'a is announced to two']);
  assert.equal(messages.length, 2);
  assert.deepEqual(messages[0], messages[1]);
  assert.notEqual(messages[0]?.content.data, messages[1]?.content.data);
});

test('who has left receives nothing more, and may leave again', () => {
  const { hub } = scene();
  const received: unknown[] = [];
  const direct = hub.join('a', client('one', received));
  direct.leave();
  direct.leave();
  hub.deliver(fromPython(1));
  assert.deepEqual(received, []);
  assert.equal(hub.isJoined('a'), false);
});

test("a session that has not joined is heard of by Jupyter's messages, unless it hears no comms", () => {
  const { hub, deaf } = scene();
  hub.join('a', client('one', []));
  assert.equal(hub.isHeardElsewhere('a'), false);
  hub.heardOf('two');
  assert.equal(hub.isHeardElsewhere('a'), true);
  deaf.add('two');
  assert.equal(hub.isHeardElsewhere('a'), false);
});

test('output is expected once, by who sent the message, and finished when Python has handled it', async () => {
  const { hub, notes, handled } = scene();
  const direct = hub.join('a', client('one', [], notes));
  const givenBack = direct.send(fromPage('m1'), []);
  void direct.send(fromPage('m2'), []);
  hub.expectOutput('m1');
  hub.expectOutput('m1');
  hub.expectOutput('of a cell');
  handled();
  assert.deepEqual(await givenBack, [GIVEN_BACK]);
  await soon();
  hub.expectOutput('m2');
  assert.deepEqual(notes, [
    'a is announced to one',
    'Python handles m1',
    'Python handles m2',
    'one expects output of m1',
    'm1 is finished',
  ]);
});

test('what comes after another comm was opened waits for an announcement, once', () => {
  const { hub, notes } = scene();
  const received: unknown[] = [];
  hub.join('a', client('one', received, notes));
  hub.noteOpening();
  hub.deliver(fromPython(1));
  hub.deliver(fromPython(2));
  assert.deepEqual(notes, ['a is announced to one', 'one awaits an announcement', 'a is announced to one']);
  assert.deepEqual(received, [1, 2]);
});

test('a kernel that has ended takes no messages', () => {
  const { hub } = scene();
  const direct = hub.join('a', client('one', []));
  hub.close();
  assert.equal(direct.send(fromPage('m1'), []), null);
});
