import type { AwsClient } from 'aws4fetch';

/** What a reader says of a bucket. It is in the page's memory alone. */
export interface BucketAccess {
  /** Of the server, without the bucket. */
  readonly address: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Empty where the server's name tells it, or it needs none. */
  readonly region: string;
}

export interface BucketRequest {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Blob;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How often a server that is busy is asked again. */
const RETRIES = 2;
/** How long an answer may take to begin, in milliseconds. */
const PATIENCE = 60_000;

/** A server of a bucket has refused something; the message is for people. */
export class BucketRefusal extends Error {
  /** @param code the server's own, such as "AccessDenied". */
  constructor(
    readonly code: string,
    words: string,
  ) {
    super(words);
  }
}

/** Signed requests to a bucket. */
export class BucketRequests {
  private constructor(client: AwsClient, access: BucketAccess) {
    this.#client = client;
    this.#access = access;
  }

  /**
   * @throws Error where the address is none that keys may go to.
   */
  static async to(access: BucketAccess): Promise<BucketRequests> {
    checkAddress(access.address);
    const { AwsClient } = await import('aws4fetch');
    const client = new AwsClient({
      accessKeyId: access.accessKey,
      secretAccessKey: access.secretKey,
      service: 's3',
      retries: RETRIES,
      ...(access.region === '' ? {} : { region: access.region }),
    });
    return new BucketRequests(client, access);
  }

  /**
   * Ask for the object of a key, or for the bucket itself, whose key is empty.
   *
   * @throws BucketRefusal where the server refuses.
   * @throws Error where it cannot be reached.
   */
  async send(method: string, key: string, request: BucketRequest = {}): Promise<Response> {
    // With "%20" for a space: a signature is of that, and not of the "+" that forms have.
    const query = Object.entries(request.query ?? {}).map(
      ([name, value]) => `${name}=${encodeURIComponent(value)}`,
    );
    const url = new URL(
      this.#pathOf(key) + (query.length === 0 ? '' : `?${query.join('&')}`),
      this.#access.address,
    );
    const { body = null, headers = {} } = request;
    let response: Response;
    const late = new AbortController();
    // What is sent may take its time.
    const timer =
      body === null
        ? setTimeout(() => {
            late.abort();
          }, PATIENCE)
        : undefined;
    try {
      // The browser's cache would go on to show what was there.
      const options = { method, body, headers, cache: 'no-store', signal: late.signal } as const;
      response = await this.#client.fetch(url.href, options);
    } catch (error) {
      throw new Error(this.#wordsOfNoAnswer(), { cause: error });
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) {
      throw this.#refusal(response.status, await response.text(), key);
    }
    return response;
  }

  /** Have the server copy an object. */
  async copy(key: string, to: string): Promise<void> {
    const headers = { 'x-amz-copy-source': this.#placeOf(key) };
    const response = await this.send('PUT', to, { headers });
    // A copy that fails later than it begins is told so.
    const said = await response.text();
    if (said.includes('<Error>')) {
      throw this.#refusal(response.status, said, key);
    }
  }

  /** What to say where something else than a server of buckets has answered. */
  otherServer(status: number): BucketRefusal {
    return new BucketRefusal(
      String(status),
      `${this.#access.address} is no address of a server of buckets: its answer ${String(status)} is of another kind.`,
    );
  }

  #pathOf(key: string): string {
    return new URL(this.#access.address).pathname.replace(/\/+$/, '') + this.#placeOf(key);
  }

  /**
   * The bucket and the key, as a path on the server.
   *
   * @throws Error of a key that no address can have: what the path leads to would be in another bucket.
   */
  #placeOf(key: string): string {
    const names = [this.#access.bucket, ...(key === '' ? [] : key.split('/'))];
    if (names.some((name) => name === '.' || name === '..')) {
      throw new Error(`"${key}" has a part "." or "..", which no address can have.`);
    }
    return `/${names.map(encodeURIComponent).join('/')}`;
  }

  #wordsOfNoAnswer(): string {
    return (
      `${new URL(this.#access.address).host} does not answer this page. The address is wrong, or it has no bucket ` +
      `"${this.#access.bucket}", or the network is away, or the bucket's CORS rules do not allow ` +
      `${location.origin}: they must allow it the methods GET, PUT and DELETE, and all headers.`
    );
  }

  #refusal(status: number, said: string, key: string): BucketRefusal {
    const answer = new DOMParser().parseFromString(said, 'application/xml');
    const code = answer.querySelector('Error > Code')?.textContent;
    if (code === undefined) {
      return this.otherServer(status);
    }
    const { bucket } = this.#access;
    const words: Readonly<Record<string, string>> = {
      InvalidAccessKeyId: 'The server does not know this access key.',
      SignatureDoesNotMatch: 'The secret key does not belong to this access key.',
      AccessDenied: `These keys do not allow this in the bucket "${bucket}".`,
      NoSuchBucket: `The server has no bucket "${bucket}".`,
      NoSuchKey: `There is no "${key}" in the bucket "${bucket}".`,
      AuthorizationHeaderMalformed: `The bucket "${bucket}" is in another region: name it.`,
      PermanentRedirect: `The bucket "${bucket}" is in another region: take the address of that one.`,
      RequestTimeTooSkewed:
        'The clock of this computer is wrong, and the server takes no signature of another time.',
    };
    const details = answer.querySelector('Message')?.textContent ?? '';
    return new BucketRefusal(
      code,
      words[code] ??
        `The server of the bucket "${bucket}" has answered ${String(status)}: ${code}. ${details}`,
    );
  }

  readonly #client: AwsClient;
  readonly #access: BucketAccess;
}

/** @throws Error where keys would go over the network for everybody to read, or nowhere. */
function checkAddress(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error(`"${address}" is no address of a server. One begins with https://.`);
  }
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isHere) {
    throw new Error(
      `${address} begins with http://: whoever carries the data on its way could read it. Use https://.`,
    );
  }
}
