-- Catalogues in another language than the pages': each fills the columns of its own language and leaves the others empty.
create text search configuration catalogue.pt (copy = pg_catalog.portuguese);
alter text search configuration catalogue.pt alter mapping for hword, hword_part, word with unaccent, portuguese_stem;

alter table catalogue.services
  alter column sort_es drop not null, alter column sort_en drop not null, alter column es drop not null, alter column en drop not null,
  alter column name_es drop not null, alter column name_en drop not null, alter column aliases_es drop not null, alter column aliases_en drop not null,
  add column sort_pt text, add column pt tsvector, add column name_pt smallint, add column aliases_pt text[];
create index services_pt on catalogue.services using gin (pt);

alter table catalogue.lexicon drop constraint lexicon_lang_check;
alter table catalogue.lexicon add constraint lexicon_lang_check check (lang in ('es', 'en', 'pt'));
