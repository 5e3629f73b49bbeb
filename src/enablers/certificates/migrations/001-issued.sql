-- One row per effect: the primary key is what makes a certificate once and never twice. Plain columns tell what, where and when, never who:
-- the person stands only inside the PDF, which is sealed under its case's key and unreadable once that key is forgotten.
create schema if not exists certificates;
create table certificates.issued (
  effect_id    uuid        primary key,
  folio        text        not null unique,
  case_id      uuid        not null,
  output       text        not null,
  service      text        not null,
  version      text        not null,
  title        jsonb       not null,
  service_name jsonb       not null,
  institution  text        not null,
  zone         text        not null,
  issued_at    timestamptz not null,
  valid_until  date,
  demo         boolean     not null,
  sha256       text        not null,
  pdf          bytea
);
create index issued_case on certificates.issued (case_id);
create index issued_sha256 on certificates.issued (sha256);
