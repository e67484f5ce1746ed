using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Computed columns bound to an input schema: the output schema is the input's columns, then the computed ones.</summary>
internal sealed class RowMapper : IRowToRowMapper
{
    private readonly IReadOnlyList<ComputedColumn> _computed;

    public RowMapper(DataViewSchema inputSchema, IReadOnlyList<ComputedColumn> computed)
    {
        InputSchema = inputSchema;
        _computed = computed;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (var column in computed)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputsOf(Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.Value(input, nameof(input));
        Check.Value(activeColumns, nameof(activeColumns));
        Check.That(
            ReferenceEquals(input.Schema, InputSchema),
            "Schema of input row must be the same as the schema the mapper is bound to"
        );
        return new MappedRow(this, input, Active(activeColumns));
    }

    /// <summary>For each output column whether it is among the given ones.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        Check.Value(columns, "columnsNeeded");
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    /// <summary>The input columns that the active output columns need.</summary>
    public DataViewSchema.Column[] InputsOf(bool[] active)
    {
        var needed = active[..InputSchema.Count];
        for (int i = 0; i < _computed.Count; i++)
        {
            if (active[InputSchema.Count + i])
            {
                foreach (int column in _computed[i].InputColumns)
                    needed[column] = true;
            }
        }
        return InputSchema.Where(column => needed[column.Index]).ToArray();
    }

    /// <summary>Getters of the active computed columns over a row of the input schema; null for the others.</summary>
    public Delegate[] MakeGetters(DataViewRow input, bool[] active) =>
        _computed.Select((column, i) => active[InputSchema.Count + i] ? column.MakeGetter(input) : null).ToArray();

    public ValueGetter<TValue> Getter<TValue>(DataViewRow input, Delegate[] computed, DataViewSchema.Column column) =>
        column.Index < InputSchema.Count
            ? input.GetGetter<TValue>(InputSchema[column.Index])
            : SchemaErrors.Typed<TValue>(computed[column.Index - InputSchema.Count], OutputSchema[column.Index]);
}
