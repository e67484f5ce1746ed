using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The relations between columns that hold in the training data of a table: equations, columns that another one determines, orders, shared values, and gaps.
/// </summary>
/// <remarks>Missing cells are filled and synthetic rows are drawn so that they hold. Thread safety: immutable.</remarks>
internal sealed record ColumnRelations
{
    /// <summary>Gets the columns that have relations other than shared values and gaps. All have one slot.</summary>
    public required IReadOnlyList<RelatedColumn> Columns { get; init; }

    /// <summary>Gets the equations between numbers.</summary>
    public IReadOnlyList<ColumnEquation> Equations { get; init; } = [];

    /// <summary>Gets the columns that another column determines.</summary>
    public IReadOnlyList<ColumnLookup> Lookups { get; init; } = [];

    /// <summary>Gets the pairs of numbers of which one is never above the other.</summary>
    public IReadOnlyList<ColumnOrder> Orders { get; init; } = [];

    /// <summary>Gets the pairs of numbers that are equal in a part of the rows; null for none, as in folders of older versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SharedValue>? SharedValues { get; init; }

    /// <summary>Gets the columns whose cells are missing where another one has certain values; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ColumnGaps>? Gaps { get; init; }

    /// <summary>Gets the number of relations.</summary>
    [JsonIgnore]
    public int Count =>
        Equations.Count + Lookups.Count + Orders.Count + (SharedValues?.Count ?? 0) + (Gaps?.Count ?? 0);

    /// <summary>Gets the relations of which scores can tell that a row breaks them.</summary>
    [JsonIgnore]
    public IEnumerable<ICheckedRelation> Checked => [.. Equations, .. Lookups, .. Orders, .. Gaps ?? []];

    /// <summary>Gets the names of the columns whose cells say whether a row breaks a relation: <see cref="Columns"/>, then those of gaps alone.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> CheckedColumns =>
        [
            .. Columns
                .Select(column => column.Name)
                .Union((Gaps ?? []).SelectMany(gaps => (string[])[gaps.Source, gaps.Target])),
        ];

    /// <summary>Returns each relation as a text, such as <c>total = net + tax</c>.</summary>
    /// <param name="names">Writes the columns and their values.</param>
    public IReadOnlyList<string> Describe(RelationNames names) =>
        [.. Checked.Select(relation => relation.Describe(names)), .. DescribeUnchecked(names)];

    /// <summary>Returns the texts of the relations that scores do not tell.</summary>
    /// <inheritdoc cref="Describe" path="/param"/>
    public IReadOnlyList<string> DescribeUnscored(RelationNames names) =>
        [
            .. Checked.Where(relation => relation.Breaches is null).Select(relation => relation.Describe(names)),
            .. DescribeUnchecked(names),
        ];

    /// <summary>Returns the texts of the lookups that synthetic rows need not keep, because they compute the target from other columns, or the source from it.</summary>
    /// <inheritdoc cref="Describe" path="/param"/>
    public IReadOnlyList<string> DescribeUnkept(RelationNames names) =>
        [.. Lookups.Where(lookup => !IsKept(lookup)).Select(lookup => lookup.Describe(names))];

    // A column that determines both keeps what one says of the other, as does the target if it determines the source. Without a computed target,
    // the source of a single value is drawn so that it fits.
    private bool IsKept(ColumnLookup lookup) =>
        lookup.IsComputed
        || DeterminantsOf(lookup.Source).Intersect(DeterminantsOf(lookup.Target)).Any()
        || (
            lookup.IsPartial
            && !Equations.Any(equation => equation.Computed == lookup.Target)
            && !ComputedLookups.Any(other => other.Target == lookup.Target)
        );

    private IEnumerable<ColumnLookup> ComputedLookups =>
        Lookups.Where(lookup => lookup is { IsComputed: true, IsPartial: false });

    /// <summary>Returns a column and those from which lookups compute it, also through others.</summary>
    private HashSet<string> DeterminantsOf(string column)
    {
        HashSet<string> found = [column];
        while (ComputedLookups.Any(lookup => found.Contains(lookup.Target) && found.Add(lookup.Source))) { }

        return found;
    }

    private IEnumerable<string> DescribeUnchecked(RelationNames names) =>
        (SharedValues ?? []).Select(shared => shared.Describe(names));

    /// <summary>Returns what is wrong with the relations, or null.</summary>
    /// <param name="find">Returns for the name of a column whether it has numbers, and its number of categories; null for no column of one slot.</param>
    /// <param name="isColumn">Returns whether the table has a column of that name.</param>
    public string? Complaint(Func<string, (bool IsNumber, int KeyCount)?> find, Func<string, bool> isColumn)
    {
        Dictionary<string, bool> isNumber = [];
        foreach (var column in Columns)
        {
            var found = column is null ? null : find(column.Name);
            if (
                found?.KeyCount != column?.KeyCount
                || !column!.IsValid
                || !isNumber.TryAdd(column.Name, found!.Value.IsNumber)
            )
            {
                return $"a column '{column?.Name}' that is not one of the table's columns of one slot, or differs from it";
            }
        }

        bool IsNumber(string? name) => name is not null && isNumber.GetValueOrDefault(name);
        bool GivesKeys(ColumnLookup lookup) =>
            Columns.First(column => column.Name == lookup.Target).KeyCount is var count
            && (count == 0 || Array.TrueForAll(lookup.Targets, target => target >= 1 && target <= count));
        return Equations.FirstOrDefault(equation => equation?.IsValid(IsNumber) != true) is { } wrong
                ? $"a wrong equation of '{wrong.Target}'"
            : Lookups.FirstOrDefault(lookup => lookup?.IsValid(isNumber.ContainsKey) != true || !GivesKeys(lookup))
                is { } lookup
                ? $"a wrong lookup of '{lookup.Target}'"
            : Equations.Any(equation => equation is null) || Lookups.Any(lookup => lookup is null) ? "null"
            : Orders.Any(order =>
                order is null || order.Lower == order.Upper || !IsNumber(order.Lower) || !IsNumber(order.Upper)
            )
                ? "an order of other columns"
            : (SharedValues ?? []).Any(shared =>
                shared?.IsValid(name => find(name)?.IsNumber == true, name => find(name) is not null) != true
            )
                ? "a wrong shared value"
            : (Gaps ?? []).FirstOrDefault(gaps => gaps?.IsValid(isColumn) == false) is { } wrongGaps
                ? $"wrong gaps of '{wrongGaps.Target}'"
            : (Gaps ?? []).DistinctBy(gaps => gaps?.Target).Count(gaps => gaps is not null) != (Gaps ?? []).Count
                ? "several gaps of a column, or null"
            : Checked.FirstOrDefault(relation => !RelationBreach.AreValid(relation.Breaches)) is { } unusable
                ? $"wrong breaches of '{unusable.Describe(RelationNames.Plain)}'"
            : null;
    }
}

/// <summary>A column that has relations.</summary>
internal sealed record RelatedColumn
{
    // Added to a number of steps before rounding, so that a number in the middle of two is rounded up everywhere.
    public const float RoundingShare = 1e-3f;

    /// <summary>The most <see cref="Values"/>. imputer.onnx compares a cell with each of them.</summary>
    public const int MostValues = 30;

    // Added to round up, and subtracted to round down. A rounded number stays, also if float32 changes its last digit.
    public const float InwardShare = 0.5f - RoundingShare;

    public required string Name { get; init; }

    /// <summary>Gets the number of categories of a key; 0 for numbers and Booleans.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int KeyCount { get; init; }

    /// <summary>Gets the number of decimals of the training values; null if they have more than 6, and for keys.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Decimals { get; init; }

    /// <summary>Gets the smallest training value.</summary>
    public required float Minimum { get; init; }

    /// <summary>Gets the largest training value.</summary>
    public required float Maximum { get; init; }

    /// <summary>
    /// Gets the training values in ascending order, of a column of few values that a sum gives only roughly; null for others. A cell that follows from the sum
    /// has the nearest one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? Values { get; init; }

    /// <summary>Gets the number of steps from one whole number to the next; null if the numbers are not rounded.</summary>
    [JsonIgnore]
    public double? StepsPerUnit => Decimals is { } decimals ? Math.Pow(10, decimals) : null;

    /// <summary>Gets whether the range is finite and ordered, as are the values, and the decimals are those of float32.</summary>
    [JsonIgnore]
    public bool IsValid =>
        float.IsFinite(Minimum)
        && float.IsFinite(Maximum)
        && Minimum <= Maximum
        && Decimals is null or (>= 0 and <= 6)
        && (
            Values is null
            || (
                Values.Length <= MostValues
                && Array.TrueForAll(Values, float.IsFinite)
                && Values.Zip(Values.Skip(1)).All(pair => pair.First < pair.Second)
            )
        );

    /// <summary>Returns a number with the decimals of the column.</summary>
    /// <param name="value">The number.</param>
    /// <param name="share">The share of a step that is added before.</param>
    public float Round(double value, float share = RoundingShare) =>
        StepsPerUnit is { } steps ? MathF.Round((float)((value * steps) + share)) / (float)steps : (float)value;

    /// <summary>Returns the nearest of the values, or the number itself without values.</summary>
    public float Nearest(float value)
    {
        var nearest = value;
        for (var i = 0; i < (Values?.Length ?? 0); i++)
        {
            nearest = value >= FirstNearestTo(i) ? Values![i] : nearest;
        }

        return nearest;
    }

    /// <summary>Returns the smallest number that is not nearer to the value before than to a value.</summary>
    public float FirstNearestTo(int value) =>
        value == 0 ? float.MinValue : (Values![value - 1] / 2) + (Values[value] / 2);

    /// <summary>Returns the largest number with the decimals of the column that is not above a number.</summary>
    public float RoundDown(float value) =>
        StepsPerUnit is { } steps ? (float)Math.Floor(value * steps) / (float)steps : value;
}

/// <summary>An order of two columns of numbers.</summary>
/// <param name="Lower">The column that is never above the other.</param>
/// <param name="Upper">The other column.</param>
internal sealed record ColumnOrder(string Lower, string Upper) : ICheckedRelation
{
    [JsonIgnore]
    public string CheckedColumn => Upper;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RelationBreach>? Breaches { get; init; }

    public string Describe(RelationNames names)
    {
        var (lower, upper) = names.OfPair(Lower, Upper);
        return $"{lower} <= {upper}";
    }
}

/// <summary>A relation of which scores can tell that a row breaks it.</summary>
internal interface ICheckedRelation
{
    /// <summary>Gets the column that is taken as wrong in a row that breaks the relation.</summary>
    string CheckedColumn { get; }

    /// <summary>Gets what scores tell, for the smallest tolerance first; null for nothing.</summary>
    IReadOnlyList<RelationBreach>? Breaches { get; }

    /// <summary>Returns the relation as a text.</summary>
    /// <inheritdoc cref="ColumnRelations.Describe" path="/param"/>
    string Describe(RelationNames names);
}

/// <summary>A tolerance, and what scores tell of a row that breaks a relation by more than that.</summary>
/// <param name="Tolerance">The distance of the target from the value that the relation gives; 0 for orders.</param>
/// <param name="Nats">By how much -log of the share of such rows is above that of the next smaller tolerance.</param>
internal sealed record RelationBreach(double Tolerance, double Nats)
{
    // Above -log of any share that a number of rows can give.
    private const double MostNats = 100;

    /// <summary>The most tolerances of a relation.</summary>
    public const int Most = 6;

    /// <summary>Returns whether the numbers of all tolerances are finite and not negative.</summary>
    public static bool AreValid(IReadOnlyList<RelationBreach>? breaches) =>
        breaches is null
        || (
            breaches.Count is >= 1 and <= Most
            && breaches.All(breach => breach is { Tolerance: >= 0 and < float.MaxValue, Nats: >= 0 and <= MostNats })
        );
}
