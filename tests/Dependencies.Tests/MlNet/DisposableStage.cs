using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>A transformer of a third party: it passes everything through, counts rows asked for, and can be disposed.</summary>
internal sealed class DisposableStage : ITransformer, IDisposable
{
    public bool IsDisposed { get; private set; }

    public int RowsMade { get; private set; }

    public bool IsRowToRowMapper { get; init; } = true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IDataView Transform(IDataView input) => input;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new PassThrough(this, inputSchema);

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    public void Dispose() => IsDisposed = true;

    private sealed class PassThrough(DisposableStage stage, DataViewSchema schema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => schema;

        public DataViewSchema OutputSchema => schema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(
            IEnumerable<DataViewSchema.Column> dependingColumns
        ) => dependingColumns;

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            stage.RowsMade++;
            return input;
        }
    }
}
