using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The row mapper of a chain: each stage's mapper over the row of the stage before.</summary>
internal sealed class CompositeRowMapper(DataViewSchema inputSchema, IReadOnlyList<IRowToRowMapper> mappers)
    : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema { get; } = mappers.Count > 0 ? mappers[^1].OutputSchema : inputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        mappers.Reverse().Aggregate(dependingColumns, (needed, mapper) => mapper.GetDependencies(needed));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.Value(input, nameof(input));
        Check.Value(activeColumns, nameof(activeColumns));
        Check.That(
            ReferenceEquals(input.Schema, InputSchema),
            "Schema of input row must be the same as the schema the mapper is bound to"
        );
        var needed = new IEnumerable<DataViewSchema.Column>[mappers.Count];
        for (var i = mappers.Count - 1; i >= 0; i--)
        {
            needed[i] = activeColumns;
            activeColumns = mappers[i].GetDependencies(activeColumns).ToArray();
        }

        var row = input;
        for (var i = 0; i < mappers.Count; i++)
        {
            row = mappers[i].GetRow(row, needed[i]);
        }

        return row;
    }
}
