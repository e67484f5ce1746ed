using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A view that contains a schema and no rows. Some stock estimators need only the schema of the data that they are fitted on.
/// </summary>
internal sealed class SchemaOnlyView(DataViewSchema schema) : OrderedView
{
    public override DataViewSchema Schema => schema;

    public override long? GetRowCount() => 0;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        throw new NotSupportedException("A pipeline is saved from its schema alone: there are no rows.");
}
