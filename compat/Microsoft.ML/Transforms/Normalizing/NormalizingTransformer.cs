using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A column that a normalizer was fitted to.</summary>
internal sealed record NormalizedColumn(string Output, string Input, DataViewType Type, SlotFunction Function);

public sealed partial class NormalizingTransformer : OneToOneTransformerBase
{
    internal NormalizingTransformer(IHostEnvironment env, NormalizedColumn[] columns)
        : base(env)
    {
        Columns = columns;
    }

    internal IReadOnlyList<NormalizedColumn> Columns { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns
            .Select(column =>
            {
                var input = inputSchema.FindInput(column.Input);
                CheckType(input, column);
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
                annotations.Add(input.Annotations, name => name == AnnotationKinds.SlotNames);
                return new ComputedColumn(
                    column.Output,
                    column.Type,
                    annotations.ToAnnotations(),
                    [input.Index],
                    row => column.Function.MakeGetter(row, input)
                );
            })
            .ToArray();

    private static void CheckType(DataViewSchema.Column input, NormalizedColumn fitted)
    {
        const string Expected = "scalar or known-size vector of Single or Double";
        if (input.Type is VectorDataViewType { IsKnownSize: false })
        {
            throw SchemaErrors.WrongType("input", input.Name, Expected, "variable-size vector");
        }

        var (actual, expected) = (PrimitiveTypes.ItemTypeOf(input.Type), PrimitiveTypes.ItemTypeOf(fitted.Type));
        if (!actual.Equals(expected) || input.Type is VectorDataViewType != fitted.Type is VectorDataViewType)
        {
            throw SchemaErrors.WrongType("input", input.Name, Expected, input.Type.ToString());
        }
    }
}
