namespace VaeMlNet.Data;

/// <summary>A column of a file that is written.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of the cells in files with types.</param>
/// <param name="Schema">How the texts of numbers, dates and Booleans are read; null for plain ones.</param>
internal readonly record struct WrittenColumn(
    string Name,
    WrittenType Type = WrittenType.Text,
    VaeColumnSchema? Schema = null
)
{
    /// <summary>Gets the number of digits of decimals, and of those after the point.</summary>
    public (int Precision, int Scale) Digits { get; init; }

    /// <summary>The start of the names of columns that are added to those of a file, so that none hides one of the file. It is not written.</summary>
    public const string Mark = "\u0001";

    /// <summary>Returns a column of texts.</summary>
    public static implicit operator WrittenColumn(string name) => new(name);

    /// <summary>Returns the name that is written for a column of a view.</summary>
    public static string NameOf(string column) =>
        column.StartsWith(Mark, StringComparison.Ordinal) ? column[Mark.Length..] : column;

    public static IEnumerable<WrittenColumn> Numbers(IEnumerable<string> names) =>
        names.Select(name => new WrittenColumn(name, WrittenType.Single));

    public static string[] Names(IEnumerable<WrittenColumn> columns) => [.. columns.Select(column => column.Name)];

    /// <summary>Returns a column with the kind of a table's column.</summary>
    public static WrittenColumn Of(string name, VaeColumnSchema schema) =>
        new(
            name,
            schema.Kind switch
            {
                VaeColumnKind.Number => WrittenType.Double,
                VaeColumnKind.WholeNumber => schema.Decimals == 0 ? WrittenType.Whole : WrittenType.Double,
                VaeColumnKind.Boolean when schema.Values.Count == 2 => WrittenType.Truth,
                VaeColumnKind.Date => TypeOfDates(schema.DateFormat ?? "yyyy-MM-dd"),
                VaeColumnKind.Identifier when schema is { Pattern: null, NextNumber: not null } => WrittenType.Whole,
                _ => WrittenType.Text,
            },
            schema
        );

    private static WrittenType TypeOfDates(string format) =>
        // A format without a year is that of a time of day.
        !format.Contains('y', StringComparison.Ordinal) && !format.StartsWith("epoch", StringComparison.Ordinal)
            ? WrittenType.TimeOfDay
        : format.AsSpan().ContainsAny("Hhs") ? WrittenType.Time
        : WrittenType.Date;
}

/// <summary>The types of cells that are written.</summary>
internal enum WrittenType
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Numbers of 32 bits.</summary>
    Single,

    /// <summary>Numbers of 64 bits.</summary>
    Double,

    /// <summary>Whole numbers of 64 bits.</summary>
    Whole,

    /// <summary>Whole numbers of 64 bits without a sign.</summary>
    Unsigned,

    /// <summary>Decimals.</summary>
    Decimal,

    /// <summary>Booleans.</summary>
    Truth,

    /// <summary>Days.</summary>
    Date,

    /// <summary>Days with the time of day.</summary>
    Time,

    /// <summary>Times of day and durations, which are written as texts.</summary>
    TimeOfDay,
}
