using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A column that all views have with the same type, and the way to read its cells in each view.</summary>
internal abstract class ComparedColumn(string name)
{
    public string Name => name;

    /// <summary>Gets the variables of the column.</summary>
    public abstract IReadOnlyList<ComparedSlot> Slots { get; }

    /// <summary>Creates a function that reads the current cells of a row.</summary>
    /// <param name="row">A row of one of the views.</param>
    /// <param name="column">The column in that view.</param>
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
