using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.ML.Data;
using VaeMlNet.Dates;

namespace VaeMlNet.Data;

/// <summary>A column of a table in ML.NET, and the columns of CSV files that it is read from.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">The type of its cells.</param>
/// <param name="CellNames">The CSV columns that it is read from: one, unless it is a vector of numbers.</param>
/// <param name="KeyValues">The texts of the keys 1, 2, ... of a category.</param>
internal sealed record CsvColumn(
    string Name,
    CsvColumnKind Kind,
    IReadOnlyList<string> CellNames,
    IReadOnlyList<string> KeyValues
)
{
    private const int LongestOnStack = 256;
    private const string UnseenText = "(not in the training data)";

    /// <summary>Gets whether the column is a vector, even one with a single slot.</summary>
    public bool IsVector { get; init; }

    /// <summary>Gets whether the column is a vector of features, none of which can be missing.</summary>
    public bool HasFeatures { get; init; }

    /// <summary>Gets whether the values of its keys are numbers, so that 1 and 1.0 are equal.</summary>
    public bool HasNumericKeys { get; init; }

    /// <summary>Gets whether ML.NET has the values of the keys, and not only their numbers.</summary>
    public bool HasKeyValues { get; init; } = Kind == CsvColumnKind.Category;

    /// <summary>Gets whether a model depends on the column, so that no cell may be missing or have a text without a key.</summary>
    public bool IsCondition { get; init; }

    /// <summary>Gets whether texts without a key have one more key, instead of being missing.</summary>
    public bool HasUnseenKey { get; init; }

    /// <summary>Gets the texts of the keys in ML.NET; null if it has only their numbers.</summary>
    public IReadOnlyList<string>? KeyTexts =>
        !HasKeyValues ? null
        : HasUnseenKey ? [.. KeyValues, UnseenText]
        : KeyValues;

    /// <summary>Gets how its cells are read and written.</summary>
    public VaeColumnSchema Schema { get; init; } =
        new()
        {
            Name = Name,
            Kind = Kind switch
            {
                CsvColumnKind.Boolean => VaeColumnKind.Boolean,
                CsvColumnKind.Category => VaeColumnKind.Category,
                _ => VaeColumnKind.Number,
            },
        };

    /// <summary>Gets the parts of dates; null for other columns.</summary>
    public DateSlots? Dates { get; init; }

    /// <summary>Gets the column of dates from which the days of these are counted; null for none.</summary>
    public CsvColumn? Since { get; init; }

    /// <summary>Gets the distance between the largest and the smallest number of training; 0 where it does not matter.</summary>
    public float TrainingRange { get; init; }

    /// <summary>Gets the names of its slots, of which the columns of numbers, Booleans and categories have one.</summary>
    public IReadOnlyList<string> SlotNames =>
        Dates is null ? CellNames : [.. Dates.Names.Select(slot => $"{Name}.{slot}")];

    /// <summary>Gets a value indicating whether dates have offsets from UTC, each its own.</summary>
    public bool HasOffsets => Schema.DateFormat?.Contains("zz", StringComparison.Ordinal) == true;

    /// <summary>Gets the type of the column in ML.NET.</summary>
    public DataViewType Type =>
        Kind switch
        {
            CsvColumnKind.Boolean or CsvColumnKind.Label => BooleanDataViewType.Instance,
            CsvColumnKind.Category => new KeyDataViewType(typeof(uint), KeyValues.Count + (HasUnseenKey ? 1 : 0)),
            CsvColumnKind.Time => Schema.Kind != VaeColumnKind.Date ? NumberDataViewType.Double
            : HasOffsets ? DateTimeOffsetDataViewType.Instance
            : DateTimeDataViewType.Instance,
            CsvColumnKind.Text => TextDataViewType.Instance,
            _ when IsVector => new VectorDataViewType(NumberDataViewType.Single, SlotNames.Count),
            _ => NumberDataViewType.Single,
        };

    /// <summary>Returns whether a cell of the column has no value; a category's own text is one, whatever it reads like.</summary>
    public bool IsMissing(CsvRecord record, int index)
    {
        var cell = record.Cell(index);
        if (cell.IsEmpty)
        {
            return true;
        }

        var rented = cell.Length <= LongestOnStack ? null : ArrayPool<char>.Shared.Rent(cell.Length);
        var chars = rented ?? stackalloc char[LongestOnStack];
        var text = chars[..Encoding.UTF8.GetChars(cell, chars)];
        var isMissing = Schema.IsMissing(text) && !IsKey(text);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isMissing;
    }

    /// <summary>Returns the column with the format that numbers have in a file with types.</summary>
    public CsvColumn WithPlainNumbers() =>
        !Schema.IsNumeric || Schema.HasPlainNumbers
            ? this
            : this with
            {
                Schema = Schema with
                {
                    DecimalMark = null,
                    GroupMark = null,
                    Prefix = "",
                    Suffix = "",
                    Magnitudes = [],
                    MissingTexts =
                    [
                        .. Schema.MissingTexts.Select(text =>
                            Schema.TryReadNumber(text, out var number)
                                ? number.ToString(CultureInfo.InvariantCulture)
                                : text
                        ),
                    ],
                },
            };

    /// <summary>Returns the column with another format of dates if it is one of dates.</summary>
    public CsvColumn WithDateFormat(string format) =>
        Schema.Kind == VaeColumnKind.Date ? this with { Schema = Schema with { DateFormat = format } } : this;

    /// <summary>Returns the column with one more key for texts without a key if it is one of categories.</summary>
    public CsvColumn WithUnseenKey() => Kind == CsvColumnKind.Category ? this with { HasUnseenKey = true } : this;

    /// <summary>Returns the column with one more key for each text without a key in a file of few rows if it is one of categories.</summary>
    public CsvColumn WithUnseenKeys(CsvFile file)
    {
        if (Kind != CsvColumnKind.Category)
        {
            return this;
        }

        CategoryCell cell = new(WithUnseenKey(), file);
        var index = file.IndexOf(CellNames[0]);
        List<string> unseen = [];
        foreach (var record in file.ReadRecords())
        {
            cell.Read(record);
            if (cell.IsUnknown)
            {
                unseen.Add(file.Text(record, index));
            }
        }

        return this with
        {
            KeyValues = [.. KeyValues, .. unseen.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Creates a column with one cell per row.</summary>
    public static CsvColumn Scalar(string name, CsvColumnKind kind, IReadOnlyList<string>? keyValues = null) =>
        new(name, kind, [name], keyValues ?? []);

    /// <summary>Creates the column of features.</summary>
    public static CsvColumn Features(string name, IReadOnlyList<string> cellNames) =>
        new(name, CsvColumnKind.Number, cellNames, []) { IsVector = true, HasFeatures = true };

    /// <summary>Creates the column that a model reads.</summary>
    /// <param name="schema">The schema of the column.</param>
    /// <param name="table">The schema of its table; null for a column whose dates are not counted from those of another one.</param>
    public static CsvColumn Create(VaeColumnSchema schema, VaeTableSchema? table = null) =>
        schema.Kind == VaeColumnKind.Date ? CreateDates(schema, table)
        : schema.IsNumeric ? Scalar(schema.Name, CsvColumnKind.Number) with { Schema = schema }
        : Scalar(schema.Name, CsvColumnKind.Category, schema.Values) with
        {
            Schema = schema,
            HasNumericKeys = HasTruthNumbers(schema),
        };

    /// <summary>Creates the column of a schema's dates.</summary>
    /// <param name="schema">The schema of the column.</param>
    /// <param name="table">The schema of its table; null for a column whose dates are not counted from those of another one.</param>
    /// <param name="largestDays">The largest number of days in the training data.</param>
    public static CsvColumn CreateDates(
        VaeColumnSchema schema,
        VaeTableSchema? table,
        double largestDays = double.PositiveInfinity
    ) =>
        new(schema.Name, CsvColumnKind.Number, [schema.Name], [])
        {
            IsVector = true,
            Schema = schema,
            Dates = new DateSlots(schema, largestDays),
            Since = DateSlots.SchemaSince(schema, table) is { } since ? CreateDates(since, null) : null,
        };

    /// <summary>Returns whether a column has the Booleans 0 and 1, so that 1.0 is one, too.</summary>
    public static bool HasTruthNumbers(VaeColumnSchema schema) =>
        schema.Kind == VaeColumnKind.Boolean
        && schema.Values.All(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private bool IsKey(ReadOnlySpan<char> text)
    {
        foreach (var key in KeyValues)
        {
            if (text.SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }
}
