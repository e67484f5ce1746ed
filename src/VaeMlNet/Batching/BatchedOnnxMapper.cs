using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A step bound to an input schema, for single rows, as in PredictionEngine.</summary>
/// <remarks>Thread-safe. Each row that it creates must be used by one thread at a time.</remarks>
internal sealed class BatchedOnnxMapper(BatchedOnnxStep step, StepSessions sessions, DataViewSchema inputSchema)
    : IRowToRowMapper
{
    private readonly ColumnBindings bindings = step.Bind(inputSchema);

    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema => bindings.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        new ActiveColumns(step, bindings, dependingColumns).InputColumns;

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!ReferenceEquals(input.Schema, inputSchema))
        {
            throw new ArgumentException(
                $"The row has another schema than the one that {step.Name} is bound to. Create a mapper for the row's own schema with GetRowToRowMapper.",
                nameof(input)
            );
        }

        sessions.ThrowIfDisposed();
        return new BatchedOnnxRow(
            step,
            sessions,
            OutputSchema,
            input,
            new ActiveColumns(step, bindings, activeColumns)
        );
    }
}
