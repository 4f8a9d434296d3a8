"""Secret ballots (无记名测评): who votes on what, ballots nobody can open alone, what follows.

The room owns polls with their voter groups, candidates, tellers, slips, sealed boxes and published
results; talks that somebody decided on (提醒谈话), and the yearly assessment of village cadres
(年度考核). It must not know who voted how: no row here joins an account or a person with a ballot
(docs/explanation/secret-ballots.md). `standalone/` holds programs that import nothing of it.
"""
