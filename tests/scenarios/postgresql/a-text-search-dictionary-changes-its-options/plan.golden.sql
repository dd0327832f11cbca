-- S1 expand alter-text-search-dictionary: Change text search dictionary public.stems
--   warning: breaks-running-code (text-search-dictionary:public.stems) Texts are broken into other words: what was indexed before does not match what is asked for until it is indexed anew.
ALTER TEXT SEARCH DICTIONARY public.stems (accept, stopwords = 'english');
--   back: ALTER TEXT SEARCH DICTIONARY public.stems (stopwords, accept = 'false');

