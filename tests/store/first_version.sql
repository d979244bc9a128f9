BEGIN TRANSACTION;
CREATE TABLE "agreement" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "id" TEXT NOT NULL,
   "position" INTEGER NOT NULL,
   "what" TEXT NOT NULL,
   "who" TEXT NOT NULL,
   "by" TEXT NOT NULL,
   "changed" INTEGER NOT NULL,
   PRIMARY KEY ("conversation", "id")
) STRICT;
CREATE TABLE "circle" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "key" TEXT NOT NULL,
   "position" INTEGER NOT NULL,
   "name" TEXT NOT NULL,
   "singular" TEXT NOT NULL,
   "formal" INTEGER NOT NULL,
   "colour" TEXT NOT NULL,
   "present" INTEGER,
   "joined" INTEGER,
   PRIMARY KEY ("conversation", "key")
) STRICT;
INSERT INTO "circle" VALUES('avond','pupils',0,'Leerlingen','leerling',0,'orange',NULL,NULL);
INSERT INTO "circle" VALUES('avond','parents',1,'Ouders','ouder',1,'blue',NULL,NULL);
INSERT INTO "circle" VALUES('avond','teachers',2,'Docenten','docent',1,'purple',NULL,NULL);
CREATE TABLE "conversation" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "code" TEXT NOT NULL,
   "school" TEXT NOT NULL,
   "theme" TEXT NOT NULL,
   "question" TEXT NOT NULL,
   "ground_rules" TEXT NOT NULL,
   "date" TEXT NOT NULL,
   "time" TEXT NOT NULL,
   "timezone" TEXT NOT NULL,
   "starts_at" INTEGER NOT NULL,
   "language" TEXT NOT NULL,
   "trusted_contact" TEXT NOT NULL,
   "retention_days" INTEGER NOT NULL,
   "full_quarter" INTEGER NOT NULL,
   "late_notes" INTEGER NOT NULL,
   "created_at" INTEGER NOT NULL,
   "current" INTEGER NOT NULL,
   "ended_at" INTEGER,
   "links_cut" INTEGER NOT NULL,
   "door_open" INTEGER NOT NULL,
   "join_shown" INTEGER NOT NULL,
   "details_changed" INTEGER NOT NULL,
   "revision" INTEGER NOT NULL,
   "purged_at" INTEGER
) STRICT;
INSERT INTO "conversation" VALUES('avond','code-avond','De Regenboog','Telefoons in de klas','Wanneer helpt een telefoon en wanneer stoort hij?','Alleen deze kring spreekt.
Eén vraag op een briefje.','2026-01-09','19:00','Europe/Amsterdam',1767981600000,'nl','',30,0,0,1767895200000,4,NULL,0,1,0,0,18,NULL);
CREATE TABLE "count" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "from_circle" TEXT NOT NULL,
   "to_circle" TEXT NOT NULL,
   "sent" INTEGER NOT NULL,
   "selected" INTEGER NOT NULL,
   "asked" INTEGER NOT NULL,
   PRIMARY KEY ("conversation", "from_circle", "to_circle")
) STRICT;
CREATE TABLE given (ticket TEXT NOT NULL, id TEXT NOT NULL, conversation TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE, revision INTEGER NOT NULL, result TEXT NOT NULL, PRIMARY KEY (ticket, id)) STRICT, WITHOUT ROWID;
INSERT INTO "given" VALUES('hash-of-amira','command-1','avond',1,'{"circle":"pupils"}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-11','avond',11,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-13','avond',13,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-14','avond',14,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-15','avond',15,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-16','avond',16,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-17','avond',17,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-18','avond',18,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-4','avond',4,'{}');
INSERT INTO "given" VALUES('hash-of-chair-avond','command-5','avond',5,'{}');
INSERT INTO "given" VALUES('hash-of-de-wit','command-3','avond',3,'{"circle":"teachers"}');
INSERT INTO "given" VALUES('hash-of-de-wit','command-7','avond',7,'{"note":"les"}');
INSERT INTO "given" VALUES('hash-of-joost','command-2','avond',2,'{"circle":"parents"}');
INSERT INTO "given" VALUES('hash-of-joost','command-6','avond',6,'{"note":"thuis"}');
INSERT INTO "given" VALUES('hash-of-joost','command-8','avond',8,'{"note":"les-ook"}');
INSERT INTO "given" VALUES('hash-of-joost','command-9','avond',9,'{"note":"nacht"}');
INSERT INTO "given" VALUES('hash-of-minute_taker-avond','command-10','avond',10,'{"note":"papier"}');
INSERT INTO "given" VALUES('hash-of-minute_taker-avond','command-12','avond',12,'{}');
CREATE TABLE "journal" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "revision" INTEGER NOT NULL,
   "at" INTEGER NOT NULL,
   "role" TEXT NOT NULL,
   "name" TEXT NOT NULL,
   "data" TEXT NOT NULL,
   PRIMARY KEY ("conversation", "revision")
) STRICT;
INSERT INTO "journal" VALUES('avond',0,1767981600000,'organiser','create','{}');
INSERT INTO "journal" VALUES('avond',1,1767981600000,'participant','join','{"circle":"pupils"}');
INSERT INTO "journal" VALUES('avond',2,1767981601000,'participant','join','{"circle":"parents"}');
INSERT INTO "journal" VALUES('avond',3,1767981602000,'participant','join','{"circle":"teachers"}');
INSERT INTO "journal" VALUES('avond',4,1767981603000,'chair','advance','{}');
INSERT INTO "journal" VALUES('avond',5,1767981604000,'chair','advance','{}');
INSERT INTO "journal" VALUES('avond',6,1767981605000,'participant','submit_note','{"note":"thuis"}');
INSERT INTO "journal" VALUES('avond',7,1767981606000,'participant','submit_note','{"note":"les"}');
INSERT INTO "journal" VALUES('avond',8,1767981607000,'participant','submit_note','{"note":"les-ook"}');
INSERT INTO "journal" VALUES('avond',9,1767981608000,'participant','submit_note','{"note":"nacht"}');
INSERT INTO "journal" VALUES('avond',10,1767981609000,'minute_taker','add_paper_note','{"note":"papier","circle":"teachers"}');
INSERT INTO "journal" VALUES('avond',11,1767981610000,'chair','quiet_author','{"note":"nacht"}');
INSERT INTO "journal" VALUES('avond',12,1767981611000,'minute_taker','set_aside_note','{"note":"nacht"}');
INSERT INTO "journal" VALUES('avond',13,1767981612000,'chair','merge_notes','{"note":"les-ook","into":"les"}');
INSERT INTO "journal" VALUES('avond',14,1767981613000,'chair','select_note','{"note":"les"}');
INSERT INTO "journal" VALUES('avond',15,1767981614000,'chair','select_note','{"note":"thuis"}');
INSERT INTO "journal" VALUES('avond',16,1767981615000,'chair','advance','{}');
INSERT INTO "journal" VALUES('avond',17,1767981616000,'chair','move_note','{"note":"thuis","position":0}');
INSERT INTO "journal" VALUES('avond',18,1767981617000,'chair','advance','{}');
CREATE TABLE "link" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "kind" TEXT NOT NULL,
   "generation" INTEGER NOT NULL,
   "hash" TEXT NOT NULL,
   PRIMARY KEY ("conversation", "kind")
) STRICT;
INSERT INTO "link" VALUES('avond','chair',0,'hash-of-chair-avond');
INSERT INTO "link" VALUES('avond','minute_taker',0,'hash-of-minute_taker-avond');
INSERT INTO "link" VALUES('avond','screen',0,'hash-of-screen-avond');
INSERT INTO "link" VALUES('avond','join',0,'hash-of-join-avond');
CREATE TABLE "note" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "id" TEXT NOT NULL,
   "phase" INTEGER NOT NULL,
   "to_circle" TEXT NOT NULL,
   "from_circle" TEXT NOT NULL,
   "text" TEXT NOT NULL,
   "language" TEXT NOT NULL,
   "sent_at" INTEGER NOT NULL,
   "paper" INTEGER NOT NULL,
   "place" TEXT NOT NULL,
   "position" INTEGER,
   "merged_into" TEXT,
   "changed" INTEGER NOT NULL,
   PRIMARY KEY ("conversation", "id")
) STRICT;
INSERT INTO "note" VALUES('avond','thuis',2,'pupils','parents','Mag de telefoon bij jullie thuis aan tafel?','nl',1767981605000,0,'selected',0,NULL,17);
INSERT INTO "note" VALUES('avond','les',2,'pupils','teachers','Wat zou je in mijn les met een telefoon willen doen?','en',1767981606000,0,'selected',1,NULL,14);
INSERT INTO "note" VALUES('avond','les-ook',2,'pupils','parents','Waarvoor gebruik je hem in de les?','nl',1767981607000,0,'merged',NULL,'les',13);
INSERT INTO "note" VALUES('avond','nacht',2,'pupils','parents','Ligt hij ''s nachts naast je bed? 📱','nl',1767981608000,0,'aside',NULL,NULL,12);
INSERT INTO "note" VALUES('avond','papier',2,'pupils','teachers','En in de pauze?','nl',1767981609000,1,'table',NULL,NULL,10);
CREATE TABLE "note_author" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "note" TEXT NOT NULL,
   "participant" TEXT NOT NULL,
   FOREIGN KEY ("conversation", "note") REFERENCES "note"("conversation", "id") ON DELETE CASCADE,
   PRIMARY KEY ("conversation", "note")
) STRICT;
INSERT INTO "note_author" VALUES('avond','thuis','hash-of-joost');
INSERT INTO "note_author" VALUES('avond','les','hash-of-de-wit');
INSERT INTO "note_author" VALUES('avond','les-ook','hash-of-joost');
INSERT INTO "note_author" VALUES('avond','nacht','hash-of-joost');
CREATE TABLE "participant" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "id" TEXT NOT NULL,
   "circle" TEXT NOT NULL,
   "language" TEXT NOT NULL,
   PRIMARY KEY ("conversation", "id")
) STRICT;
INSERT INTO "participant" VALUES('avond','hash-of-amira','pupils','nl');
INSERT INTO "participant" VALUES('avond','hash-of-joost','parents','nl');
INSERT INTO "participant" VALUES('avond','hash-of-de-wit','teachers','en');
CREATE TABLE "phase" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "number" INTEGER NOT NULL,
   "position" INTEGER NOT NULL,
   "name" TEXT NOT NULL,
   "circle" TEXT,
   "planned_ms" INTEGER,
   "spent_ms" INTEGER NOT NULL,
   "running_since" INTEGER,
   "started_at" INTEGER,
   "ended_at" INTEGER,
   "left_running" INTEGER NOT NULL,
   "deducted_ms" INTEGER NOT NULL,
   "floor" TEXT,
   "list_shown" INTEGER NOT NULL,
   "changed" INTEGER NOT NULL,
   PRIMARY KEY ("conversation", "number")
) STRICT;
INSERT INTO "phase" VALUES('avond',0,0,'lobby',NULL,NULL,0,NULL,NULL,NULL,0,0,NULL,0,4);
INSERT INTO "phase" VALUES('avond',1,1,'opening',NULL,300000,1000,NULL,1767981603000,1767981604000,1,0,NULL,0,5);
INSERT INTO "phase" VALUES('avond',2,2,'discussion','pupils',900000,11000,NULL,1767981604000,1767981615000,1,0,NULL,0,16);
INSERT INTO "phase" VALUES('avond',3,3,'collection','pupils',NULL,2000,NULL,1767981615000,1767981617000,1,0,NULL,0,18);
INSERT INTO "phase" VALUES('avond',4,4,'questions','pupils',898000,0,1767981617000,1767981617000,NULL,0,2000,NULL,0,18);
INSERT INTO "phase" VALUES('avond',5,5,'discussion','parents',900000,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',6,6,'collection','parents',NULL,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',7,7,'questions','parents',900000,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',8,8,'discussion','teachers',900000,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',9,9,'collection','teachers',NULL,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',10,10,'questions','teachers',900000,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',11,11,'summary','pupils',NULL,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',12,12,'summary','parents',NULL,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',13,13,'summary','teachers',NULL,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',14,14,'response','pupils',300000,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',15,15,'closing',NULL,NULL,0,NULL,NULL,NULL,0,0,NULL,0,0);
INSERT INTO "phase" VALUES('avond',16,16,'ended',NULL,NULL,0,NULL,NULL,NULL,0,0,NULL,0,0);
CREATE TABLE "question" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "note" TEXT NOT NULL,
   "phase" INTEGER NOT NULL,
   "put_order" INTEGER NOT NULL,
   "put_at" INTEGER NOT NULL,
   "answer" TEXT NOT NULL,
   "answered" INTEGER NOT NULL,
   "listed" INTEGER NOT NULL,
   "taken_back" INTEGER NOT NULL,
   FOREIGN KEY ("conversation", "note") REFERENCES "note"("conversation", "id") ON DELETE CASCADE,
   PRIMARY KEY ("conversation", "note")
) STRICT;
CREATE TABLE "quieted" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "participant" TEXT NOT NULL,
   PRIMARY KEY ("conversation", "participant")
) STRICT;
INSERT INTO "quieted" VALUES('avond','hash-of-joost');
CREATE TABLE "setting" (
   "name" TEXT PRIMARY KEY NOT NULL,
   "value" TEXT NOT NULL
) STRICT;
CREATE TABLE "text" (
   "conversation" TEXT NOT NULL REFERENCES "conversation"("id") ON DELETE CASCADE,
   "name" TEXT NOT NULL,
   "text" TEXT NOT NULL,
   "changed" INTEGER NOT NULL,
   PRIMARY KEY ("conversation", "name")
) STRICT;
CREATE UNIQUE INDEX participant_ticket ON participant (id);
CREATE UNIQUE INDEX link_key ON link (hash);
CREATE INDEX conversation_code ON conversation (code);
CREATE UNIQUE INDEX conversation_open_code ON conversation (code) WHERE ended_at IS NULL;
CREATE INDEX given_conversation ON given (conversation);
COMMIT;
PRAGMA application_id = 1146243397;
PRAGMA user_version = 1;
