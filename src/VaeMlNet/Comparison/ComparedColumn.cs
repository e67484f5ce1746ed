using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A column that all views have with the same type, and the way to read its cells in each view.</summary>
internal abstract class ComparedColumn(string name)
{
    public string Name => name;

    /// <summary>Gets the variables of the column.</summary>
    public abstract IReadOnlyList<ComparedSlot> Slots { get; }

    /// <summary>Creates a function that reads the current cells of a row.</summary>
    public abstract CellReader MakeReader(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Writes the current cells: float32 [slots of the column].</summary>
    public delegate void CellReader(Span<float> cells);

    /// <summary>Finds a column in every view.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="views">The views, with the real rows first.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The column is missing in a view, has different types, or has a type that cannot be compared.
    /// </exception>
    public static ComparedColumn Find(string name, IReadOnlyList<ComparedView> views)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, nameof(VaeQualityOptions.ColumnNames));
        DataViewSchema.Column[] columns = [.. views.Select(v => v.Column(name))];
        var real = columns[0];
        var hasTexts = columns.All(c => IsKey(c.Type) && c.HasKeyValues());
        for (var i = 1; i < columns.Length; i++)
        {
            if (!hasTexts && !columns[i].Type.Equals(real.Type))
            {
                throw QualityErrors.TypesDiffer(name, real.Type, columns[i].Type, views[i]);
            }
        }

        return real.Type switch
        {
            var type when IsKey(type) => new KeyColumn(name, hasTexts),
            BooleanDataViewType => new BooleanColumn(name),
            VectorDataViewType { IsKnownSize: true } vector when IsSingle(vector.ItemType) => new NumberColumn(
                name,
                real
            ),
            var type when IsSingle(type) => new NumberColumn(name, real),
            var type => throw QualityErrors.WrongType(name, type),
        };
    }

    private static bool IsKey(DataViewType type) => type is KeyDataViewType key && key.RawType == typeof(uint);

    private static bool IsSingle(DataViewType type) => type.Equals(NumberDataViewType.Single);
}

/// <summary>A column of numbers, scalar or vector. Values that are not finite count as missing.</summary>
internal sealed class NumberColumn(string name, DataViewSchema.Column inReal) : ComparedColumn(name)
{
    public override IReadOnlyList<ComparedSlot> Slots { get; } =
    [.. SeriesColumns.NamesOf(inReal).Select(slot => new ComparedSlot(slot, IsNumber: true))];

    public override CellReader MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        NumberColumnReader reader = new(row, column);
        return cells =>
        {
            reader.Read(cells);
            Drop(cells);
        };
    }

    private static void Drop(Span<float> cells)
    {
        foreach (ref var cell in cells)
        {
            cell = float.IsFinite(cell) ? cell : float.NaN;
        }
    }
}

/// <summary>A Boolean column. It has two categories and no missing cells.</summary>
internal sealed class BooleanColumn(string name) : ComparedColumn(name)
{
    public override IReadOnlyList<ComparedSlot> Slots { get; } = [new(name, IsNumber: false)];

    public override CellReader MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = CurrentValue.Of<bool>(row, column);
        return cells => cells[0] = read() ? 1 : 0;
    }
}

/// <summary>
/// A key column. All views share one numbering of its categories, in the order in which they appear. Categories are matched by
/// the texts of the keys ('Paris' can be key 3 in one view and key 1 in another), or by their numbers.
/// </summary>
/// <param name="name">The name of the column.</param>
/// <param name="hasTexts">True if all views have the texts of the keys.</param>
internal sealed class KeyColumn(string name, bool hasTexts) : ComparedColumn(name)
{
    private readonly Dictionary<string, float> codes = new(StringComparer.Ordinal);

    public override IReadOnlyList<ComparedSlot> Slots { get; } = [new(name, IsNumber: false)];

    public override CellReader MakeReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = CurrentValue.Of<uint>(row, column);
        var count = ((KeyDataViewType)column.Type).Count;
        var texts = hasTexts ? KeyTexts.Read(column)!.Values : null;
        var known = new Dictionary<uint, float>();
        return cells =>
        {
            var key = read();
            if (key == 0 || key > count)
            {
                cells[0] = float.NaN;
                return;
            }

            if (!known.TryGetValue(key, out cells[0]))
            {
                cells[0] = CodeOf(texts?[(int)key - 1] ?? key.ToString(CultureInfo.InvariantCulture));
                known.Add(key, cells[0]);
            }
        };
    }

    private float CodeOf(string category)
    {
        codes.TryAdd(category, codes.Count);
        return codes[category];
    }
}
