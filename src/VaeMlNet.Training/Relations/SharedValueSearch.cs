namespace VaeMlNet;

/// <summary>Searches pairs of numbers that are equal in a part of the rows, more often than by chance.</summary>
internal sealed class SharedValueSearch(IReadOnlyList<RelationColumn> columns, RelationRows rows)
{
    private const int MostFound = 20;
    private const int FewestRows = 20;

    // Rows of few groups have the same few values many times.
    private const int FewestValues = 5;

    // Of the rows: those in which two columns have the same rare value.
    private const double SmallestShare = 0.02;

    // Of the rows: those that have a rare value, such as a year. Two columns of few whole numbers are equal by chance.
    private const double LargestShareOfValue = 0.05;

    // Of the rows in which both are equal. Frequent values, such as 0 and round prices, are equal in synthetic rows, too.
    private const double SmallestShareOfEqual = 1.0 / 3;

    // Numbers that are only close to each other are about as often neighbors as equal.
    private const int TimesNeighbors = 5;

    // Rows that refuse most pairs.
    private const int FirstRows = 1000;

    private const int TreeDepth = 8;
    private const int MostTriedColumns = 100;

    /// <summary>Returns the shared values, the most frequent first. No source takes a value after it was used.</summary>
    /// <param name="isFree">Returns whether the first column may take the value of the second one.</param>
    public IReadOnlyList<SharedValue> Find(Func<string, string, bool> isFree)
    {
        List<(RelationColumn Target, RelationColumn Source)> chosen = [];
        foreach (var pair in Pairs())
        {
            // Like a part of a total, the column that varies less takes the value of the other one.
            foreach (var target in pair.OrderBy(column => column.Deviation))
            {
                var source = pair[0] == target ? pair[1] : pair[0];
                if (
                    isFree(target.Name, source.Name)
                    && !chosen.Exists(other => other.Target == target || other.Source == target)
                )
                {
                    chosen.Add((target, source));
                    break;
                }
            }
        }

        return chosen.Count == 0 ? [] : Fit([.. chosen.Take(MostFound)]);
    }

    /// <summary>Returns the pairs of columns that share values, the most frequent first.</summary>
    private IEnumerable<RelationColumn[]> Pairs()
    {
        (RelationColumn Column, bool[] IsRare)[] numbers =
        [
            .. columns
                .Where(column => column.IsNumber && column.DistinctCount > 1 / LargestShareOfValue)
                .Select(column => (column, IsRare(column))),
        ];
        int[] first = [.. Enumerable.Range(0, Math.Min(FirstRows, rows.Count))];
        List<(RelationColumn[] Pair, int Count)> found = [];
        for (var i = 0; i < numbers.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (numbers[i], numbers[j]);
                if (
                    Count(first) >= SmallestShare / 2 * first.Length
                    && Count(rows.Search) is var count
                    && count >= Math.Max(FewestRows, SmallestShare * rows.Search.Length)
                    && Count(rows.Confirmation) >= SmallestShare * rows.Confirmation.Length
                    && count
                        >= SmallestShareOfEqual * rows.Search.Count(row => a.Column.Values[row] == b.Column.Values[row])
                    && count >= TimesNeighbors * Neighbors(a.Column, b.Column, a.IsRare, b.IsRare)
                    && rows.Search.Where(IsShared).Select(row => a.Column.Values[row]).Distinct().Count()
                        >= FewestValues
                )
                {
                    found.Add(([a.Column, b.Column], count));
                }

                bool IsShared(int row) =>
                    a.Column.Values[row] == b.Column.Values[row] && a.IsRare[row] && b.IsRare[row];

                int Count(int[] some)
                {
                    var equal = 0;
                    foreach (var row in some)
                    {
                        equal += IsShared(row) ? 1 : 0;
                    }

                    return equal;
                }
            }
        }

        return found.OrderByDescending(pair => pair.Count).Select(pair => pair.Pair);
    }

    private static bool[] IsRare(RelationColumn column)
    {
        var counts = column
            .Values.Where(value => !float.IsNaN(value))
            .CountBy(value => value)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        return Array.ConvertAll(
            column.Values,
            value => !float.IsNaN(value) && counts[value] <= LargestShareOfValue * column.KnownCount
        );
    }

    /// <summary>Returns the number of search rows in which no value of both columns lies between the two cells.</summary>
    private int Neighbors(RelationColumn a, RelationColumn b, bool[] isRareA, bool[] isRareB)
    {
        float[] values = [.. a.Values.Concat(b.Values).Where(value => !float.IsNaN(value)).Distinct().Order()];
        return rows.Search.Count(row =>
            isRareA[row]
            && isRareB[row]
            && Math.Abs(Array.BinarySearch(values, a.Values[row]) - Array.BinarySearch(values, b.Values[row])) == 1
        );
    }

    private SharedValue[] Fit((RelationColumn Target, RelationColumn Source)[] pairs)
    {
        float[][] features = [.. columns.Select(column => column.Values)];
        FeatureBins bins = new(features);
        var codes = bins.Encode(features);
        return Array.ConvertAll(pairs, pair => Fit(pair.Target, pair.Source, bins, codes));
    }

    private SharedValue Fit(RelationColumn target, RelationColumn source, FeatureBins bins, byte[][] codes)
    {
        int[] others = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i] != target)];
        float[] isEqual = [.. target.Values.Zip(source.Values, (a, b) => a == b ? 1f : 0)];
        int[] known =
        [
            .. Enumerable
                .Range(0, rows.Count)
                .Where(row => !float.IsNaN(target.Values[row]) && !float.IsNaN(source.Values[row])),
        ];
        ForestOptions options = new(
            TreeCount: 1,
            FewestRows,
            Math.Min(1, MostTriedColumns / (double)others.Length),
            TreeDepth
        );
        var tree = RandomForest
            .Fit([.. others.Select(column => codes[column])], [isEqual], known, options, seed: 0)
            .Trees[0];
        int[] compared = [.. tree.Nodes.Where(node => node.Feature >= 0).Select(node => node.Feature).Distinct()];
        return new()
        {
            Target = target.Name,
            Source = source.Name,
            Share = known.Average(row => isEqual[row]),
            Columns = [.. compared.Select(feature => columns[others[feature]].Name)],
            Splits = [.. tree.Nodes.Select(node => Array.IndexOf(compared, node.Feature))],
            Limits =
            [
                .. tree.Nodes.Select(node =>
                    node.Feature < 0 ? tree.Means[node.Left] : bins.LargestValue(others[node.Feature], node.LastBin)
                ),
            ],
            Lefts = [.. tree.Nodes.Select(node => node.Feature < 0 ? 0 : node.Left)],
        };
    }
}
