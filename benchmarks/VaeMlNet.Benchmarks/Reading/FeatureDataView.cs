using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Creates ML.NET data with one column, <see cref="FeatureFileView.ColumnName"/>, of type Vector&lt;Single, D&gt;.</summary>
internal static class FeatureDataView
{
    /// <summary>Wraps rows. Every pass over the data enumerates them again.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="rows">Rows of <paramref name="width"/> values.</param>
    /// <param name="width">The number of features per row, D.</param>
    public static IDataView Create(MLContext ml, IEnumerable<float[]> rows, int width)
    {
        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[FeatureFileView.ColumnName].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
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
