using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator(IHostEnvironment env, InputOutputColumnPair[] columns)
        : base(env.Register(nameof(MissingValueIndicatorEstimator)), new MissingValueIndicatorTransformer(env, columns))
    { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            Transformer.Columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                MissingValues.CheckType(input.ItemType, MissingValueIndicatorTransformer.TransformName);
                var normalized = AnnotationShapes.Scalar(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance);
                return new SchemaShape.Column(
                    pair.OutputColumnName,
                    input.Kind,
                    BooleanDataViewType.Instance,
                    isKey: false,
                    new SchemaShape(MissingValues.Kept(input, AnnotationKinds.SlotNames).Append(normalized))
                );
            })
        );
    }
}

public sealed partial class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal const string TransformName = "MissingIndicatorTransform";

    internal MissingValueIndicatorTransformer(IHostEnvironment env, InputOutputColumnPair[] columns)
        : base(env)
    {
        Check.Value(columns, nameof(columns));
        Columns = columns;
    }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns
            .Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                var itemType = PrimitiveTypes.ItemTypeOf(input.Type);
                MissingValues.CheckType(itemType, TransformName);
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(input.Annotations, name => name == AnnotationKinds.SlotNames);
                annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
                return new ComputedColumn(
                    pair.OutputColumnName,
                    ItemGetters.TypeLike(input.Type, BooleanDataViewType.Instance),
                    annotations.ToAnnotations(),
                    [input.Index],
                    row =>
                        itemType == NumberDataViewType.Single
                            ? ItemGetters.Map<float, bool>(row, input, float.IsNaN)
                            : ItemGetters.Map<double, bool>(row, input, double.IsNaN)
                );
            })
            .ToArray();
}
