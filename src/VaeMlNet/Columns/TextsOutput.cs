using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Vector&lt;Text&gt; column of variable size that reads an output of texts.</summary>
internal sealed class TextsOutput(string name, GraphTensor tensor) : OutputColumn(name, tensor)
{
    public override DataViewType Type { get; } = new VectorDataViewType(TextDataViewType.Instance);

    public override Delegate MakeGetter(CurrentOutput output) =>
        (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)(
            (ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var texts = output().As<ReadOnlyMemory<char>>();
                var editor = VBufferEditor.Create(ref value, texts.Length);
                texts.CopyTo(editor.Values);
                value = editor.Commit();
            }
        );

    public override SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(
            Name,
            SchemaShape.Column.VectorKind.VariableVector,
            TextDataViewType.Instance,
            isKey: false,
            annotations: null
        );
}
