using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// A view that contains a schema and no rows. Some stock estimators need only the schema of the data that they are fitted on.
/// </summary>
internal sealed class SchemaOnlyView(DataViewSchema schema) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => 0;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        throw NoRows();

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => throw NoRows();

    private static NotSupportedException NoRows() =>
        new("A pipeline is saved from its schema alone: there are no rows.");
}
