using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A row with one vector of any type, called x.</summary>
internal sealed class VectorRow<T>
{
    public int Id { get; set; }

    [ColumnName("x")]
    public T[] X { get; set; } = [];

    /// <summary>Creates a view with vectors of known size.</summary>
    public static IDataView View(MLContext ml, params T[][] rows)
    {
        var schema = SchemaDefinition.Create(typeof(VectorRow<T>));
        schema["x"].ColumnType = new VectorDataViewType(
            (PrimitiveDataViewType)((VectorDataViewType)schema["x"].ColumnType).ItemType,
            rows[0].Length
        );
        return ml.Data.LoadFromEnumerable(rows.Select((x, i) => new VectorRow<T> { Id = i, X = x }), schema);
    }
}
