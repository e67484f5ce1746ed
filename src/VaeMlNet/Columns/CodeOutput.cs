using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Vector&lt;Key&lt;UInt32, K&gt;, M&gt; column that reads the codes of a row from an output of uint32 values.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="tensor">The output of the graph.</param>
/// <param name="size">The number of codes K.</param>
internal sealed class CodeOutput(string name, GraphTensor tensor, int size) : OutputColumn(name, tensor)
{
    /// <summary>Gets the type of one code.</summary>
    public KeyDataViewType KeyType { get; } = new(typeof(uint), size);

    public override DataViewType Type => new VectorDataViewType(KeyType, Tensor.Width);

    public override Delegate MakeGetter(ICurrentOutput output) =>
        (ValueGetter<VBuffer<uint>>)(
            (ref VBuffer<uint> value) =>
            {
                var row = output.Values().As<uint>();
                var editor = VBufferEditor.Create(ref value, row.Length);
                row.CopyTo(editor.Values);
                value = editor.Commit();
            }
        );

    public override SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(
            Name,
            SchemaShape.Column.VectorKind.Vector,
            NumberDataViewType.UInt32,
            isKey: true,
            null
        );
}
