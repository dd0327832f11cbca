CREATE TABLE public.members (id integer PRIMARY KEY, club integer NOT NULL, badge text, CONSTRAINT members_badge_key UNIQUE (club, badge));
