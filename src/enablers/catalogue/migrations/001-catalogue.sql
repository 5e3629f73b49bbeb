-- The national register of services as it is searched and shown. services/_catalogue is the source; these rows are made from it at start.
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create schema if not exists catalogue;

-- Accents never decide: unaccent before the stemmer, on both sides.
create text search configuration catalogue.es (copy = pg_catalog.spanish);
alter text search configuration catalogue.es alter mapping for hword, hword_part, word with unaccent, spanish_stem;
create text search configuration catalogue.en (copy = pg_catalog.english);
alter text search configuration catalogue.en alter mapping for hword, hword_part, word with unaccent, english_stem;

create table catalogue.services (
  id          text primary key,
  institution text     not null,
  life_events text[]   not null,
  -- People served in a year where a source counts them for the whole country and this service alone; 0 is unknown.
  volume      bigint   not null,
  sort_es     text     not null,
  sort_en     text     not null,
  entry       json     not null,
  -- A the name, B other ways of naming it, C what it is, D who may and who gives it.
  es          tsvector not null,
  en          tsvector not null,
  -- How many lexemes the name has: a name wholly typed stands above one that merely holds the word.
  name_es     smallint not null,
  name_en     smallint not null,
  -- The name and other ways of naming it, folded, whole.
  aliases_es  text[]   not null,
  aliases_en  text[]   not null
);
create index services_es on catalogue.services using gin (es);
create index services_en on catalogue.services using gin (en);

-- Each word of the catalogue, for correcting what was typed: folded (no accents, lower case), its sound in Chilean Spanish, as it is written,
-- and its lexeme, which is null for words that the language leaves out ("de", "the").
create table catalogue.lexicon (
  lang   text    not null check (lang in ('es', 'en')),
  word   text    not null,
  shown  text    not null,
  sound  text    not null,
  lexeme text,
  ndoc   integer not null,
  primary key (lang, word)
);
create index lexicon_word on catalogue.lexicon using gin (word gin_trgm_ops);
create index lexicon_sound on catalogue.lexicon using gin (sound gin_trgm_ops);
create index lexicon_lexeme on catalogue.lexicon (lang, lexeme);

-- Small lists whole: institutions, comunas, offices, life events, search words. `hash` is that of the files every row here was made from.
create table catalogue.lists (
  name text primary key,
  hash text not null,
  data json not null
);
