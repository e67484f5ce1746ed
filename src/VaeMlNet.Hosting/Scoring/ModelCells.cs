using System.Globalization;
using VaeMlNet.Texts;

namespace VaeMlNet.Hosting;

/// <summary>The places and categories of a model's columns in a row of cells.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class ModelCells
{
    public static readonly IReadOnlyDictionary<string, float> NoContributions = new Dictionary<string, float>();

    private readonly bool marksUnseen;

    public ModelCells(VaeManifest manifest)
    {
        marksUnseen = manifest.MarksUnseen;
        var columns = new ColumnCells[manifest.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = manifest.Columns[i];
            columns[i] = new(column, manifest.TableSchema?.Find(column.Name), Width);
            Width += column.Width;
        }

        Columns = columns;
    }

    public IReadOnlyList<ColumnCells> Columns { get; }

    /// <summary>Gets the number of cells of a row.</summary>
    public int Width { get; }

    /// <summary>Checks that rows of cells for a previous model are rows of this one.</summary>
    /// <exception cref="InvalidOperationException">A column is another one, or its cells have another meaning.</exception>
    public void CheckRowsOf(ModelCells previous)
    {
        for (var i = 0; i < Math.Max(Columns.Count, previous.Columns.Count); i++)
        {
            var (now, before) = (Columns.ElementAtOrDefault(i), previous.Columns.ElementAtOrDefault(i));
            if (now is null || before is null || now.Name != before.Name)
            {
                throw new InvalidOperationException(
                    $"The rows of earlier calls of ScoreRow do not fit: column {i + 1} is {before?.Name ?? "missing"} in their order, but {now?.Name ?? "missing"} in that of the new model. Train with the same columns in the same order, or start the service again with other rows."
                );
            }

            now.CheckCellsOf(before, "of earlier calls of ScoreRow");
        }
    }

    /// <summary>Counts the missing cells and unseen categories of each column.</summary>
    public (int Missing, int Unseen)[] Count(ReadOnlySpan<float> rows)
    {
        var counts = new (int Missing, int Unseen)[Columns.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Columns[i].Count(rows, Width);
        }

        return counts;
    }

    /// <summary>
    /// Returns the columns with an unseen category by the number of their row. Models that cannot mark such categories get a missing cell instead.
    /// </summary>
    public Dictionary<int, List<string>> FindUnseen(Span<float> rows)
    {
        Dictionary<int, List<string>> found = [];
        foreach (var column in Columns.Where(column => column.IsKey))
        {
            for (var (row, cell) = (0, column.First); cell < rows.Length; row++, cell += Width)
            {
                if (column.IsUnseen(rows[cell]))
                {
                    (found.TryGetValue(row, out var names) ? names : found[row] = []).Add(column.Name);
                    rows[cell] = marksUnseen ? rows[cell] : 0;
                }
            }
        }

        return found;
    }
}

/// <summary>The cells of a column.</summary>
internal sealed class ColumnCells
{
    private readonly VaeColumn column;
    private readonly VaeColumnSchema? schema;
    private readonly Dictionary<string, float>? keys;
    private readonly float noKey;
    private readonly float yesKey;
    private readonly float otherKey; // of texts without a key of their own

    // Of other columns, no cell is equal to NaN or above infinity.
    private readonly float missingKey = float.NaN;
    private readonly float mostKey = float.PositiveInfinity;

    /// <param name="column">The column.</param>
    /// <param name="schema">How its texts are read; null if they are keys as they are.</param>
    /// <param name="first">The place of its first cell in a row.</param>
    public ColumnCells(VaeColumn column, VaeColumnSchema? schema, int first)
    {
        this.column = column;
        this.schema = schema;
        First = first;
        if (column is { Type: VaeColumn.KeyType, KeyCount: { } count })
        {
            (missingKey, mostKey) = (0, count);
        }

        if (column.KeyValues is { } texts)
        {
            var isTruth = schema?.Kind == VaeColumnKind.Boolean;
            // As the command line compares them.
            var comparer = isTruth ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
            keys = texts
                .Select(Normal)
                .Index()
                .DistinctBy(text => text.Item, comparer)
                .ToDictionary(text => text.Item, text => text.Index + 1f, comparer);
            otherKey = schema?.OtherValue is { } other ? keys.GetValueOrDefault(other, mostKey + 1) : mostKey + 1;
            (noKey, yesKey) = isTruth ? (1, 2) : (KeyOf(false), KeyOf(true));
        }
    }

    public string Name => column.Name;

    public string Type => column.Type;

    public int Width => column.Width;

    public int First { get; }

    public bool IsKey => missingKey == 0;

    /// <summary>Gets a value indicating whether the categories have texts.</summary>
    public bool HasTexts => keys is not null;

    /// <summary>Gets a value indicating whether properties have the model's own numbers: keys, days since its origin, or vectors in its order.</summary>
    public bool NeedsOwnNumbers => Width > 1 || (IsKey && !HasTexts) || schema?.Kind == VaeColumnKind.Date;

    /// <summary>Gets what a property of the column must be, for messages.</summary>
    public string Needs =>
        HasTexts ? "a text, a Boolean, a number or an enumeration"
        : Type == VaeColumn.BooleanType ? "Boolean"
        : schema?.Kind == VaeColumnKind.Date
            ? $"{(Width > 1 ? $"Single[] with {Width} values" : "a number")}: {DateParts}"
        : Width > 1 ? $"Single[] with {Width} values"
        : "a number";

    private string DateParts =>
        string.Join(
            ", ",
            [
                schema!.Since is { } since
                    ? $"days since the date '{since}'"
                    : FormattableString.Invariant($"days since {schema.Origin:yyyy-MM-dd}"),
                .. column.SlotNames?.Skip(1) ?? [],
            ]
        );

    /// <summary>Checks that cells have the meaning that they have for the column of a previous model. More categories may follow.</summary>
    /// <param name="previous">The column of the previous model.</param>
    /// <param name="rows">Which rows have the cells, for the message.</param>
    /// <exception cref="InvalidOperationException">They have another meaning.</exception>
    public void CheckCellsOf(ColumnCells previous, string rows)
    {
        var change =
            (Type, Width) != (previous.Type, previous.Width)
            || !(previous.column.SlotNames ?? []).SequenceEqual(column.SlotNames ?? [])
            || (previous.schema?.Origin, previous.schema?.Since) != (schema?.Origin, schema?.Since)
                ? "type, width, parts or origin of dates in the new model. Train with the schema of the previous model (--schema=FOLDER)"
            : (previous.column.KeyCount ?? 0) > (column.KeyCount ?? 0)
            || !(previous.column.KeyValues ?? []).SequenceEqual(
                (column.KeyValues ?? []).Take(previous.column.KeyValues?.Count ?? 0)
            )
                ? "order of categories, or fewer, in the new model. Train with a schema file in which the 'values' of the column are the previous categories in their order, and then the new ones"
            : null;
        if (change is not null)
        {
            throw new InvalidOperationException(
                $"The rows {rows} do not fit: column '{Name}' has another {change}, or start the service again with other rows."
            );
        }
    }

    public bool IsUnseen(float cell) => cell > mostKey;

    /// <summary>Returns the key of a category: 0 for a missing cell, and one above the model's for an unseen category.</summary>
    public float Key<T>(T value) =>
        value is bool truth ? (truth ? yesKey : noKey)
        : Normal(ValueText.Of(value)) is not { Length: > 0 } text ? 0
        : keys!.TryGetValue(text, out var key) ? key
        // White space around a text does not count, as in files, unless a category has it.
        : text.Trim() is not { Length: > 0 } trimmed ? 0
        : keys.TryGetValue(trimmed, out key) ? key
        : schema?.IsMissing(trimmed) == true ? 0
        : otherKey;

    /// <summary>Counts missing cells and unseen categories.</summary>
    public (int Missing, int Unseen) Count(ReadOnlySpan<float> rows, int rowWidth)
    {
        var (missing, unseen) = (0, 0);
        for (var slot = First; slot < First + column.Width; slot++)
        {
            for (var i = slot; i < rows.Length; i += rowWidth)
            {
                var cell = rows[i];
                missing += float.IsNaN(cell) || cell == missingKey ? 1 : 0;
                unseen += IsUnseen(cell) ? 1 : 0;
            }
        }

        return (missing, unseen);
    }

    // Dates are equal where ML.NET's mapping of values to keys takes them as equal.
    private string Normal(string text) =>
        column.KeyValueType switch
        {
            "datetime" => ValueText.WithoutKind(text),
            "datetimeoffset"
                when DateTimeOffset.TryParse(
                    text,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var instant
                ) => ValueText.Of(instant.UtcDateTime),
            _ => text,
        };

    /// <summary>Returns the key whose text is the only one that means a truth, such as yes; else that of its own text.</summary>
    private float KeyOf(bool truth) =>
        keys!.Where(key => TruthTexts.Read(key.Key) == truth).ToArray() is [var only]
            ? only.Value
            : keys!.GetValueOrDefault(truth.ToString(), mostKey + 1);
}
