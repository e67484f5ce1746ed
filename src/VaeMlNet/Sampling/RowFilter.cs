namespace VaeMlNet;

/// <summary>The conditions and constraints that sampled rows must meet.</summary>
/// <remarks>Used by one thread at a time, because of the values that must be unique.</remarks>
internal sealed class RowFilter
{
    private const string UniquePrefix = "unique ";
    private const string RangeMark = "..";

    private readonly VaeManifest manifest;
    private readonly bool fillsMissing;
    private readonly Dictionary<int, List<Func<TypedRows, int, bool>>> conditions = [];
    private readonly Dictionary<int, Action<TypedRows, int>> given = [];
    private readonly List<Action<TypedRows, int>> sums = [];
    private readonly List<Func<TypedRows, int, bool>> constraints = [];
    private readonly List<(ComparableColumn[] Columns, HashSet<string> Seen)> unique = [];
    private readonly string[] texts;

    /// <param name="model">A table model.</param>
    /// <param name="options">The conditions and constraints.</param>
    /// <param name="givesCells">True if a condition of equality becomes a given cell instead of a reason to reject rows.</param>
    /// <exception cref="ArgumentException">A text is no condition or constraint, or does not fit its column.</exception>
    public RowFilter(VaeModel model, VaeSampleOptions options, bool givesCells)
    {
        manifest = model.Manifest;
        fillsMissing = options.FillsMissingCells;
        texts = [.. options.Conditions, .. options.Constraints];
        foreach (var text in options.Conditions)
        {
            AddCondition(text, givesCells);
        }

        foreach (var text in options.Constraints)
        {
            AddConstraint(text);
        }
    }

    /// <summary>Gets whether there are conditions.</summary>
    public bool HasConditions => conditions.Count > 0;

    /// <summary>Gets whether a row depends on all other rows.</summary>
    public bool NeedsAllRows => unique.Count > 0;

    /// <summary>Returns the conditions and constraints for messages.</summary>
    public string Describe() => string.Join(", ", texts.Select(text => $"'{text}'"));

    /// <summary>Returns whether a column has conditions. Its cells are not missing.</summary>
    public bool NeedsValue(int column) => conditions.ContainsKey(column);

    /// <summary>Returns whether a condition gives the cells of a column.</summary>
    public bool IsGiven(int column) => given.ContainsKey(column);

    /// <summary>Writes the cell of a column if a condition gives it.</summary>
    public void WriteGiven(TypedRows rows, int column, int row) => given.GetValueOrDefault(column)?.Invoke(rows, row);

    /// <summary>Forgets the values of other rows.</summary>
    public void Forget() => unique.ForEach(values => values.Seen.Clear());

    /// <summary>Gets whether no row is rejected or changed: there are only conditions on columns on which the model depends.</summary>
    public bool AcceptsAll =>
        constraints.Count + sums.Count + unique.Count == 0
        && conditions.Keys.All(column => column >= manifest.Columns.Count);

    public bool MeetsConditions(TypedRows rows, int row) => Meets(conditions.Keys, rows, row);

    /// <summary>Returns whether a row meets all conditions on some columns.</summary>
    public bool Meets(IEnumerable<int> columns, TypedRows rows, int row)
    {
        foreach (var column in columns)
        {
            if (conditions.TryGetValue(column, out var tests) && !tests.TrueForAll(test => test(rows, row)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Computes the cells that are sums, and returns whether the row meets all conditions and constraints.</summary>
    public bool Complete(TypedRows rows, int row)
    {
        sums.ForEach(write => write(rows, row));
        return MeetsConditions(rows, row)
            && constraints.TrueForAll(test => test(rows, row))
            && unique.TrueForAll(values => IsNew(values.Columns, values.Seen, rows, row));
    }

    private static bool IsNew(ComparableColumn[] columns, HashSet<string> seen, TypedRows rows, int row)
    {
        double[] values = [.. columns.Select(column => column.ReadIdentity(rows, row))];
        return Array.Exists(values, double.IsNaN) || seen.Add(string.Join(' ', values.Select(v => v.ToString("R"))));
    }

    private void AddCondition(string text, bool givesCells)
    {
        if (Parse(text) is not { } comparison)
        {
            throw SampleErrors.NoCondition(text);
        }

        var column = Column(comparison.Left, text);
        foreach (var part in IsRange(column, comparison) ? Bounds(comparison) : [comparison])
        {
            if (!column.TryParse(part.Right, part.NeedsOrder, out var value))
            {
                throw SampleErrors.NoValueOfColumn(text, column.Name, part.Right, column.DescribeValues());
            }

            CheckOrder(column, part, text);
            if (part.Operator == "=" && column.FindCloser(value) is { } closest)
            {
                throw SampleErrors.NoStepOfColumn(text, column.Name, closest);
            }

            foreach (var index in column.Cells)
            {
                conditions.TryAdd(index, []);
            }

            bool IsMet(TypedRows rows, int row) =>
                part.IsMet(part.NeedsOrder ? column.Read(rows, row) : column.ReadIdentity(rows, row), value);
            if (column.Cells.Count > 1)
            {
                constraints.Add(IsMet); // known only in a row with both cells
            }
            else
            {
                conditions[column.Index].Add(IsMet);
            }

            // Conditions of the model are never drawn.
            var isGiven = column.Index >= manifest.Columns.Count ? column.CanWrite : givesCells && column.IsOneCell;
            if (isGiven && part.Operator == "=")
            {
                given[column.Index] = (rows, row) => column.Write(rows, row, value);
            }
        }
    }

    private static bool IsRange(ComparableColumn column, Comparison comparison) =>
        comparison.Operator == "="
        && comparison.Right.Contains(RangeMark, StringComparison.Ordinal)
        && !column.TryParse(comparison.Right, inOrder: false, out _);

    private static Comparison[] Bounds(Comparison range)
    {
        var ends = range.Right.Split(RangeMark, 2);
        return
        [
            range with
            {
                Operator = ">=",
                Right = ends[0].Trim(),
            },
            range with
            {
                Operator = "<=",
                Right = ends[1].Trim(),
            },
        ];
    }

    private void AddConstraint(string text)
    {
        if (text.StartsWith(UniquePrefix, StringComparison.Ordinal))
        {
            var names = text[UniquePrefix.Length..].Split(',', StringSplitOptions.TrimEntries);
            unique.Add(([.. names.Select(name => Column(name, text))], []));
            return;
        }

        if (Parse(text) is not { } comparison)
        {
            throw SampleErrors.NoConstraint(text);
        }

        var isSum = comparison is { Operator: "=", Left: var parts } && parts.Contains('+') && !Has(parts);
        if (isSum)
        {
            AddSum(comparison, text);
            return;
        }

        var (left, right) = (Column(comparison.Left, text), Column(comparison.Right, text));
        CheckOrder(left, comparison, text);
        CheckOrder(right, comparison, text);
        var places = comparison.NeedsOrder ? null : left.IdentitiesOf(right);
        constraints.Add(
            (rows, row) =>
            {
                var (a, b) = places is null
                    ? (left.Read(rows, row), right.Read(rows, row))
                    : (left.ReadIdentity(rows, row), right.ReadIdentity(rows, row));
                b = places is null || double.IsNaN(b) ? b : places[(int)b - 1];
                return double.IsNaN(a) || double.IsNaN(b) || comparison.IsMet(a, b);
            }
        );
    }

    private void AddSum(Comparison sum, string text)
    {
        ComparableColumn[] parts =
        [
            .. sum.Left.Split('+', StringSplitOptions.TrimEntries).Select(name => Column(name, text)),
        ];
        var total = Column(sum.Right, text);
        if (Array.Find([.. parts, total], column => !column.IsNumeric) is { } other)
        {
            throw SampleErrors.SumOfOtherColumn(text, other.Name);
        }

        sums.Add(
            (rows, row) =>
            {
                // The sum is missing where a part is.
                var value = parts.Sum(part => part.Read(rows, row));
                if (!fillsMissing || !double.IsNaN(value))
                {
                    total.Write(rows, row, total.Round(value));
                }
            }
        );
    }

    private static void CheckOrder(ComparableColumn column, Comparison comparison, string text)
    {
        if (comparison.NeedsOrder && !column.IsOrdered)
        {
            throw SampleErrors.NoOrder(text, column.Name);
        }
    }

    private Comparison? Parse(string text) => Comparison.Parse(text, manifest.AllColumns.Select(column => column.Name));

    private bool Has(string name) => manifest.AllColumns.Any(column => column.Name == name);

    private ComparableColumn Column(string name, string text)
    {
        string[] names = [.. manifest.AllColumns.Select(column => column.Name)];
        return Array.IndexOf(names, name) is >= 0 and var index
            ? new ComparableColumn(manifest, index)
            : throw SampleErrors.NoSuchColumn(text, name, names);
    }
}
