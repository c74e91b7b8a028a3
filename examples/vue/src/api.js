/** Ask an API with an access token. Throws an Error with the sentence of its problem details (RFC 9457). */
export async function ask(path, token) {
  const answer = await fetch(import.meta.env.VITE_API + path, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body;
}
