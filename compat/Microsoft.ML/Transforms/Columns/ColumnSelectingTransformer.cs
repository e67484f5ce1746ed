using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class ColumnSelectingTransformer : ITransformer
{
    internal ColumnSelectingTransformer(string[] keep, string[] drop, bool keepHidden)
    {
        var keeps = keep is { Length: > 0 };
        Check.That(
            keeps || drop is { Length: > 0 },
            "Neither keepColumns or dropColumns is set, one must be specified."
        );
        SelectedColumns = keeps ? keep : drop;
        KeepColumns = keeps;
        KeepHidden = keepHidden;
    }

    internal IReadOnlyList<string> SelectedColumns { get; }

    internal bool KeepColumns { get; }

    internal bool KeepHidden { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        Bind(inputSchema, nameof(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new SelectedView(input, Bind(input.Schema, nameof(input)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        Bind(inputSchema, nameof(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var saved = false;
        SaveModel(ctx, ref saved);
        if (!saved)
        {
            throw new NotSupportedException($"{GetType().Name} cannot be saved.");
        }
    }

    internal bool Keeps(string column) => SelectedColumns.Contains(column) == KeepColumns;

    internal void CheckColumns(IEnumerable<string> present, string parameter)
    {
        var missing = SelectedColumns.Except(present).ToArray();
        if (missing.Length > 0)
        {
            throw SchemaErrors.MissingColumn("input", string.Join(",", missing), parameter);
        }
    }

    /// <summary>Saves and says so; part of Saving.</summary>
    partial void SaveModel(ModelSaveContext ctx, ref bool saved);

    private ColumnSelection Bind(DataViewSchema inputSchema, string parameter)
    {
        Check.Value(inputSchema, parameter);
        CheckColumns(inputSchema.Select(column => column.Name), parameter);
        // Kept columns come in the order they are named; dropping keeps the input's order and hidden columns.
        var columns = KeepColumns
            ? SelectedColumns.SelectMany(name =>
                inputSchema.Where(column => column.Name == name && (KeepHidden || !column.IsHidden))
            )
            : inputSchema.Where(column => !SelectedColumns.Contains(column.Name));
        return new ColumnSelection(inputSchema, columns);
    }
}
