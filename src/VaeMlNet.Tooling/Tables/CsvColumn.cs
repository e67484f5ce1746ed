using CsvHelper;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>A column of a table as ML.NET has it, and the columns of CSV files that it is read from.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="CellNames">The CSV columns of its slots; one, unless it is a vector of numbers.</param>
/// <param name="KeyValues">The texts of the keys 1, 2, ... of a category.</param>
internal sealed record CsvColumn(
    string Name,
    CsvColumnKind Kind,
    IReadOnlyList<string> CellNames,
    IReadOnlyList<string> KeyValues
)
{
    /// <summary>Whether it is a vector, even one of a single slot.</summary>
    public bool IsVector { get; init; }

    /// <summary>Whether its key values are numbers, so that 1 and 1.0 are the same.</summary>
    public bool HasNumericKeys { get; init; }

    /// <summary>Whether its key values are known in ML.NET, and not only the keys' numbers.</summary>
    public bool HasKeyValues { get; init; } = Kind == CsvColumnKind.Category;

    /// <summary>What its cells hold, for people.</summary>
    public string Content =>
        Kind switch
        {
            CsvColumnKind.Boolean => "true, false",
            CsvColumnKind.Category when KeyValues.Count == 1 => "1 category",
            CsvColumnKind.Category => FormattableString.Invariant($"{KeyValues.Count} categories"),
            _ => "numbers",
        };

    /// <summary>The column's type in ML.NET.</summary>
    public DataViewType Type =>
        Kind switch
        {
            CsvColumnKind.Boolean => BooleanDataViewType.Instance,
            CsvColumnKind.Category => new KeyDataViewType(typeof(uint), KeyValues.Count),
            _ when IsVector => new VectorDataViewType(NumberDataViewType.Single, CellNames.Count),
            _ => NumberDataViewType.Single,
        };

    /// <summary>Whether a cell of the column has no value; a category's own text is one, whatever it reads like.</summary>
    public bool IsMissing(CsvReader reader, int index) =>
        CellText.IsMissing(reader.GetSpan(index)) && !KeyValues.Contains(reader.GetString(index));

    /// <summary>A column of one cell a row.</summary>
    public static CsvColumn Scalar(string name, CsvColumnKind kind, IReadOnlyList<string>? keyValues = null) =>
        new(name, kind, [name], keyValues ?? []);
}
