using Microsoft.ML;

namespace VaeMlNet;

/// <summary>One of the views that are compared.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Rows">The name of the rows in messages: real, synthetic or held-out.</param>
/// <param name="Parameter">The name of the parameter that the caller passed the view in.</param>
internal sealed record ComparedView(IDataView Data, string Rows, string Parameter)
{
    /// <exception cref="ArgumentOutOfRangeException">The view has no column of that name.</exception>
    public DataViewSchema.Column Column(string name) =>
        Data.Schema.GetColumnOrNull(name) ?? throw QualityErrors.MissingColumn(name, this);
}
