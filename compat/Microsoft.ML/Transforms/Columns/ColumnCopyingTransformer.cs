using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(IHostEnvironment env, params InputOutputColumnPair[] columns)
        : base(env) => Columns = columns;

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
