using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(IHostEnvironment env, params InputOutputColumnPair[] columns)
        : base(env.Register(nameof(ColumnCopyingEstimator)), new ColumnCopyingTransformer(env, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            Transformer.Columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                return new SchemaShape.Column(
                    pair.OutputColumnName,
                    input.Kind,
                    input.ItemType,
                    input.IsKey,
                    input.Annotations
                );
            })
        );
    }
}

public sealed partial class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(IHostEnvironment env, params InputOutputColumnPair[] columns)
        : base(env)
    {
        Columns = columns;
    }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns
            .Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                return new ComputedColumn(
                    pair.OutputColumnName,
                    input.Type,
                    input.Annotations,
                    [input.Index],
                    row => ItemGetters.Same(row, input)
                );
            })
            .ToArray();
}
