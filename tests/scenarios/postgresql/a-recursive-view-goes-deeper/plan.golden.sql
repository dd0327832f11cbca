-- S1 expand replace-view: Replace view public.tree
--   ACCESS EXCLUSIVE on public.tree for a moment: blocks reads-and-writes
CREATE OR REPLACE VIEW public.tree AS
WITH RECURSIVE tree(id, depth, path) AS (
         SELECT articles.id,
            0 AS "?column?",
            ARRAY[articles.id] AS "array"
           FROM public.articles
          WHERE (articles.parent IS NULL)
        UNION ALL
         SELECT a.id,
            (t.depth + 1),
            (t.path || a.id)
           FROM (public.articles a
             JOIN tree t ON ((a.parent = t.id)))
        )
 SELECT id,
    depth,
    path
   FROM tree;
--   back: DROP VIEW public.tree;
--   back: CREATE VIEW public.tree AS
--         WITH RECURSIVE tree(id, depth) AS (
--                  SELECT articles.id,
--                     0 AS "?column?"
--                    FROM public.articles
--                   WHERE (articles.parent IS NULL)
--                 UNION ALL
--                  SELECT a.id,
--                     (t.depth + 1)
--                    FROM (public.articles a
--                      JOIN tree t ON ((a.parent = t.id)))
--                 )
--          SELECT id,
--             depth
--            FROM tree;

