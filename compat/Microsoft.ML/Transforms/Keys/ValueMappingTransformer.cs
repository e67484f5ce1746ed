using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public partial class ValueMappingTransformer : OneToOneTransformerBase
{
    internal ValueMappingTransformer(IHostEnvironment env, ValueMap map, InputOutputColumnPair[] columns)
        : base(env)
    {
        Map = map;
        Columns = columns;
    }

    internal ValueMap Map { get; }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal static NotSupportedException VectorsNotSupported() =>
        new("Mapping the values of vectors is not supported here.");

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns.Select(pair => Compute(inputSchema.FindInput(pair.InputColumnName), pair.OutputColumnName)).ToArray();

    private ComputedColumn Compute(DataViewSchema.Column input, string output)
    {
        if (input.Type is VectorDataViewType)
        {
            throw VectorsNotSupported();
        }

        var value = Map.ValueSchema[0];
        return new ComputedColumn(
            output,
            value.Type,
            value.Annotations,
            [input.Index],
            row => Map.MakeGetter(row, input)
        );
    }
}
