namespace VaeMlNet;

/// <summary>
/// Searches columns whose cells are missing where another column has certain values, or is missing itself, such as the answers that a survey asks only
/// some people for.
/// </summary>
internal static class GapSearch
{
    // A column of more values says only by its own gaps where others are missing.
    private const int MostValues = 30;

    // Of the rows of a value: those that would be otherwise if the columns were independent.
    private const double FewestExpected = 20;

    // A few errors do not hide a rule, and one alone can be an error also in a small table.
    private const int ToleratedAlways = 1;
    private const double ToleratedShare = 0.005;
    private const double ToleratedShareOfExpected = 0.05;

    /// <summary>Returns for each column with missing cells the column that says most about them. No column decides about itself through others.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Sampled rows.</param>
    /// <param name="cancellationToken">Checked for each column.</param>
    public static IReadOnlyList<ColumnGaps> Find(
        Table table,
        IReadOnlyList<float[]> rows,
        CancellationToken cancellationToken
    )
    {
        List<(TableColumn Column, Classes Classes)> columns = [];
        var first = 0;
        foreach (var column in table.Columns)
        {
            if (Classes.Of(column, first, rows) is { } classes)
            {
                columns.Add((column, classes));
            }

            first += column.Width;
        }

        List<(ColumnGaps Gaps, double Evidence)> found = [];
        foreach (var (target, gaps) in columns.Where(column => column.Classes.MissingCount >= FewestExpected))
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.AddRange(
                columns
                    .Where(source => source.Column != target)
                    .Select(source => source.Classes.Decide(source.Column.Name, target.Name, gaps))
                    .Where(candidate => candidate.Evidence > 0)
            );
        }

        Dictionary<string, ColumnGaps> chosen = [];
        // Of columns that say the same, values are clearer than gaps.
        foreach (
            var (gaps, _) in found
                .OrderByDescending(candidate => Math.Round(candidate.Evidence, 3))
                .ThenBy(candidate => candidate.Gaps.IsMissingWithSource == true)
        )
        {
            if (!chosen.ContainsKey(gaps.Target) && !DependsOn(gaps.Source, gaps.Target))
            {
                chosen.Add(gaps.Target, gaps);
            }
        }

        return [.. columns.Select(column => chosen.GetValueOrDefault(column.Column.Name)).OfType<ColumnGaps>()];

        bool DependsOn(string column, string other) =>
            column == other || (chosen.TryGetValue(column, out var gaps) && DependsOn(gaps.Source, other));
    }

    /// <summary>The rows of a column by their values.</summary>
    private sealed class Classes
    {
        private const int Missing = 0;

        private readonly float[] values; // those that are classes, in ascending order; all others are the last class
        private readonly int[] ofRows;

        private Classes(float[] values, int[] ofRows)
        {
            this.values = values;
            this.ofRows = ofRows;
        }

        public int MissingCount => ofRows.Count(own => own == Missing);

        /// <summary>Returns the classes of a column of one slot, or of one whose slots are missing together, such as a date; otherwise null.</summary>
        public static Classes? Of(TableColumn column, int first, IReadOnlyList<float[]> rows)
        {
            float[] cells = [.. rows.Select(row => column.KnownOrNaN(row[first]))];
            if (column.Width > 1)
            {
                var areTogether = rows.Index()
                    .All(row =>
                        Array.TrueForAll(
                            row.Item[first..(first + column.Width)],
                            cell => float.IsNaN(cell) == float.IsNaN(cells[row.Index])
                        )
                    );
                return areTogether ? new([], [.. cells.Select(cell => float.IsNaN(cell) ? Missing : 1)]) : null;
            }

            float[] distinct = [.. cells.Where(cell => !float.IsNaN(cell)).Distinct().Order().Take(MostValues + 1)];
            var values = distinct.Length > MostValues ? [] : distinct;
            return new(
                values,
                [
                    .. cells.Select(cell =>
                        float.IsNaN(cell) ? Missing : Math.Max(Array.BinarySearch(values, cell), 0) + 1
                    ),
                ]
            );
        }

        /// <summary>Returns where the cells of a target are missing, and how much less likely that is by chance, in nats; 0 for nothing.</summary>
        public (ColumnGaps Gaps, double Evidence) Decide(string source, string target, Classes gaps)
        {
            var counts = new int[values.Length + 2];
            var missing = new int[counts.Length];
            for (var row = 0; row < ofRows.Length; row++)
            {
                counts[ofRows[row]]++;
                missing[ofRows[row]] += gaps.ofRows[row] == Missing ? 1 : 0;
            }

            var share = (double)missing.Sum() / ofRows.Length;
            var decided = counts.Zip(missing, (count, ofCount) => Decide(count, ofCount, share)).ToArray();
            var evidence = decided
                .Zip(
                    counts,
                    (isMissing, count) => isMissing is { } known ? -count * Math.Log(known ? share : 1 - share) : 0
                )
                .Sum();
            return (
                new()
                {
                    Source = source,
                    Target = target,
                    MissingAt = [.. values.Where((_, i) => decided[i + 1] == true)],
                    KnownAt = [.. values.Where((_, i) => decided[i + 1] == false)],
                    IsMissingWithSource = decided[Missing],
                    IsMissingWithOthers = values.Length == 0 ? decided[1] : null,
                },
                evidence
            );
        }

        private static bool? Decide(int count, int missing, double share) =>
            AreExceptions(count - missing, count, count * (1 - share)) ? true
            : AreExceptions(missing, count, count * share) ? false
            : null;

        private static bool AreExceptions(int exceptions, int count, double expected) =>
            expected >= FewestExpected
            && exceptions <= Math.Max(ToleratedAlways, ToleratedShare * count)
            && exceptions <= ToleratedShareOfExpected * expected;
    }
}
