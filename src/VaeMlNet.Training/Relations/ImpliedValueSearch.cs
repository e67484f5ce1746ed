namespace VaeMlNet;

/// <summary>
/// Searches numbers that have their most frequent value in all rows in which another number has its own, such as a duration of 0 where
/// nothing was visited.
/// </summary>
internal static class ImpliedValueSearch
{
    private const int MostFound = 50;

    /// <summary>Returns lookups of one value. Those that follow from two others are left out.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="related">The pairs of columns of other relations.</param>
    /// <param name="cancellationToken">Checked for each column.</param>
    public static IReadOnlyList<ColumnLookup> Find(
        IReadOnlyList<RelationColumn> columns,
        int rowCount,
        IReadOnlySet<(string, string)> related,
        CancellationToken cancellationToken
    )
    {
        RelationColumn[] numbers = [.. columns.Where(column => column.IsNumber && column.IsVarying)];
        HashSet<(RelationColumn Source, RelationColumn Target)> found =
        [
            .. numbers
                .SelectMany(source =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return numbers.Select(target => (Source: source, Target: target));
                })
                .Where(pair =>
                    pair.Source != pair.Target
                    && !related.Contains((pair.Source.Name, pair.Target.Name))
                    && Implies(pair.Source, pair.Target, rowCount)
                ),
        ];
        return
        [
            .. found
                .Where(pair =>
                    found.Contains((pair.Target, pair.Source))
                    || !Array.Exists(
                        numbers,
                        middle => found.Contains((pair.Source, middle)) && found.Contains((middle, pair.Target))
                    )
                )
                .Take(MostFound)
                .Select(pair => new ColumnLookup
                {
                    Source = pair.Source.Name,
                    Target = pair.Target.Name,
                    Values = [pair.Source.Mode],
                    Targets = [pair.Target.Mode],
                }),
        ];
    }

    private static bool Implies(RelationColumn source, RelationColumn target, int rowCount)
    {
        var (known, others, implied) = (0, 0, 0);
        for (var row = 0; row < rowCount; row++)
        {
            var cell = target.Values[row];
            if (float.IsNaN(cell))
            {
                continue;
            }

            known++;
            others += cell != target.Mode ? 1 : 0;
            if (source.Values[row] == source.Mode)
            {
                implied++;
                if (cell != target.Mode)
                {
                    return false;
                }
            }
        }

        return RelationRows.IsMoreThanChance((double)others * implied / Math.Max(known, 1), implied);
    }
}
