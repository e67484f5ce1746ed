using System.Globalization;
using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>
/// The cells of a table's column as numbers that conditions and constraints compare: numbers, dates as days, Booleans as 0 and 1, and
/// categories as their numbers or, if they are texts, as their places in the order of the key values. Categories are equal by their keys, because several
/// can be the same number, such as 1 and 01.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class ComparableColumn
{
    private const int MostValuesShown = 10;

    private readonly VaeColumn column;
    private readonly VaeColumnSchema? schema;
    private readonly DateSlots? dates;
    private readonly ComparableColumn? since;
    private readonly string[] texts;
    private readonly double[]? keys;

    /// <exception cref="ArgumentException">The column is a vector of numbers.</exception>
    public ComparableColumn(VaeManifest manifest, int index)
    {
        Index = index;
        column = manifest.AllColumns[index];
        schema = manifest.TableSchema?.Find(column.Name);
        dates = manifest.FindDateSchema(column) is { } ofDates ? new DateSlots(ofDates, column.Maximum) : null;
        since = manifest.AllColumns.Index().FirstOrDefault(other => other.Item.Name == dates?.Since)
            is { Item: not null } start
            ? new(manifest, start.Index)
            : null;
        if (column.Width > 1 && dates is null)
        {
            throw SampleErrors.ConditionOnVector(column.Name);
        }

        texts = column.Type == VaeColumn.KeyType ? KeyTexts(column) : [];
        keys = column.Type == VaeColumn.KeyType ? Keys() : null;
        IsOrdered = keys is null || schema?.Kind == VaeColumnKind.OrderedCategory || AreNumbers;
    }

    private bool AreNumbers => Array.TrueForAll(texts, IsNumber);

    public int Index { get; }

    public string Name => column.Name;

    /// <summary>Gets whether the values can be compared with less and greater.</summary>
    public bool IsOrdered { get; }

    /// <summary>Gets whether the column has numbers that can be added.</summary>
    public bool IsNumeric => column.Type == VaeColumn.SingleType && dates is null;

    /// <summary>Gets the indices of the columns that a value depends on: its own, and that of the date from which its days are counted.</summary>
    public IReadOnlyList<int> Cells => since is null ? [Index] : [Index, since.Index];

    /// <summary>Gets whether a value is one cell of the model.</summary>
    public bool IsOneCell => dates is null;

    /// <summary>Gets whether <see cref="Write"/> can write a value: it does not depend on another column.</summary>
    public bool CanWrite => dates?.Since is null;

    /// <summary>Returns the value of a cell by which it equals others: the key of a category, and the value itself of others; NaN if it is missing.</summary>
    public double ReadIdentity(TypedRows rows, int row) =>
        keys is null ? Read(rows, row) : rows.ReadCell(column, Index, row);

    /// <summary>Returns for each key of another column the key of the same category in this one, 0 for none; null if one of them has no categories.</summary>
    public double[]? IdentitiesOf(ComparableColumn other) =>
        keys is null || other.keys is null ? null : Array.ConvertAll(other.texts, text => (double)KeyOf(text));

    /// <summary>Returns the value of a cell by which it is ordered; NaN if it is missing.</summary>
    public double Read(TypedRows rows, int row)
    {
        if (dates is not null)
        {
            return ReadDate(rows, row) is { } date ? Written(date) : double.NaN;
        }

        var cell = rows.ReadCell(column, Index, row);
        return keys is null || float.IsNaN(cell) ? cell : keys[(int)cell - 1];
    }

    private DateTime? ReadDate(TypedRows rows, int row) =>
        dates!.DecodeToStep(rows.Row<float>(Index, row), since?.ReadDate(rows, row));

    /// <summary>Writes a value of <see cref="ReadIdentity"/> into a cell.</summary>
    public void Write(TypedRows rows, int row, double value)
    {
        if (dates is null)
        {
            rows.WriteCell(column, Index, row, (float)value);
        }
        else
        {
            dates.Encode(DateOf(value), since: null, rows.Row<float>(Index, row));
        }
    }

    /// <summary>Returns a sum with as many decimals as the column's training values have.</summary>
    public double Round(double sum) => column.Bins?[0].Round(sum) ?? sum;

    /// <summary>
    /// Returns the text of the closest number or date that cells of the column can have; null if they can have this one, and for other columns.
    /// </summary>
    public string? FindCloser(double value)
    {
        if (dates is not null)
        {
            return FindCloserDate(value);
        }

        var closest = IsNumeric ? ToStep(value) : value;
        if ((float)closest == (float)value)
        {
            return null;
        }

        return schema is { IsNumeric: true }
            ? schema.FormatNumber(closest)
            : closest.ToString(CultureInfo.InvariantCulture);
    }

    // Conditions have no bins: their numbers are written with the decimals of the schema.
    private double ToStep(double number) =>
        column.Bins is not null ? Round(number)
        : schema is { IsNumeric: true } && schema.TryReadNumber(schema.FormatNumber(number), out var written) ? written
        : number;

    private string? FindCloserDate(double value)
    {
        if (!CanWrite || column.Likelihood != VaeColumn.Condition)
        {
            return null;
        }

        var cells = new float[column.Width];
        dates!.Encode(DateOf(value), since: null, cells);
        return dates.DecodeToStep(cells, since: null) is { } date && Written(date) != value
            ? schema!.FormatDate(date)
            : null;
    }

    /// <summary>Reads a value in the format of the column.</summary>
    /// <param name="text">The text.</param>
    /// <param name="inOrder">True for a value of <see cref="Read"/>, false for one of <see cref="ReadIdentity"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if the text is no value of the column.</returns>
    public bool TryParse(string text, bool inOrder, out double value)
    {
        value = 0;
        switch (column.Type)
        {
            case VaeColumn.KeyType:
                var key = KeyOf(TextOf(text));
                value =
                    !inOrder ? key
                    : key > 0 ? keys![key - 1]
                    : IsNumber(text) ? Number(text)
                    : 0;
                return key > 0 || (inOrder && AreNumbers && keys!.Contains(value));
            case VaeColumn.BooleanType:
                value = text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
                return value == 1 || text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
            default:
                return dates is null ? TryParseNumber(text, out value) : TryParseDate(text, out value);
        }
    }

    /// <summary>Returns 1 for true and 0 for false if the categories of the column are 0 and 1; otherwise the text itself.</summary>
    private string TextOf(string text) =>
        texts.Length == 2 && texts.Contains("0") && texts.Contains("1") && bool.TryParse(text, out var truth)
            ? truth
                ? "1"
                : "0"
            : text;

    /// <summary>Returns the key of the category with a text, or else of the only one that is the same number; 0 for none.</summary>
    private int KeyOf(string text)
    {
        var place = Array.IndexOf(texts, text);
        if (place < 0 && AreNumbers && IsNumber(text))
        {
            var number = Number(text);
            place = keys!.Count(key => key == number) == 1 ? Array.IndexOf(keys!, number) : -1;
        }

        return place + 1;
    }

    /// <summary>Describes the values that a condition can name.</summary>
    public string DescribeValues() =>
        column.Type switch
        {
            VaeColumn.KeyType =>
                $"{string.Join(", ", texts.Take(MostValuesShown).Select(text => $"'{text}'"))}{(texts.Length > MostValuesShown ? FormattableString.Invariant($" and {texts.Length - MostValuesShown} more") : "")}",
            VaeColumn.BooleanType => "true or false",
            _ when dates is not null => $"a date in the format {schema!.DateFormat}",
            _ when schema is { IsNumeric: true, HasPlainNumbers: false } =>
                $"a number such as '{schema.FormatNumber(1234.5)}'",
            _ => "a number",
        };

    private static string[] KeyTexts(VaeColumn column) =>
        [
            .. column.KeyValues
                ?? Enumerable
                    .Range(1, column.KeyCount!.Value)
                    .Select(key => key.ToString(CultureInfo.InvariantCulture)),
        ];

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // Dates are written without the fractions of a second that float32 adds, in most formats even without the time of day.
    private double Written(DateTime date) =>
        schema!.TryReadDate(schema.FormatDate(date), out var written) ? Days(written) : Days(date);

    private static DateTime DateOf(double days) =>
        new((long)Math.Round(days * TimeSpan.MillisecondsPerDay) * TimeSpan.TicksPerMillisecond);

    private static double Days(DateTime date) => date.Ticks / (double)TimeSpan.TicksPerDay;

    private double[] Keys() =>
        AreNumbers
            ? Array.ConvertAll(texts, Number)
            : [.. Enumerable.Range(1, texts.Length).Select(place => (double)place)];

    private bool TryParseNumber(string text, out double value)
    {
        // A number without the unit has the marks of the column, too.
        var isRead = schema is { IsNumeric: true }
            ? schema.TryReadNumber(text, out value)
                || (schema with { Prefix = "", Suffix = "" }).TryReadNumber(text, out value)
                || (schema with { Prefix = "", Suffix = "", Magnitudes = [] }).TryReadNumber(text, out value)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        // Cells are float32.
        value = (float)value;
        return isRead && double.IsFinite(value);
    }

    private bool TryParseDate(string text, out double value)
    {
        var isRead = schema!.TryReadDate(text, out var date);
        value = Days(date);
        return isRead;
    }
}
