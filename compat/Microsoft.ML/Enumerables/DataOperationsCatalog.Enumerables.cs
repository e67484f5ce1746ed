using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class => new EnumerableView<TRow>(data, schemaDefinition);

    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data,
        bool reuseRowObject,
        bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null
    )
        where TRow : class, new()
    {
        Check.Value(data, nameof(data));
        // Bound at once: a column that is missing or of another type is reported before anything is read.
        var columns = MemberSetters.Bind<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition);
        return Rows<TRow>(data, columns, reuseRowObject);
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, IReadOnlyList<BoundColumn> columns, bool reuseRowObject)
        where TRow : class, new()
    {
        using var cursor = data.GetRowCursor(columns.Select(column => data.Schema[column.Name]));
        var writer = new RowWriter<TRow>(cursor, columns);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (!reuseRowObject || row is null)
            {
                row = new TRow();
            }

            writer.Write(row);
            yield return row;
        }
    }
}
