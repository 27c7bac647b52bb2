/** How the message of every refused request starts. */
export const NO_NETWORK = 'the check has no network';

/**
 * What stands in the place of a class by which programs reach other hosts.
 *
 * @param name of the class.
 */
export function refusing(name: string): object {
  const refuse = function (address: string | URL): never {
    throw new TypeError(`${NO_NETWORK}: ${String(address)}`);
  };
  return Object.defineProperty(refuse, 'name', { value: name });
}
