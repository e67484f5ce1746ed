namespace VaeMlNet;

/// <summary>Searches columns that another column determines (functional dependencies).</summary>
internal sealed class LookupSearch(IReadOnlyList<RelationColumn> columns, RelationRows rows)
{
    private const int MostLookups = 50;
    private const int MostKnots = 512;

    // The shares of rows in which a lookup holds.
    private const double Share = 0.99;
    private const double InformativeShare = 0.95;

    // Of rows whose source occurs in the search rows, too.
    private const double CoveredShare = 0.5;
    private const int ConfirmingRows = 5;

    // Of a number that determines a column by intervals, such as an age an age group. The values whose target is not the most frequent one are in
    // so few intervals by chance only once in millions of pairs of columns.
    private const int MostIntervals = 64;
    private const int FewestInformativeValues = 10;
    private const int ValuesOfAnInterval = 5;

    /// <summary>Returns the lookups that hold, those from keys first.</summary>
    /// <param name="related">The pairs of columns of equations, which need no lookup.</param>
    /// <param name="cancellationToken">Checked for each column.</param>
    public IReadOnlyList<ColumnLookup> Find(IReadOnlySet<(string, string)> related, CancellationToken cancellationToken)
    {
        List<ColumnLookup> found = [];
        foreach (
            var source in columns.Where(column => column.IsVarying).OrderByDescending(column => column.KeyCount > 0)
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            var groups = new Groups(source, rows);
            foreach (var target in columns)
            {
                if (
                    target != source
                    && target.IsVarying
                    && !related.Contains((source.Name, target.Name))
                    && Find(source, groups, target) is { } lookup
                )
                {
                    found.Add(lookup);
                }
            }
        }

        return [.. found.Take(MostLookups)];
    }

    private ColumnLookup? Find(RelationColumn source, Groups groups, RelationColumn target)
    {
        if (ByIntervals(source, groups, target) is { } intervals)
        {
            return intervals;
        }

        if (groups.Count <= ColumnLookup.MostValues && groups.MayDetermine(target))
        {
            var lookup = groups.ToLookup(target, rows.Search);
            if (groups.Repeats(target, lookup) && Confirms(source, target, lookup, CoveredShare))
            {
                var all = groups.ToLookup(target, [.. rows.Search, .. rows.Confirmation]);
                return Interpolated(source, groups, target) is null ? all : all with { Interpolates = true };
            }
        }

        return Interpolated(source, groups, target);
    }

    /// <summary>Returns a lookup whose target has one value in each of a few intervals of the source; null if there are none.</summary>
    private ColumnLookup? ByIntervals(RelationColumn source, Groups groups, RelationColumn target) =>
        source.IsNumber && groups.HasFewIntervals(target)
            ? Confirmed(source, groups, target, CoveredShare, IntervalLookup.Of)
            : null;

    /// <summary>Returns a lookup of points between which the target lies on lines; null if it does not.</summary>
    private ColumnLookup? Interpolated(RelationColumn source, Groups groups, RelationColumn target) =>
        source.IsNumber
        && target.IsNumber
        && target.Unit <= target.Near
        && groups.Count >= RelationRows.FewestInformative
        && groups.IsMonotone(target)
            ? Confirmed(source, groups, target, 1 - InformativeShare, Thinned)
            : null;

    /// <summary>Returns a lookup in a form with fewer points, made of all rows, if that of the search rows holds in the others; otherwise null.</summary>
    private ColumnLookup? Confirmed(
        RelationColumn source,
        Groups groups,
        RelationColumn target,
        double coveredShare,
        Func<ColumnLookup, ColumnLookup?> reduce
    ) =>
        reduce(groups.ToLookup(target, rows.Search)) is { } lookup && Confirms(source, target, lookup, coveredShare)
            ? reduce(groups.ToLookup(target, [.. rows.Search, .. rows.Confirmation]))
            : null;

    private static ColumnLookup Thinned(ColumnLookup lookup)
    {
        var count = lookup.Values.Length;
        int[] kept =
        [
            .. Enumerable
                .Range(0, Math.Min(count, MostKnots))
                .Select(i => (int)((long)i * (count - 1) / (Math.Min(count, MostKnots) - 1))),
        ];
        return lookup with
        {
            Values = [.. kept.Select(i => lookup.Values[i])],
            Targets = [.. kept.Select(i => lookup.Targets[i])],
            Interpolates = true,
        };
    }

    /// <summary>Returns whether the lookup holds in the confirmation rows.</summary>
    private bool Confirms(RelationColumn source, RelationColumn target, ColumnLookup lookup, double coveredShare)
    {
        var (known, covered, right, informative, rightInformative, repeated) = (0, 0, 0, 0, 0, 0);
        var last = float.NaN;
        foreach (var (value, cell) in KnownIn(source, target, rows.Confirmation))
        {
            known++;
            if (lookup.Find(value) is not { } found)
            {
                continue;
            }

            covered++;
            var isRight = IsFound(cell);
            right += isRight ? 1 : 0;
            if (cell != target.Mode || !IsFound(target.Mode))
            {
                informative++;
                rightInformative += isRight ? 1 : 0;
                repeated += last == cell ? 1 : 0;
                last = cell;
            }

            bool IsFound(float number) => lookup.Interpolates ? target.IsSame(found, number) : found == number;
        }

        return covered >= coveredShare * known
            && right >= Share * covered - 1
            && informative >= ConfirmingRows
            && rightInformative >= InformativeShare * informative - 1
            && (
                repeated < InformativeShare * (informative - 1)
                // If nearly all rows with a less frequent value have the same one, several rows with the most frequent one must be right, too.
                || covered - informative >= ConfirmingRows
            );
    }

    /// <summary>Returns the cells of the rows that have both.</summary>
    private static IEnumerable<(float Value, float Cell)> KnownIn(
        RelationColumn source,
        RelationColumn target,
        IEnumerable<int> rows
    ) =>
        rows.Select(row => (Value: source.Values[row], Cell: target.Values[row]))
            .Where(pair => !float.IsNaN(pair.Value) && !float.IsNaN(pair.Cell));

    /// <summary>The search rows of each value of a source.</summary>
    private sealed class Groups
    {
        private readonly RelationColumn source;
        private readonly int[] rows;
        private readonly int[] sorted; // the rows with a value, by it
        private readonly int[] groupOfRow; // at the index of the search row; -1 for a missing cell
        private readonly float[] values;
        private readonly int[] seenAt; // of each group: the number of the target for which `first` is valid
        private readonly float[] first;
        private int number;

        public Groups(RelationColumn source, RelationRows all)
        {
            this.source = source;
            rows = all.Search;
            sorted = [.. rows.Where(row => !float.IsNaN(source.Values[row])).OrderBy(row => source.Values[row])];
            values = [.. sorted.Select(row => source.Values[row]).Distinct()];
            groupOfRow =
            [
                .. rows.Select(row =>
                    float.IsNaN(source.Values[row]) ? -1 : Array.BinarySearch(values, source.Values[row])
                ),
            ];
            seenAt = new int[values.Length];
            first = new float[values.Length];
        }

        public int Count => values.Length;

        /// <summary>Returns whether few rows differ from the first row of their group. Most targets are refused after a few rows.</summary>
        public bool MayDetermine(RelationColumn target)
        {
            number++;
            var (repeated, others) = (0, 0);
            for (var i = 0; i < rows.Length; i++)
            {
                var group = groupOfRow[i];
                var cell = target.Values[rows[i]];
                if (group < 0 || float.IsNaN(cell))
                {
                    continue;
                }

                if (seenAt[group] != number)
                {
                    (seenAt[group], first[group]) = (number, cell);
                    continue;
                }

                repeated++;
                others += first[group] == cell ? 0 : 1;
                if (others > 5 + (repeated / 10))
                {
                    return false;
                }
            }

            return repeated >= RelationRows.FewestInformative;
        }

        /// <summary>Returns the most frequent value of the target for each value of the source.</summary>
        public ColumnLookup ToLookup(RelationColumn target, int[] ofRows)
        {
            var pairs = KnownIn(source, target, ofRows)
                .GroupBy(pair => pair.Value, pair => pair.Cell)
                .OrderBy(group => group.Key)
                .Select(group => (group.Key, Mode: group.GroupBy(cell => cell).MaxBy(cells => cells.Count())!.Key))
                .ToArray();
            return new()
            {
                Source = source.Name,
                Target = target.Name,
                Values = [.. pairs.Select(pair => pair.Key)],
                Targets = [.. pairs.Select(pair => pair.Mode)],
            };
        }

        /// <summary>Returns whether the rows of groups of several rows agree, among them enough with an unusual value of the target.</summary>
        public bool Repeats(RelationColumn target, ColumnLookup lookup)
        {
            var known = KnownIn(source, target, rows).ToArray();
            var counts = known.CountBy(pair => pair.Value).ToDictionary();
            var (repeated, right, informative, rightInformative) = (0, 0, 0, 0);
            HashSet<float> groups = [];
            foreach (var (value, cell) in known.Where(pair => counts[pair.Value] > 1))
            {
                var found = lookup.Find(value);
                var isRight = found == cell;
                repeated++;
                right += isRight ? 1 : 0;
                if (cell != target.Mode || found != target.Mode)
                {
                    groups.Add(value);
                    informative++;
                    rightInformative += isRight ? 1 : 0;
                }
            }

            // One row of each group is no repetition.
            return repeated >= CoveredShare * known.Length
                && right >= Share * repeated
                && informative - groups.Count >= RelationRows.FewestInformative
                && rightInformative >= InformativeShare * informative;
        }

        /// <summary>Returns whether the target changes seldom from one value of the source to the next. Most targets are refused after a few rows.</summary>
        public bool HasFewIntervals(RelationColumn target)
        {
            var (intervals, informativeIntervals, informative) = (0, 0, 0);
            var (last, lastValue) = (float.NaN, float.NaN);
            foreach (var row in sorted)
            {
                var (value, cell) = (source.Values[row], target.Values[row]);
                if (float.IsNaN(cell))
                {
                    continue;
                }

                var isInformative = cell != target.Mode;
                if (cell != last && ++intervals > MostIntervals)
                {
                    return false;
                }

                informativeIntervals += isInformative && cell != last ? 1 : 0;
                informative += isInformative && value != lastValue ? 1 : 0;
                (last, lastValue) = (cell, value);
            }

            return intervals > 1
                && informative >= Math.Max(FewestInformativeValues, ValuesOfAnInterval * informativeIntervals);
        }

        /// <summary>Returns whether the target rises, or falls, with the source.</summary>
        public bool IsMonotone(RelationColumn target)
        {
            number++;
            for (var i = 0; i < rows.Length; i++)
            {
                var cell = target.Values[rows[i]];
                if (groupOfRow[i] >= 0 && !float.IsNaN(cell) && seenAt[groupOfRow[i]] != number)
                {
                    (seenAt[groupOfRow[i]], first[groupOfRow[i]]) = (number, cell);
                }
            }

            var (rises, falls, last) = (0, 0, float.NaN);
            for (var group = 0; group < values.Length && Math.Min(rises, falls) <= values.Length / 100; group++)
            {
                if (seenAt[group] == number)
                {
                    rises += first[group] > last ? 1 : 0;
                    falls += first[group] < last ? 1 : 0;
                    last = first[group];
                }
            }

            return Math.Min(rises, falls) <= values.Length / 100 && Math.Max(rises, falls) >= values.Length / 2;
        }
    }
}
