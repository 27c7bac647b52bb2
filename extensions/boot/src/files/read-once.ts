/** Read each once, also where it is not what it should be: every file of a part would have it fetched again. */
export function readOnce<Key, Value>(read: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, () => Value>();
  return (key) => {
    let get = known.get(key);
    if (get === undefined) {
      get = outcomeOf(() => read(key));
      known.set(key, get);
    }
    return get();
  };
}

function outcomeOf<Value>(read: () => Value): () => Value {
  try {
    const value = read();
    return () => value;
  } catch (error) {
    if (error instanceof DOMException) {
      // The network's, not the file's: the next read may find it.
      throw error;
    }
    return () => {
      throw error;
    };
  }
}
