using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Rows as ML.NET data with one column, <see cref="ColumnName"/>, of type Vector&lt;Single, D&gt;.</summary>
internal static class FeatureDataView
{
    /// <summary>The column's name.</summary>
    public const string ColumnName = nameof(FeatureRow.Features);

    /// <summary>Wraps rows that are read anew by every pass over the data.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="rows">Rows of <paramref name="width"/> values.</param>
    /// <param name="width">D; only data knows it, so it cannot stand in an attribute.</param>
    public static IDataView Create(MLContext ml, IEnumerable<float[]> rows, int width)
    {
        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[ColumnName].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(rows.Select(row => new FeatureRow { Features = row }), schema);
    }

    /// <summary>Wraps rows in memory.</summary>
    public static IDataView Create(MLContext ml, FeatureMatrix matrix) =>
        Create(ml, [.. Enumerable.Range(0, matrix.RowCount).Select(row => matrix.Row(row).ToArray())], matrix.Width);

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }
}
