using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Key&lt;UInt32, K&gt; column from uint32 values of width 1, with the key values that the model was trained on.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="tensor">The output.</param>
/// <param name="column">The column of the manifest.</param>
internal sealed class KeyOutput(string name, GraphTensor tensor, VaeColumn column) : OutputColumn(name, tensor)
{
    public override DataViewType Type { get; } = new KeyDataViewType(typeof(uint), (ulong)column.KeyCount!.Value);

    public override Delegate MakeGetter(ICurrentOutput output) =>
        (ValueGetter<uint>)((ref uint value) => value = output.Values<uint>()[0]);

    public override SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(
            Name,
            SchemaShape.Column.VectorKind.Scalar,
            NumberDataViewType.UInt32,
            isKey: true,
            KeyValues.Shape(column)
        );

    public override DataViewSchema.Annotations Annotations(DataViewSchema.Column input) =>
        KeyValues.Annotations(column);
}
