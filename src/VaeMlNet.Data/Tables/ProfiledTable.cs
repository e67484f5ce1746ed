namespace VaeMlNet.Data;

/// <summary>The profile of a CSV file, and the columns that a model reads.</summary>
/// <param name="Profile">The profile of the chosen columns.</param>
/// <param name="UnnamedCount">The number of columns without a name, which are left out.</param>
internal sealed record ProfiledTable(VaeTableProfile Profile, int UnnamedCount)
{
    /// <summary>Gets the columns that a model reads.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; } = Modeled(Profile);

    /// <summary>Gets the number of rows.</summary>
    public long RowCount => Profile.RowCount;

    /// <summary>Gets the profiles of the columns that no model reads.</summary>
    public IEnumerable<VaeColumnProfile> LeftOut => Profile.Columns.Where(column => !IsModeled(column));

    /// <summary>
    /// Gets the schema that a model folder records. It lacks the texts of categories, which the folder has elsewhere, unless one of them stands for others.
    /// </summary>
    public VaeTableSchema RecordedSchema => Recorded(Profile);

    /// <summary>Returns the schema that a model folder records for a profiled table.</summary>
    public static VaeTableSchema Recorded(VaeTableProfile profile) =>
        new()
        {
            Columns =
            [
                .. profile.Schema.Columns.Select(column =>
                    column is { IsCategorical: true, OtherValue: null } ? column with { Values = [] } : column
                ),
            ],
        };

    /// <summary>Returns whether a model reads a column: it has a use for it, or it has the same text in every row.</summary>
    public static bool IsModeled(VaeColumnProfile column) =>
        column.Schema.IsModeled || column.Schema is { Kind: VaeColumnKind.Constant, Values.Count: > 0 };

    private static IReadOnlyList<CsvColumn> Modeled(VaeTableProfile profile)
    {
        // Each call lists all columns.
        var schema = profile.Schema;
        return
        [
            .. profile
                .Columns.Zip(schema.Columns)
                .Where(column => IsModeled(column.First))
                .Select(column => CsvColumn.Create(column.Second, schema)),
        ];
    }
}
