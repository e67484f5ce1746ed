namespace VaeMlNet;

/// <summary>
/// Searches columns that have one value in all rows in which another column has a certain one: a number its most frequent value, such as a duration of 0
/// where nothing was visited, or a category, such as a tip of 0 where taxis are paid in cash.
/// </summary>
internal sealed class ImpliedValueSearch(IReadOnlyList<RelationColumn> columns, int rowCount)
{
    private const int MostFound = 50;

    private readonly Dictionary<Cell, Dictionary<Cell, bool>> implied = []; // and whether no row lacks the target

    /// <summary>Returns lookups of some values. Values that follow from two others are left out.</summary>
    /// <param name="related">The pairs of columns of other relations.</param>
    /// <param name="lookups">The lookups of all values, from which others can follow.</param>
    /// <param name="cancellationToken">Checked for each column.</param>
    public IReadOnlyList<ColumnLookup> Find(
        IReadOnlySet<(string, string)> related,
        IReadOnlyList<ColumnLookup> lookups,
        CancellationToken cancellationToken
    )
    {
        List<RelationColumn> varying = [.. columns.Where(column => column.IsVarying)];
        foreach (var source in varying)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SourceValues values = new(source, rowCount);
            foreach (var target in varying)
            {
                if (target != source && !related.Contains((source.Name, target.Name)))
                {
                    Add(values, target);
                }
            }
        }

        var found = implied
            .SelectMany(pair => pair.Value.Keys.Select(target => (Source: pair.Key, Target: target)))
            .ToArray();
        AddLookups(lookups, varying);
        var places = varying.Index().ToDictionary(column => column.Item, column => column.Index);
        var alike = implied.Keys.ToDictionary(cell => cell, cell => AlikeTo(cell, places));
        var rings = alike.ToDictionary(
            own => own.Key,
            own => own.Value.All(cell => alike[cell].SequenceEqual(own.Value)) ? own.Value : [own.Key]
        );
        return
        [
            .. found
                .Where(pair => !FollowsFromOthers(pair.Source, pair.Target, rings))
                .OrderBy(pair => pair.Source.Value)
                .GroupBy(pair => (pair.Source.Column, Target: pair.Target.Column))
                // A block of questions can have many.
                .OrderByDescending(pairs => pairs.Key.Column.IsNumber)
                .ThenBy(pairs => places[pairs.Key.Column])
                .Take(MostFound)
                .Select(pairs => new ColumnLookup
                {
                    Source = pairs.Key.Column.Name,
                    Target = pairs.Key.Target.Name,
                    Values = [.. pairs.Select(pair => pair.Source.Value)],
                    Targets = [.. pairs.Select(pair => pair.Target.Value)],
                    IsPartial = true,
                }),
        ];
    }

    private void Add(SourceValues source, RelationColumn target)
    {
        foreach (var (value, only, count, isComplete) in source.ImpliedIn(target))
        {
            var expected = count * (1 - target.ShareOf(only));
            if (RelationRows.IsMoreThanChance(expected, count))
            {
                Add(new Cell(source.Column, value), new Cell(target, only), isComplete);
            }
        }
    }

    private void Add(Cell source, Cell target, bool isComplete)
    {
        implied.TryAdd(source, []);
        implied[source][target] = isComplete;
    }

    /// <summary>Adds what lookups of all values imply, so that values that follow from them are left out.</summary>
    private void AddLookups(IReadOnlyList<ColumnLookup> lookups, IReadOnlyList<RelationColumn> varying)
    {
        foreach (var lookup in lookups.Where(lookup => !lookup.Interpolates))
        {
            var (source, target) = (ColumnOf(lookup.Source), ColumnOf(lookup.Target));
            foreach (var (value, found) in lookup.Values.Zip(lookup.Targets))
            {
                Add(new Cell(source, value), new Cell(target, found), target.KnownCount == rowCount);
            }
        }

        RelationColumn ColumnOf(string name) => varying.First(column => column.Name == name);
    }

    /// <summary>Returns a cell and those of the same rows, in the order of the columns.</summary>
    private Cell[] AlikeTo(Cell cell, Dictionary<RelationColumn, int> places) =>
        [
            .. implied[cell]
                .Keys.Where(other => Gives(cell, other) && Gives(other, cell))
                .Append(cell)
                .Distinct()
                .OrderBy(other => places[other.Column]),
        ];

    /// <summary>
    /// Returns whether a pair follows from others. Of cells of the same rows, each implies the next one, and the first one what none of them is, so that a
    /// wrong cell does not contradict all of them.
    /// </summary>
    private bool FollowsFromOthers(Cell source, Cell target, Dictionary<Cell, Cell[]> rings)
    {
        var ring = rings[source];
        if (ring.Contains(target))
        {
            return ring[(Array.IndexOf(ring, source) + 1) % ring.Length] != target;
        }

        var first = rings.TryGetValue(target, out var ofTarget) ? ofTarget[0] : target;
        return (ring[0] != source && Implies(ring[0], target))
            || (first != target && Implies(source, first))
            || implied[source]
                .Keys.Any(middle =>
                    Gives(source, middle)
                    && Implies(middle, target)
                    && !Implies(middle, source)
                    && !Implies(target, middle)
                );
    }

    private bool Implies(Cell source, Cell target) =>
        implied.TryGetValue(source, out var targets) && targets.ContainsKey(target);

    /// <summary>Returns whether all rows of a cell have the target. Where a row lacks it, nothing follows from it.</summary>
    private bool Gives(Cell source, Cell target) =>
        implied.TryGetValue(source, out var targets) && targets.GetValueOrDefault(target);

    private readonly record struct Cell(RelationColumn Column, float Value);

    /// <summary>The values of a column that can imply others: all categories, or the most frequent number.</summary>
    private sealed class SourceValues
    {
        private readonly float[] values; // in ascending order
        private readonly int[] places; // of the value of each row; -1 for others

        public SourceValues(RelationColumn column, int rowCount)
        {
            Column = column;
            values = column.IsNumber
                ? [column.Mode]
                : [.. column.Values.Where(value => !float.IsNaN(value)).Distinct().Order()];
            places = [.. column.Values.Take(rowCount).Select(value => Math.Max(-1, Array.BinarySearch(values, value)))];
        }

        public RelationColumn Column { get; }

        /// <summary>
        /// Returns the values in all of whose rows a target has one value or none, that value, the number of the rows that have it, and whether these are all.
        /// </summary>
        public IEnumerable<(float Value, float Only, int Count, bool IsComplete)> ImpliedIn(RelationColumn target)
        {
            var only = new float[values.Length];
            var counts = new int[values.Length]; // -1 for several values
            var lacks = new bool[values.Length];
            var open = values.Length;
            for (var row = 0; row < places.Length && open > 0; row++)
            {
                var (place, cell) = (places[row], target.Values[row]);
                if (place < 0 || counts[place] < 0)
                {
                    continue;
                }

                if (float.IsNaN(cell))
                {
                    lacks[place] = true;
                    continue;
                }

                only[place] = counts[place] == 0 ? cell : only[place];
                (counts[place], open) = only[place] == cell ? (counts[place] + 1, open) : (-1, open - 1);
            }

            return values
                .Index()
                .Where(value => counts[value.Index] > 0)
                .Select(value => (value.Item, only[value.Index], counts[value.Index], !lacks[value.Index]));
        }
    }
}
