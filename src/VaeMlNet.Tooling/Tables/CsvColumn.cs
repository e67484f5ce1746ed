using CsvHelper;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>A column of a table in ML.NET, and the columns of CSV files that it is read from.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">The type of its cells.</param>
/// <param name="CellNames">The CSV columns of its slots. A vector of numbers may have several.</param>
/// <param name="KeyValues">The texts of the keys 1, 2, ... of a category.</param>
internal sealed record CsvColumn(
    string Name,
    CsvColumnKind Kind,
    IReadOnlyList<string> CellNames,
    IReadOnlyList<string> KeyValues
)
{
    /// <summary>Gets whether the column is a vector, even one with a single slot.</summary>
    public bool IsVector { get; init; }

    /// <summary>Gets whether the values of its keys are numbers, so that 1 and 1.0 are equal.</summary>
    public bool HasNumericKeys { get; init; }

    /// <summary>Gets whether ML.NET has the values of the keys, and not only their numbers.</summary>
    public bool HasKeyValues { get; init; } = Kind == CsvColumnKind.Category;

    /// <summary>Gets a description of the content of its cells for people.</summary>
    public string Content =>
        Kind switch
        {
            CsvColumnKind.Boolean => "true, false",
            CsvColumnKind.Category when KeyValues.Count == 1 => "1 category",
            CsvColumnKind.Category => FormattableString.Invariant($"{KeyValues.Count} categories"),
            _ => "numbers",
        };

    /// <summary>Gets the type of the column in ML.NET.</summary>
    public DataViewType Type =>
        Kind switch
        {
            CsvColumnKind.Boolean => BooleanDataViewType.Instance,
            CsvColumnKind.Category => new KeyDataViewType(typeof(uint), KeyValues.Count),
            _ when IsVector => new VectorDataViewType(NumberDataViewType.Single, CellNames.Count),
            _ => NumberDataViewType.Single,
        };

    /// <summary>
    /// Returns whether a cell of the column is missing. A text of a category is never missing, even if it looks like
    /// a mark of missing cells.
    /// </summary>
    public bool IsMissing(CsvReader reader, int index) =>
        CellText.IsMissing(reader.GetSpan(index)) && !KeyValues.Contains(reader.GetString(index));

    /// <summary>Creates a column with one cell per row.</summary>
    public static CsvColumn Scalar(string name, CsvColumnKind kind, IReadOnlyList<string>? keyValues = null) =>
        new(name, kind, [name], keyValues ?? []);
}
