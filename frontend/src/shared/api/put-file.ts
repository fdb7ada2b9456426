import { currentLanguage } from '../i18n/i18n';
import { refreshSession } from './client';
import { asProblemResponse } from './problem';
import { session } from './session';
import type { Problem } from './types';

interface Put {
  url: string;
  file: Blob;
  /** How much has left, 0 to 100. */
  onProgress: (percent: number) => void;
  signal: AbortSignal;
}

/** Puts a file where the server awaits it. `fetch` does not say how much of a body has left. */
export async function putFile(put: Put): Promise<void> {
  let response = await send(put);
  if (response.status === 401 && (await refreshSession())) response = await send(put);
  const answered = await asProblemResponse(response);
  if (!answered.ok) throw (await answered.json()) as Problem;
}

function send({ url, file, onProgress, signal }: Put): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept-Language', currentLanguage());
    const token = session.get()?.accessToken;
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress((100 * loaded) / (total || 1));
    request.onload = () => {
      const type = request.getResponseHeader('Content-Type') ?? '';
      const wait = request.getResponseHeader('Retry-After');
      resolve(
        new Response(request.responseText, {
          status: request.status,
          headers: { 'Content-Type': type, ...(wait && { 'Retry-After': wait }) },
        }),
      );
    };
    request.onerror = () => reject(new TypeError('network'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
