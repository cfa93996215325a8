-- Dossiers and registers of leads in PostgreSQL 13 or later, with the guarantees of the store in SQLite and one more:
-- nothing is changed, deleted or truncated, numbers run on, an entry bears the digest of the one before, writers of one
-- chain take turns, and the digest of every entry of a dossier is taken again before it is accepted.
-- 案卷与线索登记簿的 PostgreSQL 结构：不改、不删、不清空；序号连续；每件载前件摘要；同一链依次写入；摘要入库前重算。
--
--   psql --set ON_ERROR_STOP=1 --single-transaction --file postgresql.sql
--
-- What a record says is checked by the library, not here: read the rows back and run verify_dossier.

CREATE TABLE store_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    schema_version integer NOT NULL
);
INSERT INTO store_version (schema_version) VALUES (1);

CREATE TABLE chain (
    id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('Dossier', 'LeadRegister')),
    genesis text NOT NULL CHECK (genesis ~ '^[0-9a-f]{64}$'),
    opening text NOT NULL CHECK (opening::jsonb ->> 'kind' = kind)
);

CREATE TABLE entry (
    chain text NOT NULL REFERENCES chain (id),
    number integer NOT NULL CHECK (number >= 1),
    kind text NOT NULL,
    filed_on date NOT NULL,
    record_digest text NOT NULL CHECK (record_digest ~ '^[0-9a-f]{64}$'),
    previous text NOT NULL CHECK (previous ~ '^[0-9a-f]{64}$'),
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    body text NOT NULL CHECK (body::jsonb ->> 'kind' = kind),
    PRIMARY KEY (chain, number),
    UNIQUE (chain, previous),
    UNIQUE (chain, record_digest)
);

CREATE FUNCTION entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own chain%ROWTYPE;
    last entry%ROWTYPE;
    due text;
BEGIN
    SELECT * INTO STRICT own FROM chain WHERE id = NEW.chain FOR UPDATE;  -- the next writer waits here
    SELECT * INTO last FROM entry WHERE chain = NEW.chain ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1 THEN
        RAISE EXCEPTION '序号不连续 number does not run on: % after %', NEW.number, coalesce(last.number, 0)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.previous <> coalesce(last.digest, own.genesis) THEN
        RAISE EXCEPTION '前件摘要不符 does not bear the digest of the entry before'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.filed_on < last.filed_on THEN
        RAISE EXCEPTION '归档日早于前件 is filed before the last entry'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    due := NEW.record_digest;
    IF own.kind = 'Dossier' THEN
        due := encode(sha256(convert_to(concat_ws('|', 'ssj-dossier-entry', NEW.number, NEW.kind,
            to_char(NEW.filed_on, 'YYYY-MM-DD'), NEW.record_digest, NEW.previous), 'UTF8')), 'hex');
    END IF;
    IF NEW.digest <> due THEN
        RAISE EXCEPTION '摘要不符 the digest is not that of the entry: expected %', due
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION nothing_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '案卷库只增不改 nothing in a store is changed or deleted' USING ERRCODE = 'raise_exception';
END
$$;

CREATE TRIGGER entry_follows BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_follows();
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION nothing_changes();
CREATE TRIGGER entry_is_kept BEFORE TRUNCATE ON entry EXECUTE FUNCTION nothing_changes();
CREATE TRIGGER chain_stays BEFORE UPDATE OR DELETE ON chain FOR EACH ROW EXECUTE FUNCTION nothing_changes();
CREATE TRIGGER chain_is_kept BEFORE TRUNCATE ON chain EXECUTE FUNCTION nothing_changes();

-- What to publish. 供公布的链头。
CREATE VIEW head AS
SELECT id AS dossier, coalesce(number, 0) AS number, coalesce(digest, genesis) AS digest
FROM chain LEFT JOIN LATERAL (
    SELECT number, digest FROM entry WHERE entry.chain = chain.id ORDER BY number DESC LIMIT 1
) AS last ON true;
