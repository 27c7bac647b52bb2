/**
 * Give an item that is there.
 *
 * @throws RangeError where it is not.
 */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) {
    throw new RangeError(`there is no number ${index} of ${items.length}`);
  }
  return item;
}
