// Films with Express 5, express-oauth2-jwt-bearer and pg, as their own documentation writes such an API.
// Environment: PORT, ISSUER, AUDIENCE, DATABASE_URL.
import { createHash } from "node:crypto";
import express from "express";
import { auth, claimIncludes } from "express-oauth2-jwt-bearer";
import pg from "pg";

const { PORT, ISSUER, AUDIENCE, DATABASE_URL } = process.env;
const ENTRY = ["id", "title", "year", "cast", "genres", "poster"];
const WRITABLE = ["title", "year", "cast", "genres", "poster", "wikipedia_page", "synopsis"];
const COLUMNS = ["id", ...WRITABLE].map((name) => `movies_movie."${name}"`).join(", ");
const ENTRY_COLUMNS = ENTRY.map((name) => `"${name}"`).join(", ");
// pg gives bigint as text, as it may be larger than a number of JavaScript; these ids are not.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ connectionString: DATABASE_URL });

const app = express();
const verified = auth({ issuerBaseURL: ISSUER, audience: AUDIENCE, tokenSigningAlg: "RS256" });
const permitted = (permission) => [verified, claimIncludes("permissions", permission)];

app.get("/api/movies/", ...permitted("list:movies"), async (request, response) => {
  const size = Number(request.query.page_size ?? 25);
  if (!Number.isInteger(size) || size < 1 || size > 100) {
    return response.status(400).json({ page_size: ["A whole number from 1 to 100."] });
  }
  const after = request.query.cursor && readCursor(request.query.cursor);
  const { rows } = await pool.query(
    `SELECT ${ENTRY_COLUMNS} FROM movies_movie ${after ? "WHERE (year, id) < ($2, $3)" : ""}
     ORDER BY year DESC, id DESC LIMIT $1`,
    [size + 1, ...(after ?? [])],
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const address = `${request.protocol}://${request.get("host")}${request.path}`;
  const next =
    rows.length > size ? `${address}?page_size=${size}&cursor=${cursorAt(last.year, last.id)}` : null;
  response.set("Cache-Control", "private, no-cache").json({ next, results: page });
});

app.get("/api/movies/:id/", ...permitted("read:movies"), async (request, response) => {
  const film = await read(pool, request.params.id);
  if (!film) return response.sendStatus(404);
  answer(response, film, request);
});

app.post("/api/movies/", ...permitted("write:movies"), express.json(), async (request, response) => {
  const { values, errors } = validated(request.body);
  if (errors) return response.status(400).json(errors);
  const { sub } = request.auth.payload;
  const key = request.get("Idempotency-Key");
  const digest = createHash("sha256").update(JSON.stringify(request.body)).digest("hex");
  await answeredInTransaction(async (client) => {
    const claimed = await client.query(
      `INSERT INTO peers_idempotency (subject, key, body, at) VALUES ($1, $2, $3, now())
       ON CONFLICT DO NOTHING RETURNING id`,
      [sub, key, digest],
    );
    if (!claimed.rowCount) return replay(client, response, sub, key, digest);
    const derived = derive(values);
    const { rows } = await client.query(
      `INSERT INTO movies_movie (title, year, "cast", genres, poster, wikipedia_page, synopsis, fingerprint,
         title_order, search_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [...columnsOf(values), ...derived],
    );
    const film = { id: rows[0].id, ...values };
    film.last_change = await keepChange(client, request, "created", film, null, values);
    await client.query("UPDATE peers_idempotency SET status = 201, answer = $2 WHERE id = $1", [
      claimed.rows[0].id,
      JSON.stringify(film),
    ]);
    return () => {
      response.status(201).location(`${request.path}${film.id}/`);
      answer(response, film, request);
    };
  });
});

app.patch("/api/movies/:id/", ...permitted("edit:movies"), express.json(), async (request, response) => {
  await answeredInTransaction(async (client) => {
    const film = await read(client, request.params.id, "FOR UPDATE OF movies_movie");
    if (!film) return () => response.sendStatus(404);
    if (request.get("If-Match") !== etagOf(film)) return () => response.sendStatus(412);
    const { id: _id, last_change: _change, ...before } = film;
    const { values, errors } = validated({ ...before, ...request.body });
    if (errors) return () => response.status(400).json(errors);
    await client.query(
      `UPDATE movies_movie SET title = $1, year = $2, "cast" = $3, genres = $4, poster = $5, wikipedia_page = $6,
         synopsis = $7, fingerprint = $8, title_order = $9, search_text = $10 WHERE id = $11`,
      [...columnsOf(values), ...derive(values), film.id],
    );
    const changed = WRITABLE.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(values[name]));
    const only = (all) => Object.fromEntries(changed.map((name) => [name, all[name]]));
    const edited = { id: film.id, ...values };
    edited.last_change = await keepChange(client, request, "changed", edited, only(before), only(values));
    return () => answer(response, edited, request);
  });
});

app.use((error, _request, response, _next) =>
  response
    .status(error.status ?? 500)
    .set(error.headers ?? {})
    .json({ error: error.code ?? error.message }),
);

async function read(client, id, locking = "") {
  const { rows } = await client.query(
    `SELECT ${COLUMNS}, change.at, change.actor_subject, change.actor_name FROM movies_movie
     LEFT JOIN LATERAL (SELECT at, actor_subject, actor_name FROM audit_change
       WHERE target_kind = 'movies.movie' AND target_id = movies_movie.id::text AND NOT overwritten
       ORDER BY audit_change.id DESC LIMIT 1) AS change ON true
     WHERE movies_movie.id = $1 ${locking}`,
    [id],
  );
  if (!rows.length) return null;
  const { at, actor_subject, actor_name, ...film } = rows[0];
  film.last_change = at && { at, by: { subject: actor_subject, name: actor_name } };
  return film;
}

async function keepChange(client, request, verb, film, before, after) {
  const { iss, sub, azp } = request.auth.payload;
  const { rows } = await client.query(
    `INSERT INTO audit_change (at, actor_issuer, actor_subject, actor_name, client, action, target_kind, target_id,
       target_name, before, after, overwritten)
     VALUES (now(), $1, $2, '', $3, $4, 'movies.movie', $5, $6, $7, $8, false) RETURNING at`,
    [iss, sub, azp ?? "", `movie.${verb}`, String(film.id), film.title, before, after],
  );
  return { at: rows[0].at, by: { subject: sub, name: "" } };
}

async function replay(client, response, subject, key, digest) {
  const { rows } = await client.query(
    "SELECT body, status, answer FROM peers_idempotency WHERE subject = $1 AND key = $2",
    [subject, key],
  );
  if (rows[0].body !== digest) return () => response.sendStatus(422);
  return () => response.status(rows[0].status).json(rows[0].answer);
}

// Runs work, which returns what answers; that is called when all is committed.
async function answeredInTransaction(work) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const answered = await work(client);
    await client.query("COMMIT");
    answered();
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

function validated(body) {
  const errors = {};
  const known = new Set(WRITABLE);
  for (const name of Object.keys(body)) if (!known.has(name)) errors[name] = ["This is not known here."];
  const values = {
    title: body.title?.trim?.(),
    year: body.year,
    cast: body.cast ?? [],
    genres: body.genres ?? [],
    poster: body.poster ?? "",
    wikipedia_page: body.wikipedia_page ?? "",
    synopsis: body.synopsis ?? "",
  };
  if (typeof values.title !== "string" || !values.title || values.title.length > 500) {
    errors.title = ["A text of at most 500 characters."];
  }
  const latest = new Date().getFullYear() + 10;
  if (!Number.isInteger(values.year) || values.year < 1870 || values.year > latest) {
    errors.year = [`The year must lie between 1870 and ${latest}.`];
  }
  for (const [name, most, longest] of [["cast", 100, 200], ["genres", 20, 50]]) {
    const fits = (text) => typeof text === "string" && text && text.length <= longest;
    if (!Array.isArray(values[name]) || values[name].length > most || !values[name].every(fits)) {
      errors[name] = [`A list of at most ${most} names.`];
    }
  }
  for (const name of ["poster", "wikipedia_page"]) {
    if (values[name] && !(URL.canParse(values[name]) && /^https?:/.test(values[name]))) {
      errors[name] = ["An address on the web."];
    }
  }
  if (typeof values.synopsis !== "string" || values.synopsis.length > 10_000) {
    errors.synopsis = ["A text of at most 10,000 characters."];
  }
  return { values, errors: Object.keys(errors).length ? errors : null };
}

function columnsOf(values) {
  return WRITABLE.map((name) => (Array.isArray(values[name]) ? JSON.stringify(values[name]) : values[name]));
}

function derive(values) {
  const identity = JSON.stringify([values.title, values.year, values.wikipedia_page]).normalize("NFC");
  const digest = createHash("sha256").update(identity.toLowerCase()).digest("hex");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return [digest.slice(0, 32), fold(values.title).slice(0, 200), fold([values.title, ...values.cast].join("\n"))];
}

function etagOf(film) {
  return `"${createHash("sha256").update(JSON.stringify(film)).digest("base64url")}"`;
}

function answer(response, film, request) {
  response.set("ETag", etagOf(film)).set("Cache-Control", "private, no-cache");
  // Who changed it is for those who may read people, as at Usher.
  const names = request.auth.payload.permissions.includes("read:users");
  response.json(names || !film.last_change ? film : { ...film, last_change: { ...film.last_change, by: null } });
}

function cursorAt(year, id) {
  return Buffer.from(JSON.stringify([year, id])).toString("base64url");
}

function readCursor(text) {
  try {
    const place = JSON.parse(Buffer.from(text, "base64url"));
    if (place.length === 2 && place.every(Number.isInteger)) return place;
  } catch {}
  throw Object.assign(new Error("This is no cursor."), { status: 400 });
}

app.listen(Number(PORT), "127.0.0.1");
