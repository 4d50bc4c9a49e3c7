import assert from 'node:assert/strict';
import type { Store, SuggestionRecord, SuggestionStore } from '@agentcards/core';
import { expectEqual, expectSameRows } from '../expect.js';
import { after, hostileText, id, suggestion } from './samples.js';
import type { StoreCase } from './store-case.js';

const unbounded = { atMost: 1_000, notBefore: after(-1e9) };

function suggestionsOf(store: Store): SuggestionStore {
  assert.ok(store.suggestions);
  return store.suggestions;
}

const idsOf = async (suggestions: SuggestionStore) =>
  (await suggestions.read({ limit: 1_000 })).map((each) => each.id).sort();

export const suggestionCases: readonly StoreCase[] = [
  {
    name: 'suggestions: they come back as they were put, a tool as often as it was proposed',
    promise: 'a tool as often as it was planned',
    needs: 'suggestions',
    async check({ open }) {
      const suggestions = suggestionsOf(await open());
      const whole = suggestion('whole', 5, { intent: hostileText, toolIds: ['b', 'a', 'b'].map(id) });
      const bare = suggestion('bare', 5, { intent: '', toolIds: [] });
      await suggestions.put([whole, bare], unbounded);
      expectEqual(await suggestions.get('whole'), whole);
      expectEqual(await suggestions.get('bare'), bare);
      expectEqual(await suggestions.get('unknown'), undefined, 'suggestions.get');
      expectSameRows(await suggestions.read({ limit: 10 }), [whole, bare]);
    },
  },
  {
    name: 'suggestions: the first of an id stays',
    promise: 'Ids that are there stay as they are',
    needs: 'suggestions',
    async check({ open }) {
      const suggestions = suggestionsOf(await open());
      const first = suggestion('a', 1, { intent: 'first' });
      await suggestions.put([first, suggestion('a', 2, { intent: 'second' })], unbounded);
      await suggestions.put([suggestion('a', 3, { intent: 'third' })], unbounded);
      expectEqual(await suggestions.read({ limit: 10 }), [first]);
    },
  },
  {
    name: 'suggestions: the newest stay, of equally old ones those with the higher ids',
    promise: '(of equally old ones, those with the lower ids)',
    needs: 'suggestions',
    async check({ open }) {
      const suggestions = suggestionsOf(await open());
      await suggestions.put([suggestion('c', 1), suggestion('b', 2), suggestion('a', 2)], unbounded);
      await suggestions.put([suggestion('d', 3)], { ...unbounded, atMost: 2 });
      expectEqual(await idsOf(suggestions), ['b', 'd']);
    },
  },
  {
    name: 'suggestions: what is too old goes, also of what is put',
    promise: 'then deletes those made before `bounds.notBefore`',
    needs: 'suggestions',
    async check({ open }) {
      const suggestions = suggestionsOf(await open());
      await suggestions.put([suggestion('old', 1), suggestion('edge', 2), suggestion('young', 3)], unbounded);
      await suggestions.put([suggestion('late', 1)], { ...unbounded, notBefore: after(2) });
      expectEqual(await idsOf(suggestions), ['edge', 'young']);
      await suggestions.put([suggestion('none')], { atMost: 0, notBefore: after(-1e9) });
      expectEqual(await idsOf(suggestions), []);
    },
  },
  {
    name: 'suggestions: they are read in pages that join up',
    promise: 'Paged by id',
    needs: 'suggestions',
    async check({ open }) {
      const suggestions = suggestionsOf(await open());
      const records: SuggestionRecord[] = ['a', 'b', 'c', 'd', 'e'].map((each) => suggestion(each));
      await suggestions.put([...records].reverse(), unbounded);
      expectEqual(await suggestions.read({ limit: 2 }), records.slice(0, 2));
      expectEqual(await suggestions.read({ after: 'b', limit: 2 }), records.slice(2, 4));
      expectEqual(await suggestions.read({ after: 'd', limit: 2 }), records.slice(4));
    },
  },
  {
    name: 'suggestions: a removal deletes what it names and nothing else, and counts what was there',
    promise: 'Deletes suggestions, in one transaction; ids that are unknown are ignored. Returns how many were deleted',
    needs: 'suggestions',
    async check({ open }) {
      const suggestions = suggestionsOf(await open());
      await suggestions.put(
        ['a', 'b', 'c'].map((each) => suggestion(each)),
        unbounded,
      );
      expectEqual(await suggestions.get('a'), suggestion('a'));
      expectEqual(await suggestions.remove(['a', 'c', 'unknown', 'a']), 2, 'suggestions.remove');
      expectEqual(await suggestions.remove([]), 0, 'suggestions.remove');
      for (const gone of ['a', 'c']) expectEqual(await suggestions.get(gone), undefined, 'suggestions.get');
      expectEqual(await idsOf(suggestions), ['b']);
    },
  },
  {
    name: 'suggestions: what is handed over or handed out can be changed',
    promise: "Records that are returned are the caller's",
    needs: 'suggestions',
    async check({ open }) {
      const suggestions = suggestionsOf(await open());
      const toolIds = [id('a')];
      const mine = suggestion('mine', 0, { toolIds, madeAt: after(0) });
      await suggestions.put([mine], unbounded);
      toolIds.push(id('b'));
      (await suggestions.get('mine'))?.madeAt.setTime(0);
      (await suggestions.read({ limit: 1 }))[0]?.madeAt.setTime(0);
      expectEqual(await suggestions.get('mine'), suggestion('mine'));
    },
  },
];
