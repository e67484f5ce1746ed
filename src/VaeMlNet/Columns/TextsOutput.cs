using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A Vector&lt;Text&gt; column of variable size that reads an output of texts.</summary>
internal sealed class TextsOutput(string name, GraphTensor tensor) : OutputColumn(name, tensor)
{
    public override DataViewType Type { get; } = new VectorDataViewType(TextDataViewType.Instance);

    public override Delegate MakeGetter(CurrentOutput output) =>
        VectorGetter.Of<ReadOnlyMemory<char>>(() => output().As<ReadOnlyMemory<char>>());

    public override SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(
            Name,
            SchemaShape.Column.VectorKind.VariableVector,
            TextDataViewType.Instance,
            isKey: false,
            annotations: null
        );
}
