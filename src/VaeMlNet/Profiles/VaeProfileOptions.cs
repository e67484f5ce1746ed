namespace VaeMlNet;

/// <summary>Options for <c>mlContext.Data.ProfileColumns</c>.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeProfileOptions
{
    /// <summary>Gets the columns whose kind is known. The kinds of all other columns are chosen from the data.</summary>
    /// <value>Default: no columns.</value>
    public VaeTableSchema Schema { get; init; } = new();

    /// <summary>Gets whether the day comes before the month in dates that both orders fit, such as 02/01/2024.</summary>
    /// <value>
    /// Default: null, which means the order that fits all cells of the column; columns that both orders fit are refused. True: the second of
    /// January. False: the first of February.
    /// </value>
    public bool? DayFirst { get; init; }

    /// <summary>Gets the decimal mark of columns that a point and a comma both fit, such as one of <c>3,750</c> and <c>1,250</c>.</summary>
    /// <value>Default: null, chosen from the data; columns that both fit are refused. Range: <c>.</c> and <c>,</c>.</value>
    public char? DecimalMark { get; init; }

    /// <summary>Gets the largest number of different texts in a column of categories.</summary>
    /// <value>Default: 1000. Range: 2 and up.</value>
    /// <remarks>Ignored for columns that <see cref="Schema"/> makes categories.</remarks>
    public int MaximumCategories { get; init; } = 1000;

    /// <summary>Gets a value indicating whether isolated values of a typical pattern, such as 999 among ages, are taken for missing.</summary>
    /// <value>Default: true. If it is false, the profile reports them only.</value>
    public bool TreatsSentinelsAsMissing { get; init; } = true;

    /// <summary>Gets the names of columns that have numbers, whatever else their cells may be taken for. Texts in them that are no numbers count as missing.</summary>
    /// <value>Default: no names.</value>
    /// <remarks>Ignored for columns of <see cref="Schema"/>.</remarks>
    public IReadOnlyList<string> NumericColumns { get; init; } = [];

    /// <summary>
    /// Gets texts of cells that have no value, in any column, beside empty cells and common marks such as NA. Case does not matter.
    /// </summary>
    /// <value>Default: no texts.</value>
    /// <remarks>The schemas of the columns in which a text occurs contain it in <see cref="VaeColumnSchema.MissingTexts"/>.</remarks>
    public IReadOnlyList<string> MissingTexts { get; init; } = [];

    /// <summary>Refuses values outside their ranges.</summary>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Schema);
        ArgumentNullException.ThrowIfNull(MissingTexts);
        ArgumentNullException.ThrowIfNull(NumericColumns);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumCategories, 2);
        if (DecimalMark is not (null or '.' or ','))
        {
            throw new ArgumentOutOfRangeException(
                nameof(DecimalMark),
                DecimalMark,
                "The decimal mark must be a point or a comma."
            );
        }
    }
}
